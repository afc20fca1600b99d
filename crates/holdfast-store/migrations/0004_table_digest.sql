-- A damaged table of the directory is found before it is backed up or restored: SQLite's own check does not see inside a blob.

ALTER TABLE directory_source ADD COLUMN body_digest TEXT; -- SHA-256 of body, hex; NULL only until the file is next opened
