-- The figures of each year, as they were at its first night: files by their name, never changed.

CREATE TABLE yearly_figure (
    year INTEGER NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (year, name)
);
