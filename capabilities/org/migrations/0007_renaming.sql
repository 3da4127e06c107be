-- What a unit is called from a day on; `unit.name` is what it was called before the first of them.
CREATE TABLE renaming (
    id         BYTEA  NOT NULL PRIMARY KEY,
    unit       BIGINT NOT NULL REFERENCES unit (id),
    name       TEXT   NOT NULL,
    from_day   TEXT   NOT NULL,
    ordered_at BIGINT NOT NULL,
    ordered_by BIGINT,
    undone_at  BIGINT,
    undone_by  BIGINT,
    revision   BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX renaming_by_revision ON renaming (revision);
