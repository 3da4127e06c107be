-- A station that is closed for good, from its first closed day on; those who follow were told.
-- A closure that was only announced has no row yet.
CREATE TABLE station_closed (
    station  BIGINT PRIMARY KEY REFERENCES station (unit),
    from_day TEXT   NOT NULL
);
CREATE INDEX station_state_closed ON station_state (from_day) WHERE state = 'closed';
