-- A station: a leaf of the tree of units, with what people need to know of it.
CREATE TABLE station (
    unit        BIGINT PRIMARY KEY REFERENCES unit (id),
    number      TEXT   NOT NULL UNIQUE,
    -- The owner's code of the shop.
    host_code   TEXT   UNIQUE,
    host_type   TEXT
        CHECK (host_type IN ('self_run', 'exclusive', 'agent', 'community', 'mobile')),
    name        TEXT   NOT NULL,
    address     TEXT   NOT NULL,
    -- The leaf division that is known, and the county-level one (or city without counties) of it.
    division    TEXT   NOT NULL,
    county      TEXT   NOT NULL,
    -- Name and address without what lists write differently; with the county an identity.
    name_key    TEXT   NOT NULL,
    address_key TEXT   NOT NULL,
    -- WGS-84, and the coordinates as they were given.
    lng         DOUBLE PRECISION,
    lat         DOUBLE PRECISION,
    given_lng   DOUBLE PRECISION,
    given_lat   DOUBLE PRECISION,
    given_datum TEXT   CHECK (given_datum IN ('wgs84', 'gcj02', 'bd09')),
    phone       TEXT,
    -- The declared week in the notation of hours, and the words it was declared with.
    hours       TEXT,
    hours_text  TEXT,
    -- Bits of features, and of the services that are loaded (kept with `station_service`).
    features    BIGINT NOT NULL,
    services    BIGINT NOT NULL,
    grade       BIGINT CHECK (grade BETWEEN 1 AND 5),
    -- The row it was imported from, as it stood there.
    source      TEXT,
    created_at  BIGINT NOT NULL,
    created_by  BIGINT,
    changed_at  BIGINT NOT NULL,
    changed_by  BIGINT,
    version     BIGINT NOT NULL,
    revision    BIGINT NOT NULL,
    CHECK ((lng IS NULL) = (lat IS NULL))
);
CREATE INDEX station_by_identity ON station (county, name_key, address_key);
CREATE INDEX station_by_revision ON station (revision);

-- The life of a station: from which day it was what, who said so and why. The newest row of a day
-- holds for that day.
CREATE TABLE station_state (
    id         BIGINT PRIMARY KEY,
    station    BIGINT NOT NULL REFERENCES station (unit),
    from_day   TEXT   NOT NULL,
    state      TEXT   NOT NULL
        CHECK (state IN ('planned', 'submitted', 'returned', 'trial', 'active', 'suspended',
                         'relocating', 'closed')),
    -- Of a suspension: why, and its last day when that is known.
    reason     TEXT,
    until_day  TEXT,
    changed_at BIGINT NOT NULL,
    changed_by BIGINT,
    revision   BIGINT NOT NULL
);
CREATE INDEX station_state_by_station ON station_state (station);
CREATE INDEX station_state_by_revision ON station_state (revision);

CREATE TABLE station_service (
    station    BIGINT NOT NULL REFERENCES station (unit),
    service    TEXT   NOT NULL REFERENCES service (code),
    state      TEXT   NOT NULL CHECK (state IN ('planned', 'loaded', 'suspended')),
    since      TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by BIGINT,
    PRIMARY KEY (station, service)
) WITHOUT ROWID;

-- The last serial given out in a county-level division; numbers are never reused.
CREATE TABLE station_serial (
    county TEXT   NOT NULL PRIMARY KEY,
    last   BIGINT NOT NULL
) WITHOUT ROWID;

-- Plates on the door, and who gave them.
CREATE TABLE plate (
    id       BIGINT PRIMARY KEY,
    station  BIGINT NOT NULL REFERENCES station (unit),
    name     TEXT   NOT NULL,
    issuer   TEXT   NOT NULL,
    number   TEXT,
    from_day TEXT   NOT NULL,
    to_day   TEXT,
    revision BIGINT NOT NULL
);
CREATE INDEX plate_by_station ON plate (station);
CREATE INDEX plate_by_revision ON plate (revision);

-- Something that those who come should know, from which day to which.
CREATE TABLE station_notice (
    id         BIGINT PRIMARY KEY,
    station    BIGINT NOT NULL REFERENCES station (unit),
    text       TEXT   NOT NULL,
    from_day   TEXT   NOT NULL,
    to_day     TEXT,
    created_at BIGINT NOT NULL,
    created_by BIGINT
);
CREATE INDEX station_notice_by_station ON station_notice (station);
