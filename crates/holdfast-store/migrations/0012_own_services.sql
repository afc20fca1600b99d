-- What a hospital says of its own services: which it offers, what they lean on, its own hours, whom it has things from, its days of cash.
CREATE TABLE own_services (
    seq INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    version INTEGER NOT NULL,                      -- counts up by one for a hospital; the newest row counts
    body TEXT NOT NULL CHECK (json_valid(body)),   -- the whole word, not what changed in it
    by_name TEXT NOT NULL,
    said_by INTEGER REFERENCES account (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX own_services_by_hospital ON own_services (ccn, seq);

CREATE TRIGGER own_services_never_changes BEFORE UPDATE OF version, body, by_name, said_by, at_ms ON own_services
WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of own_services are only added'); END;
CREATE TRIGGER own_services_never_shrinks BEFORE DELETE ON own_services WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of own_services are only added'); END;
