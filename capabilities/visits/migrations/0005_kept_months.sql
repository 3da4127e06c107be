-- Cells of a month are kept when the month is over: then they are summed unit by unit, in the order
-- of their ids, up to this one. All months that have cells so far are kept for all units.
ALTER TABLE tally_on_month ADD COLUMN last_unit BIGINT NOT NULL DEFAULT 9223372036854775807;
