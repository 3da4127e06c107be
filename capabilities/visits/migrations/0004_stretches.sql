-- The register by day and place, in stretches of 8,192 facts in the order in which they came: what is
-- written now lies within the pages of one stretch, however many facts the day has already.
DROP INDEX visit_by_day;
CREATE INDEX visit_by_day ON visit (day, (seq / 8192), unit, station);
