-- Who may do what, where. `granted_by`, `created_by` and their like hold the person or the token
-- that did it; nothing: the command line.
CREATE TABLE person (
    id         BIGINT PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE account (
    id            BIGINT PRIMARY KEY,
    person        BIGINT NOT NULL REFERENCES person (id),
    login         TEXT   NOT NULL UNIQUE,
    password_hash TEXT   NOT NULL,
    must_change   BIGINT NOT NULL CHECK (must_change IN (0, 1)),
    -- Accounts of a demonstration: their passwords are printed at each start and stay.
    is_fixed      BIGINT NOT NULL CHECK (is_fixed IN (0, 1)),
    is_first      BIGINT NOT NULL CHECK (is_first IN (0, 1)),
    created_at    BIGINT NOT NULL,
    disabled_at   BIGINT
);
CREATE INDEX account_by_person ON account (person);

-- Role × unit (with everything below it) × from–to (both included; no end: until revoked).
CREATE TABLE role_grant (
    id         BIGINT PRIMARY KEY,
    person     BIGINT NOT NULL REFERENCES person (id),
    role       TEXT   NOT NULL CHECK (role IN (
        'ambassador', 'supervisor', 'administrator', 'security', 'auditor')),
    unit       BIGINT NOT NULL REFERENCES unit (id),
    from_day   TEXT   NOT NULL,
    to_day     TEXT,
    granted_at BIGINT NOT NULL,
    granted_by BIGINT,
    revoked_at BIGINT,
    revoked_by BIGINT
);
CREATE INDEX role_grant_by_person ON role_grant (person);
CREATE INDEX role_grant_by_unit ON role_grant (unit);

-- Who serves at which station from which day to which; many to many.
CREATE TABLE post (
    person   BIGINT NOT NULL REFERENCES person (id),
    station  BIGINT NOT NULL REFERENCES unit (id),
    from_day TEXT   NOT NULL,
    to_day   TEXT,
    PRIMARY KEY (person, station, from_day)
) WITHOUT ROWID;
CREATE INDEX post_by_station ON post (station);

CREATE TABLE service_token (
    id         BIGINT PRIMARY KEY,
    label      TEXT   NOT NULL,
    digest     BYTEA  NOT NULL UNIQUE,
    role       TEXT   NOT NULL CHECK (role IN (
        'ambassador', 'supervisor', 'integration', 'administrator', 'security', 'auditor')),
    unit       BIGINT NOT NULL REFERENCES unit (id),
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    expires_at BIGINT,
    revoked_at BIGINT,
    revoked_by BIGINT
);
