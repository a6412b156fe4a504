-- Accounts, and what runs in their name. The only personal data are the address and the name of `account`, and the
-- requests of `join_request`: the journal knows an account by its identifier alone. Secrets are stored hashed.

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    lang TEXT NOT NULL,
    password TEXT,
    totp TEXT,
    totp_step BIGINT NOT NULL,
    active INTEGER NOT NULL,
    at BIGINT NOT NULL
);

CREATE TABLE membership (
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (account, role, scope)
);
CREATE INDEX membership_scope ON membership (scope);

-- How an OpenID Connect provider knows an account.
CREATE TABLE identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    PRIMARY KEY (issuer, subject)
);

CREATE TABLE recovery_code (
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    PRIMARY KEY (account, code)
);

CREATE TABLE session (
    token TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    device TEXT NOT NULL,
    began BIGINT NOT NULL,
    seen BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account);

-- Links sent by mail and steps between two pages: each serves once.
CREATE TABLE ticket (
    token TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    account TEXT REFERENCES account (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    expires BIGINT NOT NULL
);

CREATE TABLE join_request (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    lang TEXT NOT NULL,
    organisation TEXT NOT NULL,
    role TEXT NOT NULL,
    proof TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- Work to be done later. `key` names the thing: it is done once, even when asked for twice.
CREATE TABLE job (
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    error TEXT,
    holder TEXT,
    at BIGINT NOT NULL
);
CREATE INDEX job_due ON job (state, run_at);
