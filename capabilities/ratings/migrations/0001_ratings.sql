-- What guests said. Keyed by random bytes of its own, without order, with the day of the service
-- alone: nothing here leads to a record, a right, a device or a person.
CREATE TABLE rating (
    key       BYTEA  NOT NULL PRIMARY KEY,
    station   BIGINT NOT NULL,
    service   TEXT   NOT NULL,
    day       TEXT   NOT NULL,
    score     BIGINT NOT NULL CHECK (score BETWEEN 1 AND 5),
    reasons   TEXT   NOT NULL,    -- codes, with commas between them
    comment   TEXT,               -- phone and ID numbers are masked before it comes here
    on_behalf BIGINT NOT NULL,    -- somebody spoke for the guest
    way       TEXT   NOT NULL     -- how it came in
) WITHOUT ROWID;
CREATE INDEX rating_of_station ON rating (station, day);
CREATE INDEX rating_of_day ON rating (day);

-- Which rating a token may still change: by a second derivation of the token, that nobody can
-- compute from the key of its right, and erased when the window is over. A rating that was taken
-- back leaves its tie behind until then.
CREATE TABLE rating_tie (
    tie     BYTEA  NOT NULL PRIMARY KEY,
    rating  BYTEA,
    ends_at BIGINT NOT NULL
) WITHOUT ROWID;

-- What was said before its record came from the counter. By the key of the right, since the record
-- brings nothing else; erased when the record is here, and after seven days.
CREATE TABLE rating_held (
    key       BYTEA  NOT NULL PRIMARY KEY,
    station   BIGINT NOT NULL,
    day       TEXT   NOT NULL,    -- on which it was said
    score     BIGINT NOT NULL CHECK (score BETWEEN 1 AND 5),
    reasons   TEXT   NOT NULL,
    comment   TEXT,
    on_behalf BIGINT NOT NULL,
    way       TEXT   NOT NULL,
    tie       BYTEA  NOT NULL,
    ends_at   BIGINT NOT NULL     -- of the window in which it may be changed
) WITHOUT ROWID;

-- How many were held at a station within an hour: nobody fills the store with invented tokens.
CREATE TABLE rating_held_hour (
    station BIGINT NOT NULL,
    hour    BIGINT NOT NULL,      -- since 1970
    held    BIGINT NOT NULL,
    PRIMARY KEY (station, hour)
) WITHOUT ROWID;

-- The words of the five scores (好差评).
CREATE TABLE rating_word (
    score   BIGINT NOT NULL PRIMARY KEY CHECK (score BETWEEN 1 AND 5),
    word_zh TEXT   NOT NULL,
    word_en TEXT   NOT NULL
);
INSERT INTO rating_word (score, word_zh, word_en) VALUES
    (5, '非常满意', 'Very satisfied'),
    (4, '满意', 'Satisfied'),
    (3, '基本满意', 'Mostly satisfied'),
    (2, '不满意', 'Dissatisfied'),
    (1, '非常不满意', 'Very dissatisfied');

-- Reasons to choose from: those that fit the score, and the service. services: codes or first
-- letters of codes with commas between them; empty for all.
CREATE TABLE rating_reason (
    code     TEXT   NOT NULL PRIMARY KEY,
    name_zh  TEXT   NOT NULL,
    name_en  TEXT   NOT NULL,
    least    BIGINT NOT NULL,
    most     BIGINT NOT NULL,
    services TEXT   NOT NULL,
    place    BIGINT NOT NULL
);
INSERT INTO rating_reason (code, name_zh, name_en, least, most, services, place) VALUES
    ('kind', '态度亲切', 'Kind', 3, 5, '', 10),
    ('patient', '教得耐心', 'Patient', 3, 5, 'A05,D,E', 20),
    ('clear', '听得明白', 'Easy to follow', 3, 5, 'A05,D,E', 30),
    ('solved', '办好了', 'Got it done', 3, 5, 'A05,A06,B06,B07,D,E04', 40),
    ('quick', '没怎么等', 'Little waiting', 3, 5, '', 50),
    ('clean', '地方干净', 'Clean place', 3, 5, 'A01,A02,B,C', 60),
    ('enough', '东西齐全', 'Everything there', 3, 5, 'A01,A02,A03,A06,B,C', 70),
    ('cold', '态度冷淡', 'Unfriendly', 1, 3, '', 110),
    ('queue', '等得久', 'Long waiting', 1, 3, '', 120),
    ('unsolved', '没弄好', 'Not solved', 1, 3, 'A05,A06,B06,B07,D,E', 130),
    ('unclear', '没听明白', 'Hard to follow', 1, 3, 'A05,D,E', 140),
    ('broken', '设备坏了', 'Something is broken', 1, 3, 'A01,A02,A03,A04,B', 150),
    ('empty', '东西没有了', 'Nothing left', 1, 3, 'A02,A06,B,C', 160),
    ('dirty', '地方不干净', 'Not clean', 1, 3, 'A01,A02,B,C', 170),
    ('selling', '向我推销', 'They tried to sell me something', 1, 3, '', 180);
