-- What a station, and every unit that stood above it on the day, has done that day. Written in the
-- transaction of the fact. group_1 to group_8: people of the guests' groups by their slots.
-- The day comes first in the key, so that a day's cells lie together: a batch of records touches
-- few pages, and as many with ten million records stored as with none.
CREATE TABLE tally_day (
    day          TEXT   NOT NULL,
    unit         BIGINT NOT NULL,
    service      TEXT   NOT NULL,
    visits       BIGINT NOT NULL,
    people       BIGINT NOT NULL,
    arrivals     BIGINT NOT NULL,
    invited      BIGINT NOT NULL,
    rated        BIGINT NOT NULL,
    score_sum    BIGINT NOT NULL,
    satisfied    BIGINT NOT NULL,
    dissatisfied BIGINT NOT NULL,
    group_1      BIGINT NOT NULL,
    group_2      BIGINT NOT NULL,
    group_3      BIGINT NOT NULL,
    group_4      BIGINT NOT NULL,
    group_5      BIGINT NOT NULL,
    group_6      BIGINT NOT NULL,
    group_7      BIGINT NOT NULL,
    group_8      BIGINT NOT NULL,
    PRIMARY KEY (day, unit, service)
) WITHOUT ROWID;

-- The same by month, for units above stations: long ranges are read by months and edge days.
CREATE TABLE tally_month (
    month        TEXT   NOT NULL,
    unit         BIGINT NOT NULL,
    service      TEXT   NOT NULL,
    visits       BIGINT NOT NULL,
    people       BIGINT NOT NULL,
    arrivals     BIGINT NOT NULL,
    invited      BIGINT NOT NULL,
    rated        BIGINT NOT NULL,
    score_sum    BIGINT NOT NULL,
    satisfied    BIGINT NOT NULL,
    dissatisfied BIGINT NOT NULL,
    group_1      BIGINT NOT NULL,
    group_2      BIGINT NOT NULL,
    group_3      BIGINT NOT NULL,
    group_4      BIGINT NOT NULL,
    group_5      BIGINT NOT NULL,
    group_6      BIGINT NOT NULL,
    group_7      BIGINT NOT NULL,
    group_8      BIGINT NOT NULL,
    PRIMARY KEY (month, unit, service)
) WITHOUT ROWID;

-- The days and months that have cells; a range of a unit is read by seeking each of them.
CREATE TABLE tally_on_day (
    day TEXT NOT NULL PRIMARY KEY
) WITHOUT ROWID;
CREATE TABLE tally_on_month (
    month TEXT NOT NULL PRIMARY KEY
) WITHOUT ROWID;
