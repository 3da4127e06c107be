-- When a rating came, by the day, and whether it belongs to a full five: so long as it does not,
-- and its month is not over, those who serve at the station see nothing of it.
ALTER TABLE rating ADD COLUMN came TEXT NOT NULL DEFAULT '';
ALTER TABLE rating ADD COLUMN shown BIGINT NOT NULL DEFAULT 0;
