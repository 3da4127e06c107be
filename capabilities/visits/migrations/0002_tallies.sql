-- What a station, and every unit that stood above it on the day, has done that day. Written in the
-- transaction of the fact. group_1 to group_8: people of the guests' groups by their slots.
CREATE TABLE tally_day (
    unit         BIGINT NOT NULL,
    day          TEXT   NOT NULL,
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
    PRIMARY KEY (unit, day, service)
) WITHOUT ROWID;

-- The same by month, for units above stations: long ranges are read by months and edge days.
CREATE TABLE tally_month (
    unit         BIGINT NOT NULL,
    month        TEXT   NOT NULL,
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
    PRIMARY KEY (unit, month, service)
) WITHOUT ROWID;
