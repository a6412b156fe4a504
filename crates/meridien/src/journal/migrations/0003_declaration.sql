-- Declarations are listed by author; readers report mistakes. Who reports is not kept: a code leads to the answer.

CREATE INDEX proposal_author ON proposal (author);

CREATE TABLE mistake (
    id TEXT PRIMARY KEY,
    record TEXT NOT NULL,
    version INTEGER NOT NULL,
    message TEXT NOT NULL,
    at BIGINT NOT NULL,
    answer TEXT,
    answered_at BIGINT
);
CREATE INDEX mistake_record ON mistake (record);
CREATE INDEX mistake_at ON mistake (at);
