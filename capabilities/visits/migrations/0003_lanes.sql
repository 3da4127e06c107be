-- What writers beside each other have added to the unit above all of them, a row each, until the
-- next fold adds it to tally_day and tally_month: so no two of them update one row. The nation's
-- figures are those of the three tables together.
CREATE TABLE tally_lane (
    day          TEXT   NOT NULL,
    unit         BIGINT NOT NULL,
    service      TEXT   NOT NULL,
    slot         BIGINT NOT NULL,    -- of the lane that added it
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
    PRIMARY KEY (day, unit, service, slot)
) WITHOUT ROWID;
