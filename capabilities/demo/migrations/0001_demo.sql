-- The one invented network of a store: what it is derived from, and up to which moment it lives.
CREATE TABLE demo_state (
    id           BIGINT PRIMARY KEY CHECK (id = 1),
    seed         BIGINT NOT NULL,
    scale        TEXT   NOT NULL,
    visits       BIGINT NOT NULL,
    made_at      BIGINT NOT NULL,
    filled_until BIGINT NOT NULL
);
