-- Moves in the tree of units and stations: who was to stand below whom from which day on, and
-- whom they left. A move is undone until its day; afterwards it is history.
CREATE TABLE reparenting (
    id         BYTEA  NOT NULL PRIMARY KEY,
    unit       BIGINT NOT NULL REFERENCES unit (id),
    before     BIGINT NOT NULL REFERENCES unit (id),
    parent     BIGINT NOT NULL REFERENCES unit (id),
    from_day   TEXT   NOT NULL,
    ordered_at BIGINT NOT NULL,
    ordered_by BIGINT,
    undone_at  BIGINT,
    undone_by  BIGINT,
    revision   BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX reparenting_by_revision ON reparenting (revision);
