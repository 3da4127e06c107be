-- What became of a right to rate: 0 it can be spent, 1 it is spent, 2 nobody has handed it out yet,
-- but a rating waits for the record that does.
ALTER TABLE rating_key ADD COLUMN state BIGINT NOT NULL DEFAULT 0;

-- Ratings as those who serve at a station see them: moved at each full five alone. A series counts
-- the ratings of a station or unit over a span of days ('' for all, or a day, week or month as the
-- totals name them) and a service ('' for all). shown_1 to shown_5: how many of each score there
-- were at the last full five; open_1 to open_5: what came and went since then, shown when the month
-- is over. Sums alone: in which order ratings came is kept nowhere.
CREATE TABLE rating_series (
    unit    BIGINT NOT NULL,
    span    TEXT   NOT NULL,
    service TEXT   NOT NULL,
    month   TEXT   NOT NULL,    -- in which the open ones came
    open_1  BIGINT NOT NULL,
    open_2  BIGINT NOT NULL,
    open_3  BIGINT NOT NULL,
    open_4  BIGINT NOT NULL,
    open_5  BIGINT NOT NULL,
    shown_1 BIGINT NOT NULL,
    shown_2 BIGINT NOT NULL,
    shown_3 BIGINT NOT NULL,
    shown_4 BIGINT NOT NULL,
    shown_5 BIGINT NOT NULL,
    PRIMARY KEY (unit, span, service)
) WITHOUT ROWID;
