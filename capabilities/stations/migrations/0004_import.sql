-- A list that somebody uploaded: how it is to be read, what is foreseen or came of it.
CREATE TABLE station_import (
    id         BYTEA  NOT NULL PRIMARY KEY,
    unit       BIGINT NOT NULL REFERENCES unit (id),
    file_name  TEXT   NOT NULL,
    -- The blob of the file while something may still be done with it.
    file       TEXT,
    dry_run    BIGINT NOT NULL CHECK (dry_run IN (0, 1)),
    -- Columns that were named by hand, and readings that were chosen, as JSON.
    map        TEXT   NOT NULL,
    choices    TEXT   NOT NULL,
    stage      TEXT   NOT NULL
        CHECK (stage IN ('reading', 'headings', 'preview', 'importing', 'done', 'cancelled')),
    -- The job that brings it to the next stage, or brought it to this one.
    job        BYTEA  NOT NULL,
    -- What the last reading found, as JSON.
    report     TEXT,
    summary    TEXT,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX station_import_by_unit ON station_import (unit, id);
CREATE INDEX station_import_by_job ON station_import (job);

-- Rows of such a list: all of a preview, the rejected ones of what was imported.
CREATE TABLE station_import_row (
    import   BYTEA  NOT NULL REFERENCES station_import (id),
    seq      BIGINT NOT NULL,
    line     BIGINT NOT NULL,
    outcome  TEXT   NOT NULL
        CHECK (outcome IN ('created', 'updated', 'unchanged', 'duplicate', 'rejected')),
    -- Why it was rejected.
    code     TEXT,
    doubtful BIGINT NOT NULL CHECK (doubtful IN (0, 1)),
    -- What a person recognises it by, and its cells, as JSON.
    content  TEXT   NOT NULL,
    PRIMARY KEY (import, seq)
) WITHOUT ROWID;
CREATE INDEX station_import_row_by_outcome ON station_import_row (import, outcome, seq);
CREATE INDEX station_import_row_by_doubt ON station_import_row (import, doubtful, seq);
