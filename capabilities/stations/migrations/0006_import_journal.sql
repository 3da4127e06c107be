-- How far a list is written: committed together with the rows it speaks of, so that whoever goes
-- on after a crash begins behind them.
CREATE TABLE station_import_progress (
    import  BYTEA NOT NULL PRIMARY KEY REFERENCES station_import (id),
    -- What came of the rows so far, and what was found in them, as JSON.
    report  TEXT  NOT NULL,
    summary TEXT  NOT NULL
) WITHOUT ROWID;

-- Stations that a list made or changed.
CREATE TABLE station_import_change (
    import   BYTEA  NOT NULL REFERENCES station_import (id),
    station  BIGINT NOT NULL REFERENCES station (unit),
    -- The row of the list that did so last.
    line     BIGINT NOT NULL,
    -- The revision that the list left it with: another one says that something else touched it.
    revision BIGINT NOT NULL,
    -- What it was before, as JSON; nothing for a station that the list made.
    earlier  TEXT,
    PRIMARY KEY (import, station)
) WITHOUT ROWID;

-- An import that is taken back: who and when, the job that does it, and what came of it.
CREATE TABLE station_import_reversal (
    import     BYTEA  NOT NULL PRIMARY KEY REFERENCES station_import (id),
    job        BYTEA  NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    withdrawn  BIGINT NOT NULL,
    restored   BIGINT NOT NULL,
    kept       BIGINT NOT NULL,
    ended_at   BIGINT
) WITHOUT ROWID;

-- Stations that an import made and that were taken back with it. They never were anything but
-- closed, and keep their numbers, which nobody else gets.
CREATE TABLE station_withdrawal (
    station BIGINT NOT NULL PRIMARY KEY REFERENCES station (unit),
    import  BYTEA  NOT NULL REFERENCES station_import (id)
) WITHOUT ROWID;
