-- What every part of the program stands on: the file's own facts, the national directory, people and their
-- sign-in, mail, jobs and the audit log.
--
-- Units: every *_at_ms is milliseconds since 1970-01-01 UTC; every *_on is a civil date, ISO 8601 text.
-- Flags are 0 or 1. JSON is TEXT that json_valid accepts. Ids are random positive integers made by the caller;
-- `seq` counts up in the order of writing.

PRAGMA application_id = 1212568388; -- "HFSD": marks the file as ours

-- One row about this file.
CREATE TABLE meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    instance_id INTEGER NOT NULL CHECK (instance_id > 0), -- made once, travels with backups
    created_at_ms INTEGER NOT NULL,
    epoch INTEGER NOT NULL,              -- counts up with every restore: caches made before are void
    directory_version INTEGER NOT NULL,  -- counts up with every import
    restoring INTEGER NOT NULL CHECK (restoring IN (0, 1)) -- 1 only inside the transaction that restores a backup
) STRICT;

-- One row a public file, with the table read from it.
CREATE TABLE directory_source (
    kind TEXT PRIMARY KEY,               -- SourceKind key
    title TEXT NOT NULL,
    released_on TEXT NOT NULL,
    digest TEXT NOT NULL,                -- SHA-256 of the file, hex
    n_rows INTEGER NOT NULL,
    n_rejected INTEGER NOT NULL,
    imported_at_ms INTEGER NOT NULL,
    body BLOB NOT NULL                   -- compressed table; the store does not look inside
) STRICT;

CREATE TABLE directory_reject (
    kind TEXT NOT NULL REFERENCES directory_source (kind),
    seq INTEGER NOT NULL,                -- order in the file, from 0
    line INTEGER NOT NULL,               -- row of the file, from 1
    column_name TEXT NOT NULL,
    text TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (kind, seq)
) STRICT;

CREATE TABLE directory_change (
    id INTEGER PRIMARY KEY,              -- counts up
    kind TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    ccn TEXT,                            -- NULL: about no single hospital
    change TEXT NOT NULL CHECK (json_valid(change)),
    sentence TEXT NOT NULL
) STRICT;
CREATE INDEX directory_change_by_ccn ON directory_change (ccn, id);

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,          -- lower case
    created_at_ms INTEGER NOT NULL,
    disabled_at_ms INTEGER
) STRICT;

-- Roles given and taken. A row is never deleted: taking a role sets revoked_at_ms.
CREATE TABLE role_grant (
    seq INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,                  -- Role key
    ccn TEXT NOT NULL,                   -- '' for a role at the program
    granted_at_ms INTEGER NOT NULL,
    granted_by INTEGER REFERENCES account (id), -- NULL: the operator's one-time link
    revoked_at_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX role_grant_in_force ON role_grant (account_id, role, ccn) WHERE revoked_at_ms IS NULL;
CREATE INDEX role_grant_by_ccn ON role_grant (ccn, role);

CREATE TABLE passkey (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    label TEXT NOT NULL,
    credential_id TEXT NOT NULL UNIQUE,  -- base64url
    body TEXT NOT NULL CHECK (json_valid(body)),
    created_at_ms INTEGER NOT NULL,
    last_used_at_ms INTEGER
) STRICT;
CREATE INDEX passkey_by_account ON passkey (account_id);

CREATE TABLE recovery_code (
    account_id INTEGER NOT NULL REFERENCES account (id),
    hash TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER,
    PRIMARY KEY (account_id, hash)
) STRICT;

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    created_at_ms INTEGER NOT NULL,
    last_seen_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    revoked_at_ms INTEGER,
    user_agent TEXT NOT NULL             -- at most 200 characters
) STRICT;
CREATE INDEX session_by_account ON session (account_id);

CREATE TABLE link_token (
    token_hash TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER
) STRICT;

CREATE TABLE api_token (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    label TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER,               -- NULL: until revoked
    last_used_at_ms INTEGER,
    revoked_at_ms INTEGER
) STRICT;
CREATE INDEX api_token_by_account ON api_token (account_id);

-- A passkey exchange under way.
CREATE TABLE ceremony (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    expires_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE mail (
    id INTEGER PRIMARY KEY,
    to_address TEXT NOT NULL,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    text_body TEXT NOT NULL,
    html_body TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'outbox')),
    attempts INTEGER NOT NULL,
    next_try_at_ms INTEGER NOT NULL,
    last_error TEXT,
    sent_at_ms INTEGER
) STRICT;
CREATE INDEX mail_due ON mail (next_try_at_ms) WHERE state = 'queued';
CREATE INDEX mail_latest ON mail (created_at_ms);

CREATE TABLE job (
    id INTEGER PRIMARY KEY,              -- counts up
    kind TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    run_at_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL,           -- leases so far; also tells one lease from the next
    leased_until_ms INTEGER,
    done_at_ms INTEGER,
    failed_at_ms INTEGER,                -- given up
    last_error TEXT,
    dedupe_key TEXT UNIQUE               -- NULL once done, so the same work can be asked for again
) STRICT;
CREATE INDEX job_due ON job (run_at_ms) WHERE done_at_ms IS NULL AND failed_at_ms IS NULL;

-- Who did what: each row carries the digest of the one before.
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL CHECK (json_valid(detail)),
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject, seq);

-- The last row of the log, so that cutting off its end shows too.
CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO audit_head (id, seq, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

CREATE TRIGGER audit_never_shrinks BEFORE DELETE ON audit
WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
