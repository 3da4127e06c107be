-- Work that is done after the answer. `not_before` is the moment at which somebody may take it:
-- of a queued job when it is due, of a running one when its node must be dead.
CREATE TABLE job (
    id         BYTEA  NOT NULL PRIMARY KEY,
    kind       TEXT   NOT NULL,
    payload    TEXT   NOT NULL,
    owner      BIGINT,
    state      TEXT   NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
    attempts   BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    done       BIGINT NOT NULL,
    total      BIGINT NOT NULL,
    result     TEXT,
    error      TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX job_due ON job (not_before) WHERE state IN ('queued', 'running');
