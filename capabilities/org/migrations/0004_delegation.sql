-- A grant in somebody else's hands for some days: it ends at once with the one it was taken from.
ALTER TABLE role_grant ADD COLUMN delegated_from BIGINT REFERENCES role_grant (id);
CREATE INDEX role_grant_by_source ON role_grant (delegated_from);
-- The tokens that somebody made are taken back when they leave.
CREATE INDEX service_token_by_maker ON service_token (created_by);
