-- Rules by which a hospital marks machines as pinned, and that a person said of one machine that none pins it.
ALTER TABLE device ADD COLUMN is_unpinned INTEGER NOT NULL DEFAULT 0; -- a person said so; no rule marks it then

CREATE TABLE pin_rule (
    id INTEGER PRIMARY KEY,
    ccn TEXT NOT NULL,
    rule TEXT NOT NULL CHECK (json_valid(rule)),   -- what a machine has to be
    pin TEXT NOT NULL CHECK (json_valid(pin)),     -- what it is marked as then
    by_name TEXT NOT NULL,
    made_by INTEGER REFERENCES account (id),
    made_at_ms INTEGER NOT NULL,
    ended_by INTEGER REFERENCES account (id),
    ended_at_ms INTEGER                            -- it marks nothing from then on
) STRICT;
CREATE INDEX pin_rule_by_hospital ON pin_rule (ccn, ended_at_ms, id);

CREATE TRIGGER pin_rule_never_shrinks BEFORE DELETE ON pin_rule WHEN (SELECT restoring FROM meta) = 0
BEGIN SELECT RAISE(ABORT, 'rows of pin_rule are only added and ended'); END;
