-- The tree of those who serve, true in time. Stations are its leaves: their rows are written by
-- the capability that owns stations, through this one's verbs.
CREATE TABLE unit (
    id       BIGINT PRIMARY KEY,
    code     TEXT   NOT NULL UNIQUE,
    name     TEXT   NOT NULL,
    kind     TEXT   NOT NULL CHECK (kind IN ('unit', 'station')),
    from_day TEXT   NOT NULL,
    to_day   TEXT,
    revision BIGINT NOT NULL
);
CREATE INDEX unit_by_revision ON unit (revision);

-- Who stood above a unit from which day to which (both included; no end: still).
CREATE TABLE unit_parent (
    unit     BIGINT NOT NULL REFERENCES unit (id),
    from_day TEXT   NOT NULL,
    to_day   TEXT,
    parent   BIGINT NOT NULL REFERENCES unit (id),
    revision BIGINT NOT NULL,
    PRIMARY KEY (unit, from_day)
) WITHOUT ROWID;
CREATE INDEX unit_parent_by_parent ON unit_parent (parent);
CREATE INDEX unit_parent_by_revision ON unit_parent (revision);

-- Which divisions (GB/T 2260) a unit looks after, from which day to which.
CREATE TABLE unit_division (
    unit     BIGINT NOT NULL REFERENCES unit (id),
    division TEXT   NOT NULL,
    from_day TEXT   NOT NULL,
    to_day   TEXT,
    PRIMARY KEY (unit, division, from_day)
) WITHOUT ROWID;
CREATE INDEX unit_division_by_division ON unit_division (division);
