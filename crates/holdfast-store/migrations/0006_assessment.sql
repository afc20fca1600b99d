-- What an assessment rests on: evidence with its files, answers, exceptions, ways out of contradictions; who is asked
-- what; postures an assessor signed; plans and their tasks.
--
-- Units as in 0001. `body` is the core's value as JSON, with moments as RFC 3339; the columns beside it are what queries
-- ask for. Rows of evidence, answer, safeguard_exception, resolution, sign_off and accepted_plan are only added. Only
-- their hospital number may change, when a hospital moves to a new one.

CREATE TABLE evidence_file (
    id INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    n_bytes INTEGER NOT NULL,
    digest TEXT NOT NULL,                -- SHA-256 of the plain bytes, hex
    sealed BLOB NOT NULL,                -- encrypted by the server; the store holds no key
    effective_on TEXT NOT NULL,
    uploaded_at_ms INTEGER NOT NULL,
    uploaded_by INTEGER REFERENCES account (id), -- NULL: someone without sign-in, by a mailed link
    uploaded_as TEXT NOT NULL            -- as shown
) STRICT;
CREATE INDEX evidence_file_by_ccn ON evidence_file (ccn, id);

CREATE TABLE evidence_file_seen (
    seq INTEGER PRIMARY KEY,
    file_id INTEGER NOT NULL REFERENCES evidence_file (id),
    seen_by INTEGER REFERENCES account (id),
    seen_as TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_file_seen_by_file ON evidence_file_seen (file_id, seq);

CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    measure TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)), -- its id there is 0; the row's counts
    file_id INTEGER REFERENCES evidence_file (id),
    added_by INTEGER REFERENCES account (id),    -- NULL: a program, or someone without sign-in
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_by_ccn ON evidence (ccn, id);
CREATE INDEX evidence_by_file ON evidence (file_id) WHERE file_id IS NOT NULL;

CREATE TABLE answer (
    seq INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    measure TEXT NOT NULL,
    ask TEXT,                            -- NULL: given on the measure's own page
    body TEXT NOT NULL CHECK (json_valid(body)),
    given_by INTEGER REFERENCES account (id), -- NULL: someone without sign-in, by a mailed link
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX answer_by_ccn ON answer (ccn, seq);

CREATE TABLE safeguard_exception (
    seq INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    measure TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    added_by INTEGER REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX safeguard_exception_by_ccn ON safeguard_exception (ccn, seq);

CREATE TABLE resolution (
    seq INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    evidence_id INTEGER NOT NULL REFERENCES evidence (id),
    body TEXT NOT NULL CHECK (json_valid(body)),
    added_by INTEGER REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX resolution_by_ccn ON resolution (ccn, seq);

CREATE TABLE assessment_part (
    ccn TEXT NOT NULL,
    knows TEXT NOT NULL,                 -- Knows key
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    invited_at_ms INTEGER NOT NULL,
    invited_by INTEGER REFERENCES account (id),
    PRIMARY KEY (ccn, knows)
) STRICT;

CREATE TABLE sign_off (
    seq INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)), -- with the whole posture that was signed
    signed_by INTEGER NOT NULL REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_off_by_ccn ON sign_off (ccn, seq);

-- What a plan may cost, and the order an assessor asked for. The latest row counts.
CREATE TABLE plan_means (
    seq INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    said_by INTEGER REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX plan_means_by_ccn ON plan_means (ccn, seq);

CREATE TABLE plan_order (
    seq INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)), -- steps to put first, each with its reason
    said_by INTEGER REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX plan_order_by_ccn ON plan_order (ccn, seq);

CREATE TABLE accepted_plan (
    id INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)), -- its id there is 0; the row's counts
    accepted_by INTEGER REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX accepted_plan_by_ccn ON accepted_plan (ccn, id);

CREATE TABLE plan_task (
    plan_id INTEGER NOT NULL REFERENCES accepted_plan (id),
    step TEXT NOT NULL,
    ccn TEXT NOT NULL,
    version INTEGER NOT NULL,            -- counts up with every change
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    body TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (plan_id, step)
) STRICT;
CREATE INDEX plan_task_by_ccn ON plan_task (ccn, state);

CREATE TRIGGER evidence_never_changes BEFORE UPDATE OF id, measure, body, file_id, added_by, at_ms ON evidence WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of evidence are only added'); END;
CREATE TRIGGER evidence_never_shrinks BEFORE DELETE ON evidence WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of evidence are only added'); END;
CREATE TRIGGER answer_never_changes BEFORE UPDATE OF seq, measure, ask, body, given_by, at_ms ON answer WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of answer are only added'); END;
CREATE TRIGGER answer_never_shrinks BEFORE DELETE ON answer WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of answer are only added'); END;
CREATE TRIGGER safeguard_exception_never_changes BEFORE UPDATE OF seq, measure, body, added_by, at_ms ON safeguard_exception WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of safeguard_exception are only added'); END;
CREATE TRIGGER safeguard_exception_never_shrinks BEFORE DELETE ON safeguard_exception WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of safeguard_exception are only added'); END;
CREATE TRIGGER resolution_never_changes BEFORE UPDATE OF seq, evidence_id, body, added_by, at_ms ON resolution WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of resolution are only added'); END;
CREATE TRIGGER resolution_never_shrinks BEFORE DELETE ON resolution WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of resolution are only added'); END;
CREATE TRIGGER sign_off_never_changes BEFORE UPDATE OF seq, body, signed_by, at_ms ON sign_off WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of sign_off are only added'); END;
CREATE TRIGGER sign_off_never_shrinks BEFORE DELETE ON sign_off WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of sign_off are only added'); END;
CREATE TRIGGER accepted_plan_never_changes BEFORE UPDATE OF id, body, accepted_by, at_ms ON accepted_plan WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of accepted_plan are only added'); END;
CREATE TRIGGER accepted_plan_never_shrinks BEFORE DELETE ON accepted_plan WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of accepted_plan are only added'); END;
