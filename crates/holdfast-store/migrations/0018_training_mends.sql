-- The pool reads a hospital's bad findings by their moment, since each comes in with the hour its hospital began to share if that was later.
DROP INDEX mail_report_answered;
CREATE INDEX mail_report_answered ON mail_report (ccn, answered_at_ms) WHERE said = 'bad';

-- Letters that were given up or went to the outbox have no moment of sending, and are forgotten as those that went out are.
DROP INDEX mail_by_state;
CREATE INDEX mail_by_state ON mail (state, coalesce(sent_at_ms, created_at_ms));

-- A completion recorded by mistake is withdrawn: it stays with who, when and why, and counts nowhere. The same may then be told anew, so what
-- is kept once is what was not withdrawn; a table's own UNIQUE cannot be lifted, so the table is made anew.
CREATE TABLE completion_anew (
    seq INTEGER PRIMARY KEY,
    learner_id INTEGER NOT NULL REFERENCES learner (id),
    lesson TEXT NOT NULL,
    done_on TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('answered', 'sign-in-sheet', 'other-system', 'class')),
    system TEXT NOT NULL DEFAULT '',     -- which other system says so
    by_name TEXT NOT NULL,
    recorded_by INTEGER REFERENCES account (id), -- NULL where the learner did it by link
    at_ms INTEGER NOT NULL,
    withdrawn_at_ms INTEGER,             -- NULL: it counts
    withdrawn_why TEXT,
    withdrawn_by_name TEXT,
    withdrawn_by INTEGER REFERENCES account (id),
    CHECK ((withdrawn_at_ms IS NULL) = (withdrawn_why IS NULL) AND (withdrawn_at_ms IS NULL) = (withdrawn_by_name IS NULL))
) STRICT;
INSERT INTO completion_anew (seq, learner_id, lesson, done_on, how, system, by_name, recorded_by, at_ms)
    SELECT seq, learner_id, lesson, done_on, how, system, by_name, recorded_by, at_ms FROM completion;
DROP TABLE completion;
ALTER TABLE completion_anew RENAME TO completion;
CREATE UNIQUE INDEX completion_told_once ON completion (learner_id, lesson, done_on, how, system) WHERE withdrawn_at_ms IS NULL;
CREATE INDEX completion_withdrawn ON completion (learner_id) WHERE withdrawn_at_ms IS NOT NULL;
CREATE TRIGGER completion_never_changes BEFORE UPDATE OF seq, learner_id, lesson, done_on, how, system, by_name, recorded_by, at_ms ON completion
WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of completion are only added'); END;
CREATE TRIGGER completion_stays_withdrawn BEFORE UPDATE OF withdrawn_at_ms, withdrawn_why, withdrawn_by_name, withdrawn_by ON completion
WHEN OLD.withdrawn_at_ms IS NOT NULL AND (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'a completion that was withdrawn stays so'); END;
CREATE TRIGGER completion_never_shrinks BEFORE DELETE ON completion WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of completion are only added'); END;

-- Of a certificate taken back with a lesson that was withdrawn it is known which lesson was wrong, so the others may stand on a new one.
ALTER TABLE certificate ADD COLUMN revoked_lesson TEXT; -- NULL: nothing says which

-- A link that was mailed ends when its person's address is corrected; one on a badge is in the person's hands and goes on.
ALTER TABLE learner_link ADD COLUMN on_badge INTEGER NOT NULL DEFAULT 0 CHECK (on_badge IN (0, 1)); -- 0: mailed, or made before this was kept

-- Mailboxes that are read for reported mail: how far each was read, and how the last looks went.
CREATE TABLE read_mailbox (
    name TEXT PRIMARY KEY,               -- user, server and folder, as in the settings
    uid_validity INTEGER,                -- of the folder; with another one its numbers start anew
    last_uid INTEGER NOT NULL DEFAULT 0, -- the newest mail that was dealt with
    looked_at_ms INTEGER,
    well_at_ms INTEGER,                  -- the last look that went well
    n_faults INTEGER NOT NULL DEFAULT 0, -- looks that failed since
    fault TEXT NOT NULL DEFAULT '',      -- why the last one failed; empty when it went well
    stuck_uid INTEGER,                   -- the mail at which the last look broke off
    n_stuck INTEGER NOT NULL DEFAULT 0,  -- how often in a row
    n_taken INTEGER NOT NULL DEFAULT 0   -- reports taken from it, ever
) STRICT;

-- Mails that stayed in a mailbox, and why. Nothing of the mail is kept.
CREATE TABLE mail_not_taken (
    id INTEGER PRIMARY KEY,
    mailbox TEXT NOT NULL,
    uid_validity INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    why TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    UNIQUE (mailbox, uid_validity, uid)  -- looked at twice is told once
) STRICT;
CREATE INDEX mail_not_taken_by_time ON mail_not_taken (at_ms);

-- The code in a hospital's own address of the program. A new one voids the old.
CREATE TABLE mail_code (
    ccn TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    made_at_ms INTEGER NOT NULL
) STRICT;

-- Who mails a report in is looked up by address.
CREATE INDEX learner_by_email ON learner (email) WHERE email IS NOT NULL AND left_on IS NULL;

-- Everybody who reported a mail is answered, each by a link of their own; its clock is that of the first.
CREATE TABLE mail_reporter (
    seq INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES mail_report (id),
    who TEXT,                            -- as in the log; NULL once forgotten
    address TEXT,                        -- where the answer goes; NULL for who looks by link, and once forgotten
    link_hash TEXT NOT NULL UNIQUE,      -- SHA-256 of the token of their own page
    reported_at_ms INTEGER NOT NULL,
    UNIQUE (report_id, who)
) STRICT;
INSERT INTO mail_reporter (report_id, address, link_hash, reported_at_ms)
    SELECT id, reporter, link_hash, reported_at_ms FROM mail_report ORDER BY id;

-- Whoever waits is found without reading what was answered.
CREATE INDEX mail_report_waiting ON mail_report (ccn, number) WHERE said IS NULL;

-- Lures that were found bad at two hospitals, and of which the others that share were told. Once told is told.
CREATE TABLE lure_warning (
    lure_key TEXT PRIMARY KEY,
    at_ms INTEGER NOT NULL
) STRICT;
