-- What a person wrote beside a tick, and the links of one hospital found without reading all of them.

ALTER TABLE task_done ADD COLUMN note TEXT NOT NULL DEFAULT '';

CREATE INDEX link_token_by_hospital ON link_token (purpose, json_extract(body, '$.ccn')) WHERE used_at_ms IS NULL;
