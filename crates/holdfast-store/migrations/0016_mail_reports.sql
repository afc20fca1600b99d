-- Mails that staff report: what was read from each, what may leave the hospital, the answer, and whether the hospital pools.
-- The mail itself is not kept; what was read from it is forgotten after some days, and what may leave stays.
CREATE TABLE mail_report (
    id INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    number INTEGER NOT NULL,             -- counts up by one for a hospital
    came TEXT NOT NULL CHECK (came IN ('upload', 'mail', 'mailbox')),
    digest TEXT NOT NULL,                -- SHA-256 of the file as it came; the same sent twice is one report
    mail TEXT CHECK (json_valid(mail)),  -- what was read from it; NULL once forgotten
    sighting TEXT NOT NULL CHECK (json_valid(sighting)), -- what may leave, if the hospital agrees
    sent_at_ms INTEGER,                  -- when the mail says it was sent
    reported_at_ms INTEGER NOT NULL,
    reporter TEXT,                       -- the address to answer; NULL for who looks by link, and once forgotten
    link_hash TEXT NOT NULL UNIQUE,      -- SHA-256 of the token of the reporter's own page
    said TEXT CHECK (said IN ('bad', 'junk', 'harmless')), -- what a person found
    note TEXT NOT NULL DEFAULT '',       -- that person's words to the reporter
    said_by_name TEXT,
    said_by INTEGER REFERENCES account (id),
    answered_at_ms INTEGER,
    UNIQUE (ccn, number),
    UNIQUE (ccn, digest),
    CHECK ((said IS NULL) = (answered_at_ms IS NULL))
) STRICT;
CREATE INDEX mail_report_answered ON mail_report (answered_at_ms, id) WHERE said = 'bad';

CREATE TABLE mail_report_key (
    report_id INTEGER NOT NULL REFERENCES mail_report (id),
    lure_key TEXT NOT NULL,              -- by which the same lure is known again
    PRIMARY KEY (lure_key, report_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_report_key_by_report ON mail_report_key (report_id);

CREATE TABLE mail_pool_word (
    seq INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    agrees INTEGER NOT NULL CHECK (agrees IN (0, 1)), -- whether sightings may be pooled; the newest word counts
    by_name TEXT NOT NULL,
    said_by INTEGER REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX mail_pool_word_by_hospital ON mail_pool_word (ccn, seq);

CREATE TRIGGER mail_report_never_shrinks BEFORE DELETE ON mail_report WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of mail_report are only added'); END;
CREATE TRIGGER mail_report_is_as_it_came BEFORE UPDATE OF number, came, digest, sighting, sent_at_ms, reported_at_ms ON mail_report
WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'what came in a mail_report never changes'); END;
CREATE TRIGGER mail_pool_word_never_changes BEFORE UPDATE OF agrees, by_name, said_by, at_ms ON mail_pool_word
WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of mail_pool_word are only added'); END;
CREATE TRIGGER mail_pool_word_never_shrinks BEFORE DELETE ON mail_pool_word WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of mail_pool_word are only added'); END;
