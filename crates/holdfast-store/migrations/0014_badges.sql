-- Badges and certificates that were issued, what was taken back of them, and the public halves of the keys that signed.
CREATE TABLE badge (
    id TEXT PRIMARY KEY,                          -- urn:uuid of the credential
    ccn TEXT NOT NULL,
    learner_id INTEGER NOT NULL,                  -- who may have left the roster since
    feat TEXT NOT NULL,                           -- what it is given for, like pack-clinical
    earned_on TEXT NOT NULL,                      -- ISO 8601 date
    until_on TEXT,                                -- the last day it holds; NULL: it does not run out
    lang TEXT NOT NULL,
    list INTEGER NOT NULL,                        -- which list of badges taken back
    place INTEGER NOT NULL,                       -- its bit in that list
    body TEXT NOT NULL CHECK (json_valid(body)),  -- the content that is signed
    issued_at_ms INTEGER NOT NULL,
    revoked_on TEXT,                              -- NULL: it holds
    revoked_why TEXT,
    revoked_by INTEGER REFERENCES account (id),
    UNIQUE (list, place)
) STRICT;
CREATE INDEX badge_by_learner ON badge (ccn, learner_id);
CREATE INDEX badge_revoked ON badge (list, place) WHERE revoked_on IS NOT NULL;

CREATE TRIGGER badge_never_changes BEFORE UPDATE OF id, learner_id, feat, earned_on, until_on, lang, list, place, body,
    issued_at_ms ON badge WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'a badge that was issued is only taken back'); END;
CREATE TRIGGER badge_never_comes_back BEFORE UPDATE OF revoked_on, revoked_why, revoked_by ON badge
WHEN OLD.revoked_on IS NOT NULL AND (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'a badge taken back stays so'); END;
CREATE TRIGGER badge_never_shrinks BEFORE DELETE ON badge WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of badge are only added'); END;

CREATE TABLE badge_key (
    id TEXT PRIMARY KEY,                          -- thumbprint
    x TEXT NOT NULL,                              -- coordinates of the public half, base64url
    y TEXT NOT NULL,
    first_used_at_ms INTEGER NOT NULL,
    withdrawn_at_ms INTEGER                       -- NULL: what it signed is believed
) STRICT;

CREATE TABLE certificate (
    code_digest TEXT PRIMARY KEY,                 -- SHA-256 of the code printed on it, hex
    ccn TEXT NOT NULL,
    learner_id INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),  -- what the paper says
    issued_at_ms INTEGER NOT NULL,
    revoked_on TEXT,
    revoked_why TEXT,
    revoked_by INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX certificate_by_learner ON certificate (ccn, learner_id);

CREATE TRIGGER certificate_never_changes BEFORE UPDATE OF code_digest, learner_id, body, issued_at_ms ON certificate
WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'a certificate that was issued is only taken back'); END;
CREATE TRIGGER certificate_never_comes_back BEFORE UPDATE OF revoked_on, revoked_why, revoked_by ON certificate
WHEN OLD.revoked_on IS NOT NULL AND (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'a certificate taken back stays so'); END;
CREATE TRIGGER certificate_never_shrinks BEFORE DELETE ON certificate WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of certificate are only added'); END;
