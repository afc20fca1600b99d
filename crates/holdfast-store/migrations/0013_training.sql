-- Training: a hospital's staff roster, what its people did, the links they learn by, and how far each is with a lesson.
CREATE TABLE learner (
    id INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    number TEXT NOT NULL,                -- the hospital's own number of the person, as its file writes it
    number_key TEXT NOT NULL,            -- by which two files are compared
    name TEXT NOT NULL,
    email TEXT,                          -- NULL for people without mail
    department TEXT NOT NULL,
    packs TEXT NOT NULL CHECK (json_valid(packs)), -- the role packs, each with the day it was given
    language TEXT NOT NULL CHECK (language IN ('en', 'es')),
    started_on TEXT,
    listed_on TEXT NOT NULL,             -- on the roster without a break since
    left_on TEXT,                        -- a roster no longer had them; what they did stays
    mailed_on TEXT,                      -- the day of the last mail to them; NULL when nobody ever wrote
    UNIQUE (ccn, number_key)
) STRICT;

CREATE TABLE staff_roster_change (
    seq INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    version INTEGER NOT NULL,            -- counts up by one for a hospital with each roster applied
    body TEXT NOT NULL CHECK (json_valid(body)), -- how many joined, changed, came back and left; nobody's name
    by_name TEXT NOT NULL,
    applied_by INTEGER REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX staff_roster_change_by_hospital ON staff_roster_change (ccn, version);

CREATE TABLE completion (
    seq INTEGER PRIMARY KEY,
    learner_id INTEGER NOT NULL REFERENCES learner (id),
    lesson TEXT NOT NULL,
    done_on TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('answered', 'sign-in-sheet', 'other-system', 'class')),
    system TEXT NOT NULL DEFAULT '',     -- which other system says so
    by_name TEXT NOT NULL,
    recorded_by INTEGER REFERENCES account (id), -- NULL where the learner did it by link
    at_ms INTEGER NOT NULL,
    UNIQUE (learner_id, lesson, done_on, how, system) -- the same told twice is kept once
) STRICT;

CREATE TABLE learner_link (
    token_hash TEXT PRIMARY KEY,         -- SHA-256; the token itself is mailed or printed, and kept nowhere
    learner_id INTEGER NOT NULL REFERENCES learner (id),
    made_by INTEGER REFERENCES account (id),
    made_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX learner_link_by_learner ON learner_link (learner_id) WHERE ended_at_ms IS NULL;

CREATE TABLE lesson_so_far (
    learner_id INTEGER NOT NULL REFERENCES learner (id),
    lesson TEXT NOT NULL,
    is_right TEXT NOT NULL CHECK (json_valid(is_right)), -- of each counted question in order
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (learner_id, lesson)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER learner_never_shrinks BEFORE DELETE ON learner WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of learner are only added'); END;
CREATE TRIGGER staff_roster_change_never_changes BEFORE UPDATE OF version, body, by_name, applied_by, at_ms ON staff_roster_change
WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of staff_roster_change are only added'); END;
CREATE TRIGGER staff_roster_change_never_shrinks BEFORE DELETE ON staff_roster_change WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of staff_roster_change are only added'); END;
CREATE TRIGGER completion_never_changes BEFORE UPDATE ON completion WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of completion are only added'); END;
CREATE TRIGGER completion_never_shrinks BEFORE DELETE ON completion WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of completion are only added'); END;
