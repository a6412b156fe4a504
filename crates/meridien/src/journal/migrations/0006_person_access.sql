-- Who read, exported, corrected or erased what is held about a person, and when. Identifiers alone: it outlives the erasure.
CREATE TABLE person_access (
    person TEXT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    deed TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX person_access_person ON person_access (person, at);
CREATE INDEX person_access_at ON person_access (at);
