-- Counting letters by where they stand, and forgetting those that went out long ago, must not read the text of each: there may be hundreds
-- of thousands, since learners are written to every week.
CREATE INDEX mail_by_state ON mail (state, sent_at_ms);
