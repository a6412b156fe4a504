-- In which language the texts of an imported table are; before, it was that of the page.

ALTER TABLE import ADD COLUMN lang TEXT NOT NULL DEFAULT 'fr';
