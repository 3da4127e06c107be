-- 未获服务: somebody came and was not served. Anybody may say it, without a right, so it is counted
-- beside satisfaction and never in it.
CREATE TABLE rating_unserved (
    key     BYTEA  NOT NULL PRIMARY KEY,
    station BIGINT NOT NULL,
    day     TEXT   NOT NULL,
    why     TEXT   NOT NULL,
    comment TEXT
) WITHOUT ROWID;
CREATE INDEX rating_unserved_of_day ON rating_unserved (day, station);
