-- What somebody shows besides the password: codes by time (RFC 6238). One for an account; without
-- `confirmed_at` it is only being set up and asks nobody for anything.
CREATE TABLE account_factor (
    account      BIGINT NOT NULL PRIMARY KEY REFERENCES account (id),
    secret       BYTEA  NOT NULL,
    -- The step of the last code that was taken: neither it nor an earlier one is taken again.
    last_step    BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    confirmed_at BIGINT
);

-- Ways in for whoever has lost the device, each good once. Of each only the digest is kept.
CREATE TABLE recovery_code (
    account BIGINT NOT NULL REFERENCES account (id),
    digest  BYTEA  NOT NULL,
    PRIMARY KEY (account, digest)
) WITHOUT ROWID;
