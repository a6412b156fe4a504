-- On whose page a person is a contact, and what was taken out of records for good: never the text itself, only how many words
-- it had and their hash under the register's own key, so that neither an import nor a backup brings it back.

CREATE TABLE person_record (
    person TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (person, record)
);
CREATE INDEX person_record_record ON person_record (record);

CREATE TABLE redaction (
    record TEXT NOT NULL,
    hash TEXT NOT NULL,
    words INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (record, hash)
);
CREATE INDEX redaction_seq ON redaction (seq);
