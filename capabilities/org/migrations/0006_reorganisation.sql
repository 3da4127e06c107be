-- Changes of several units that are ordered and undone as a whole: offices that close and who
-- follows them. `unit` is the one that was addressed, `content` what was asked, to tell an order
-- that is sent again from another one with the same id.
CREATE TABLE reorganisation (
    id         BYTEA  NOT NULL PRIMARY KEY,
    kind       TEXT   NOT NULL CHECK (kind IN ('closure', 'merger', 'split')),
    unit       BIGINT NOT NULL REFERENCES unit (id),
    from_day   TEXT   NOT NULL,
    content    TEXT   NOT NULL,
    ordered_at BIGINT NOT NULL,
    ordered_by BIGINT,
    undone_at  BIGINT,
    undone_by  BIGINT
) WITHOUT ROWID;
CREATE INDEX reorganisation_by_unit ON reorganisation (unit);

-- A move with which an office closes; its parent follows it.
ALTER TABLE reparenting ADD COLUMN closes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reparenting ADD COLUMN part_of BYTEA REFERENCES reorganisation (id);
CREATE INDEX reparenting_by_whole ON reparenting (part_of);
