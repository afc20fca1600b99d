-- The program's own nouns: registrations, what was said and settled, offers accepted, cases, applications, help,
-- tasks, the funnel, people who want to join, health systems.
--
-- Units as in 0001. `state` is a state's key, `state_body` the whole state as JSON. Rows of attestation, settlement,
-- ruling, claim_event, case_event and support_message are only ever added; triggers at the end hold that.

CREATE TABLE registration (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,      -- HF-XXXX-XXXX
    program TEXT NOT NULL,
    ccn TEXT NOT NULL,
    version INTEGER NOT NULL,            -- counts up with every save
    state TEXT NOT NULL,
    state_body TEXT NOT NULL CHECK (json_valid(state_body)),
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX registration_by_ccn ON registration (ccn, program);
CREATE INDEX registration_by_state ON registration (program, state);
-- A hospital takes part in a program once, whoever else also sent a form.
CREATE UNIQUE INDEX registration_validated_once ON registration (program, ccn) WHERE state = 'validated';

CREATE TABLE application (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    program TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_body TEXT NOT NULL CHECK (json_valid(state_body)),
    answers TEXT NOT NULL CHECK (json_valid(answers)), -- question id to text
    email TEXT,
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX application_by_state ON application (program, state);
CREATE INDEX application_by_email ON application (email);

-- What a hospital or an applicant said about itself. NULL takes an answer back.
CREATE TABLE attestation (
    seq INTEGER PRIMARY KEY,
    ccn TEXT,
    application_id INTEGER REFERENCES application (id),
    fact TEXT NOT NULL,                  -- FactKind key
    value TEXT CHECK (value IS NULL OR json_valid(value)),
    said_on TEXT NOT NULL,
    said_by INTEGER REFERENCES account (id), -- NULL: someone without sign-in, by a mailed link
    at_ms INTEGER NOT NULL,
    CHECK ((ccn IS NULL) <> (application_id IS NULL))
) STRICT;
CREATE INDEX attestation_by_ccn ON attestation (ccn, seq);
CREATE INDEX attestation_by_application ON attestation (application_id, seq);

-- What a reviewer settled about a fact.
CREATE TABLE settlement (
    seq INTEGER PRIMARY KEY,
    ccn TEXT,
    application_id INTEGER REFERENCES application (id),
    fact TEXT NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value)),
    settled_on TEXT NOT NULL,
    settled_by INTEGER NOT NULL REFERENCES account (id),
    at_ms INTEGER NOT NULL,
    CHECK ((ccn IS NULL) <> (application_id IS NULL))
) STRICT;
CREATE INDEX settlement_by_ccn ON settlement (ccn, seq);
CREATE INDEX settlement_by_application ON settlement (application_id, seq);

-- A reviewer's word on a clause that asks for judgement. The latest counts.
CREATE TABLE ruling (
    seq INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    offer TEXT NOT NULL,
    clause TEXT NOT NULL,
    allows INTEGER NOT NULL CHECK (allows IN (0, 1)),
    reason TEXT NOT NULL,
    ruled_on TEXT NOT NULL,
    ruled_by INTEGER NOT NULL REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX ruling_by_ccn ON ruling (ccn, seq);

-- Every move of every offer; where an offer stands is the sum of its moves.
CREATE TABLE claim_event (
    seq INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    offer TEXT NOT NULL,
    moved TEXT NOT NULL CHECK (json_valid(moved)),
    moved_on TEXT NOT NULL,
    moved_by INTEGER REFERENCES account (id), -- NULL: the program itself, as when an offer runs out
    note TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX claim_event_by_offer ON claim_event (ccn, offer, seq);

CREATE TABLE review_case (
    id INTEGER PRIMARY KEY,
    program TEXT NOT NULL,
    ccn TEXT NOT NULL,                   -- '' when it is about no hospital
    kind TEXT NOT NULL,
    about TEXT NOT NULL,                 -- what within the hospital: a registration, an offer's clause, an account
    kind_body TEXT NOT NULL CHECK (json_valid(kind_body)),
    opened_on TEXT NOT NULL,
    target_on TEXT NOT NULL,
    state TEXT NOT NULL,
    state_body TEXT NOT NULL CHECK (json_valid(state_body)),
    opened_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX review_case_queue ON review_case (state, target_on);
CREATE INDEX review_case_by_ccn ON review_case (ccn, opened_at_ms);
CREATE UNIQUE INDEX review_case_asked_once ON review_case (program, ccn, kind, about)
WHERE state IN ('open', 'asked_back');

CREATE TABLE case_event (
    seq INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES review_case (id),
    moved TEXT NOT NULL CHECK (json_valid(moved)),
    moved_by INTEGER REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX case_event_by_case ON case_event (case_id, seq);

CREATE TABLE support_request (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    ccn TEXT,
    ccn_proven INTEGER NOT NULL CHECK (ccn_proven IN (0, 1)), -- 0: only typed, so not shown to the hospital
    account_id INTEGER REFERENCES account (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    care_affected TEXT NOT NULL CHECK (care_affected IN ('now', 'soon', 'no')),
    subject TEXT NOT NULL,
    open INTEGER NOT NULL CHECK (open IN (0, 1)),
    opened_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX support_request_queue ON support_request (open, opened_at_ms);
CREATE INDEX support_request_by_ccn ON support_request (ccn, opened_at_ms);

CREATE TABLE support_message (
    seq INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES support_request (id),
    from_support INTEGER NOT NULL CHECK (from_support IN (0, 1)),
    written_by INTEGER REFERENCES account (id),
    text TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX support_message_by_request ON support_message (request_id, seq);

CREATE TABLE task_done (
    ccn TEXT NOT NULL,
    task TEXT NOT NULL,                  -- Task key
    done_by INTEGER REFERENCES account (id),
    done_at_ms INTEGER NOT NULL,
    PRIMARY KEY (ccn, task)
) STRICT;

CREATE TABLE funnel_event (
    program TEXT NOT NULL,
    ccn TEXT NOT NULL,
    stage TEXT NOT NULL,                 -- Stage key
    reached_on TEXT NOT NULL,            -- the first day counts
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (program, ccn, stage)
) STRICT;
CREATE INDEX funnel_event_by_stage ON funnel_event (program, stage, reached_on);

CREATE TABLE join_request (
    id INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    message TEXT NOT NULL,
    asked_at_ms INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'refused')),
    settled_at_ms INTEGER,
    settled_by INTEGER REFERENCES account (id)
) STRICT;
CREATE UNIQUE INDEX join_request_asked_once ON join_request (ccn, account_id) WHERE state = 'waiting';

CREATE TABLE health_system (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,       -- lower case, single spaces
    created_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE health_system_member (
    ccn TEXT PRIMARY KEY,                -- a hospital is in one system at most
    system_id INTEGER NOT NULL REFERENCES health_system (id),
    since_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX health_system_member_by_system ON health_system_member (system_id, ccn);

CREATE TRIGGER attestation_never_changes BEFORE UPDATE ON attestation WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of attestation are only added'); END;
CREATE TRIGGER attestation_never_shrinks BEFORE DELETE ON attestation WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of attestation are only added'); END;
CREATE TRIGGER settlement_never_changes BEFORE UPDATE ON settlement WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of settlement are only added'); END;
CREATE TRIGGER settlement_never_shrinks BEFORE DELETE ON settlement WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of settlement are only added'); END;
CREATE TRIGGER ruling_never_changes BEFORE UPDATE ON ruling WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of ruling are only added'); END;
CREATE TRIGGER ruling_never_shrinks BEFORE DELETE ON ruling WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of ruling are only added'); END;
CREATE TRIGGER claim_event_never_changes BEFORE UPDATE ON claim_event WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of claim_event are only added'); END;
CREATE TRIGGER claim_event_never_shrinks BEFORE DELETE ON claim_event WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of claim_event are only added'); END;
CREATE TRIGGER case_event_never_changes BEFORE UPDATE ON case_event WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of case_event are only added'); END;
CREATE TRIGGER case_event_never_shrinks BEFORE DELETE ON case_event WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of case_event are only added'); END;
CREATE TRIGGER support_message_never_changes BEFORE UPDATE ON support_message WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of support_message are only added'); END;
CREATE TRIGGER support_message_never_shrinks BEFORE DELETE ON support_message WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of support_message are only added'); END;
