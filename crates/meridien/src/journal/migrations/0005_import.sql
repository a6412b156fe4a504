-- Imports, so that a whole one can be undone: its revisions are those written by the import at its moment. What was
-- uploaded waits in import_file until it is imported; import_column remembers what people said that headings mean.

CREATE TABLE import (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    form TEXT NOT NULL,
    account TEXT,
    made_at BIGINT NOT NULL,
    corrections TEXT NOT NULL,
    at BIGINT,
    since BIGINT NOT NULL,
    counts TEXT NOT NULL,
    undone_at BIGINT
);
CREATE UNIQUE INDEX import_at ON import (at);
CREATE INDEX import_account ON import (account);

CREATE TABLE import_file (
    import TEXT PRIMARY KEY,
    body TEXT NOT NULL
);

CREATE TABLE import_column (
    owner TEXT NOT NULL,
    heading TEXT NOT NULL,
    meaning TEXT NOT NULL,
    PRIMARY KEY (owner, heading)
);
