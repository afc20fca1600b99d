-- Security cases: what hunts found on a hospital's computers, the cases findings stand in, and what people did about them.
CREATE TABLE hunt_upload (
    id INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    digest TEXT NOT NULL,                -- SHA-256 of the bytes as they came
    body TEXT NOT NULL CHECK (json_valid(body)), -- name, engine, what became of its lines
    sent_by INTEGER REFERENCES account (id),
    at_ms INTEGER NOT NULL,
    UNIQUE (ccn, digest)
) STRICT;

CREATE TABLE incident (
    id INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    number INTEGER NOT NULL,             -- counts up from 1 at each hospital
    opened_at_ms INTEGER NOT NULL,
    UNIQUE (ccn, number)
) STRICT;

CREATE TABLE incident_event (
    seq INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    body TEXT NOT NULL CHECK (json_valid(body)),
    done_by INTEGER REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX incident_event_by_incident ON incident_event (incident_id, seq);

CREATE TABLE detection (
    id INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    digest TEXT NOT NULL,                -- of what makes it this finding: the same one sent again is not kept twice
    body TEXT NOT NULL CHECK (json_valid(body)),
    first_at_ms INTEGER NOT NULL,
    last_at_ms INTEGER NOT NULL,
    upload_id INTEGER NOT NULL REFERENCES hunt_upload (id),
    incident_id INTEGER REFERENCES incident (id), -- NULL: seen, no case
    UNIQUE (ccn, digest)
) STRICT;
CREATE INDEX detection_by_time ON detection (ccn, last_at_ms);
CREATE INDEX detection_by_incident ON detection (incident_id);

CREATE TABLE care_machine (
    ccn TEXT NOT NULL,
    name TEXT NOT NULL,                  -- short, in small letters
    body TEXT NOT NULL CHECK (json_valid(body)),
    named_by INTEGER REFERENCES account (id),
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (ccn, name)
) STRICT;

CREATE TRIGGER hunt_upload_never_changes BEFORE UPDATE OF id, digest, body, sent_by, at_ms ON hunt_upload WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of hunt_upload are only added'); END;
CREATE TRIGGER hunt_upload_never_shrinks BEFORE DELETE ON hunt_upload WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of hunt_upload are only added'); END;
CREATE TRIGGER incident_never_changes BEFORE UPDATE OF id, number, opened_at_ms ON incident WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of incident are only added'); END;
CREATE TRIGGER incident_never_shrinks BEFORE DELETE ON incident WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of incident are only added'); END;
CREATE TRIGGER incident_event_never_changes BEFORE UPDATE ON incident_event WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of incident_event are only added'); END;
CREATE TRIGGER incident_event_never_shrinks BEFORE DELETE ON incident_event WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of incident_event are only added'); END;
CREATE TRIGGER detection_never_changes BEFORE UPDATE OF id, digest, body, first_at_ms, last_at_ms, upload_id ON detection WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of detection are only added'); END;
CREATE TRIGGER detection_never_moves BEFORE UPDATE OF incident_id ON detection WHEN OLD.incident_id IS NOT NULL AND (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'a finding stays in its case'); END;
CREATE TRIGGER detection_never_shrinks BEFORE DELETE ON detection WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of detection are only added'); END;
