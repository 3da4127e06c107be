-- What stations offer. `mask` is the service's one bit in the sets of services that stations
-- carry; a service keeps it for ever.
CREATE TABLE service (
    code            TEXT   NOT NULL PRIMARY KEY,
    ordinal         BIGINT NOT NULL UNIQUE,
    mask            BIGINT NOT NULL UNIQUE CHECK (mask > 0),
    name_zh         TEXT   NOT NULL,
    name_en         TEXT   NOT NULL,
    short_zh        TEXT   NOT NULL,
    short_en        TEXT   NOT NULL,
    category        TEXT   NOT NULL
        CHECK (category IN ('basic', 'convenience', 'outdoor', 'elder', 'knowledge')),
    level           TEXT   NOT NULL
        CHECK (level IN ('mandatory', 'optional', 'campaign', 'scheduled', 'continuous')),
    measure_unit    TEXT   NOT NULL CHECK (measure_unit IN ('person_times', 'sessions', 'items')),
    -- Self-service: counted once a day, at closing.
    counted_at_close BIGINT NOT NULL CHECK (counted_at_close IN (0, 1)),
    -- Reconstructed for this product; no official list was found.
    is_default      BIGINT NOT NULL CHECK (is_default IN (0, 1)),
    version         BIGINT NOT NULL
) WITHOUT ROWID;

-- The guests' groups, never a condition of service. `slot` is the group's column in the tallies.
CREATE TABLE guest_group (
    code       TEXT   NOT NULL PRIMARY KEY,
    slot       BIGINT NOT NULL UNIQUE CHECK (slot BETWEEN 0 AND 7),
    name_zh    TEXT   NOT NULL,
    name_en    TEXT   NOT NULL,
    is_default BIGINT NOT NULL CHECK (is_default IN (0, 1)),
    version    BIGINT NOT NULL
) WITHOUT ROWID;
