-- What was answered to a POST that carried an id or an Idempotency-Key, for 24 hours.
CREATE TABLE station_answer (
    author     BIGINT NOT NULL,
    key        TEXT   NOT NULL,
    digest     BYTEA  NOT NULL,
    answer     TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (author, key)
) WITHOUT ROWID;
CREATE INDEX station_answer_by_time ON station_answer (created_at);
