-- One row a topic; its version grows with each change, so that caches know when to load again.
CREATE TABLE mark (
    topic   TEXT   NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
) WITHOUT ROWID;
