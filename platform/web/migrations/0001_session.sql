-- A browser that somebody signed in with. The secret itself is in the cookie alone.
CREATE TABLE web_session (
    digest     BYTEA  NOT NULL PRIMARY KEY,
    -- The account, as the capability that owns accounts numbers it.
    subject    BIGINT NOT NULL,
    -- Family of the browser and its system, for the list of one's own sessions.
    browser    TEXT   NOT NULL,
    -- How sure the sign-in was: 1 password, 2 with a second factor.
    assurance  BIGINT NOT NULL CHECK (assurance BETWEEN 1 AND 2),
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX web_session_subject ON web_session (subject);
CREATE INDEX web_session_expires ON web_session (expires_at);
