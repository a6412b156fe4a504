-- Who answered a report: the whole atlas's ministry (`*`) or an authority (`organisation:0A1B2C3D`); unknown before.

ALTER TABLE mistake ADD COLUMN answered_by TEXT;
