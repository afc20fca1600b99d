-- Devices: what a hospital runs, where that is known from, the agents that tell of it, and what people said about it.
CREATE TABLE enrolment_token (
    id INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,     -- SHA-256; the token itself is shown once
    label TEXT NOT NULL,
    most INTEGER NOT NULL,               -- so many machines may use it
    n_used INTEGER NOT NULL DEFAULT 0,
    made_by INTEGER REFERENCES account (id),
    made_at_ms INTEGER NOT NULL,
    ends_at_ms INTEGER NOT NULL,
    CHECK (n_used <= most)
) STRICT;
CREATE INDEX enrolment_token_by_hospital ON enrolment_token (ccn, id);

CREATE TABLE device (
    id INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('listed', 'waiting', 'approved', 'revoked')),
    public_key TEXT UNIQUE,              -- of its agent, in base64; NULL while it has none
    hardware TEXT NOT NULL DEFAULT '',   -- which machine the key was made on
    seq INTEGER NOT NULL DEFAULT 0,      -- number of the last message
    base INTEGER,                        -- number of the message whose facts are held
    heard_at_ms INTEGER,
    health TEXT CHECK (json_valid(health)),
    brief TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(brief)), -- what all sources together know, without long lists
    pin TEXT CHECK (json_valid(pin)),    -- that its vendor pins it
    is_cloned INTEGER NOT NULL DEFAULT 0,
    retired_at_ms INTEGER                -- it is gone, and counts nowhere
) STRICT;
CREATE INDEX device_by_hospital ON device (ccn, retired_at_ms, id);

CREATE TABLE device_facts (
    device_id INTEGER NOT NULL REFERENCES device (id),
    source TEXT NOT NULL CHECK (source IN ('inventory', 'systeminfo', 'facts_file', 'agent')),
    collector TEXT NOT NULL,
    observed_at_ms INTEGER NOT NULL,
    received_at_ms INTEGER NOT NULL,
    facts BLOB NOT NULL,                 -- JSON, deflated
    PRIMARY KEY (device_id, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE device_event (
    seq INTEGER PRIMARY KEY,
    device_id INTEGER NOT NULL REFERENCES device (id),
    body TEXT NOT NULL CHECK (json_valid(body)),
    done_by INTEGER REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX device_event_by_device ON device_event (device_id, seq);

CREATE TABLE device_policy (
    ccn TEXT PRIMARY KEY,
    every_s INTEGER NOT NULL,            -- how often agents check in
    bytes_a_day INTEGER NOT NULL,        -- what each may send and receive
    set_by INTEGER REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;

CREATE TRIGGER device_event_never_changes BEFORE UPDATE ON device_event WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of device_event are only added'); END;
CREATE TRIGGER device_event_never_shrinks BEFORE DELETE ON device_event WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of device_event are only added'); END;
CREATE TRIGGER device_never_shrinks BEFORE DELETE ON device WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of device are only added'); END;
