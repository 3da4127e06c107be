-- Who did what to what, and what it was before and after. Each entry carries the digest of itself
-- and of the one before it. The numbers have no gaps.
CREATE TABLE audit_entry (
    seq         BIGINT PRIMARY KEY,
    -- The day (Shanghai) under which it stands; no entry stands under an earlier day than the one
    -- before it.
    day         TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    -- A person or a token; 0: a visitor whom nobody knew; -1: the command line or the product.
    author      BIGINT NOT NULL,
    act         TEXT   NOT NULL,
    object_kind TEXT   NOT NULL,
    object      TEXT   NOT NULL,
    -- JSON objects of the fields that changed.
    before      TEXT,
    after       TEXT,
    -- Why a person's data were looked at or taken away.
    purpose     TEXT,
    digest      BYTEA  NOT NULL
) APPEND ONLY;
CREATE INDEX audit_entry_by_author ON audit_entry (author, seq);
CREATE INDEX audit_entry_by_act ON audit_entry (act, seq);
CREATE INDEX audit_entry_by_object ON audit_entry (object, seq);

-- The entries of each day, and the digest of its last one.
CREATE TABLE audit_day (
    day       TEXT   NOT NULL PRIMARY KEY,
    first_seq BIGINT NOT NULL,
    last_seq  BIGINT NOT NULL,
    digest    BYTEA  NOT NULL
) WITHOUT ROWID;

-- The end of the chain: one row, held by whoever appends until its commit.
CREATE TABLE audit_head (
    one    BIGINT PRIMARY KEY CHECK (one = 1),
    seq    BIGINT NOT NULL,
    day    TEXT   NOT NULL,
    digest BYTEA  NOT NULL
);
