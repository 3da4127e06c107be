-- A job of a `unique_key` is queued once until it is over. Jobs of a `line` are done one after the
-- other, by their `place`. A job that failed and that nobody else is told about is a dead letter
-- from `dead_at` until an administrator tries it again or lets it go; its line waits meanwhile.
-- `cause` is the code of what went wrong last, where `error` only says that it was given up.
ALTER TABLE job ADD COLUMN unique_key TEXT;
ALTER TABLE job ADD COLUMN line TEXT;
ALTER TABLE job ADD COLUMN place BIGINT;
ALTER TABLE job ADD COLUMN cause TEXT;
ALTER TABLE job ADD COLUMN dead_at BIGINT;
CREATE UNIQUE INDEX job_unique ON job (kind, unique_key) WHERE state IN ('queued', 'running');
CREATE INDEX job_line ON job (line, place) WHERE line IS NOT NULL;
CREATE INDEX job_dead ON job (dead_at) WHERE dead_at IS NOT NULL;
CREATE INDEX job_over ON job (updated_at) WHERE state IN ('done', 'failed');

-- What happened and was not handed to the subscriptions yet.
CREATE TABLE outbox (
    aggregate   TEXT   NOT NULL,
    number      BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    payload     TEXT   NOT NULL,
    happened_at BIGINT NOT NULL,
    PRIMARY KEY (aggregate, number)
) WITHOUT ROWID;

-- The number of the last event of an aggregate. The row is held until the commit, so that numbers
-- become visible in their order.
CREATE TABLE outbox_number (
    aggregate TEXT   NOT NULL PRIMARY KEY,
    last      BIGINT NOT NULL
) WITHOUT ROWID;

-- The last time of the clock at which a periodic job was queued.
CREATE TABLE job_period (
    kind TEXT   NOT NULL PRIMARY KEY,
    slot BIGINT NOT NULL
) WITHOUT ROWID;
