-- Keys of programs, stored hashed, and what a program began under a name of its own choosing, so that asking twice begins once.

CREATE TABLE api_key (
    token TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    writes INTEGER NOT NULL,
    organisation TEXT,
    made BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    seen BIGINT
);
CREATE INDEX api_key_account ON api_key (account);

CREATE TABLE claim (
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    proposal TEXT NOT NULL UNIQUE,
    record TEXT NOT NULL,
    base INTEGER NOT NULL,
    outcome TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, name)
);
