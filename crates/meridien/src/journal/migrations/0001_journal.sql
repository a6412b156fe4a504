-- The register: immutable revisions, and what must be found without reading them all.
-- {KEY} is the 64-bit integer primary key type of the database.

CREATE TABLE change_clock (
    id INTEGER PRIMARY KEY,
    seq BIGINT NOT NULL
);
INSERT INTO change_clock (id, seq) VALUES (1, 0);

CREATE TABLE revision (
    seq {KEY},
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    change TEXT NOT NULL,
    body TEXT NOT NULL,
    body_schema INTEGER NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    on_behalf_of TEXT,
    at BIGINT NOT NULL,
    reason TEXT,
    UNIQUE (kind, id, version)
);

CREATE TABLE head (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    public INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX head_seq ON head (seq);

-- Codes under which a record is known elsewhere: INSEE, SIREN, number in the old atlas, row of a source.
CREATE TABLE identifier (
    kind TEXT NOT NULL,
    scheme TEXT NOT NULL,
    value TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (kind, scheme, value, id)
);
CREATE INDEX identifier_record ON identifier (kind, id);

CREATE TABLE proposal (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    base INTEGER NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    body_schema INTEGER NOT NULL,
    state TEXT NOT NULL,
    edit INTEGER NOT NULL,
    reason TEXT,
    at BIGINT NOT NULL
);
CREATE INDEX proposal_record ON proposal (kind, record);

-- Personal data, outside the journal: one delete erases it everywhere.
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    at BIGINT NOT NULL
);
-- Which persons were erased, to be applied again after a restore. No data about them.
CREATE TABLE erasure (
    id TEXT PRIMARY KEY,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL
);

-- Facts about this register: home country, demonstration, reference registers loaded.
CREATE TABLE fact (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
