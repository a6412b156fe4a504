-- What administrations note on a partnership among themselves. Public annotations are records of the journal; these are not,
-- so that they may be taken away for good.
CREATE TABLE note (
    id TEXT PRIMARY KEY,
    partnership TEXT NOT NULL,
    account TEXT NOT NULL,
    role TEXT NOT NULL,
    organisation TEXT,
    body TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX note_partnership ON note (partnership, at);
