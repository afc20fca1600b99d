-- Colleges that teach, their classes, how each class moved, and the seats in it.
CREATE TABLE college (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    by_account INTEGER NOT NULL REFERENCES account (id), -- who wrote it last
    at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE cohort (
    id INTEGER PRIMARY KEY,
    college_id INTEGER NOT NULL REFERENCES college (id),
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),         -- its plan: title, lessons, days, seats, instructor
    by_account INTEGER NOT NULL REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX cohort_by_college ON cohort (college_id);

CREATE TABLE cohort_move (
    seq INTEGER PRIMARY KEY,
    cohort_id INTEGER NOT NULL REFERENCES cohort (id),
    moved TEXT NOT NULL CHECK (json_valid(moved)),
    moved_on TEXT NOT NULL,                              -- ISO 8601 date
    by_account INTEGER REFERENCES account (id),          -- NULL: the instructor, by the link
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX cohort_move_by_cohort ON cohort_move (cohort_id, seq);

CREATE TRIGGER cohort_move_never_changes BEFORE UPDATE ON cohort_move WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of cohort_move are only added'); END;
CREATE TRIGGER cohort_move_never_shrinks BEFORE DELETE ON cohort_move WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of cohort_move are only added'); END;

CREATE TABLE cohort_seat (
    cohort_id INTEGER NOT NULL REFERENCES cohort (id),
    number INTEGER NOT NULL,                             -- within the class, from 1; never given twice
    ccn TEXT,                                            -- who put them forward; NULL: the college's own list
    learner_id INTEGER,                                  -- who they are on that hospital's roster; NULL: a name alone
    name TEXT NOT NULL,                                  -- as it was then
    grade TEXT,
    graded_at_ms INTEGER,
    at_ms INTEGER NOT NULL,
    given_back_at_ms INTEGER,                            -- NULL while the seat is taken
    PRIMARY KEY (cohort_id, number)
) STRICT;
CREATE INDEX cohort_seat_by_hospital ON cohort_seat (ccn, cohort_id);
CREATE UNIQUE INDEX cohort_seat_once ON cohort_seat (cohort_id, ccn, learner_id)
    WHERE learner_id IS NOT NULL AND given_back_at_ms IS NULL;
