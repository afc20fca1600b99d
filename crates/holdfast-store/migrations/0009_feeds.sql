-- Public files on updates and weaknesses: the table of each that is in use, every version that was, and what changed between them.

CREATE TABLE feed_table (
    kind TEXT PRIMARY KEY,               -- FeedKind key
    version_id INTEGER NOT NULL,         -- the row of feed_version it came in by
    body BLOB NOT NULL,                  -- packed table; the store does not look inside
    body_digest TEXT NOT NULL            -- SHA-256 of body, hex
) STRICT;

CREATE TABLE feed_version (
    id INTEGER PRIMARY KEY,              -- counts up
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    released_on TEXT NOT NULL,
    digest TEXT NOT NULL,                -- SHA-256 of the files it was made from, hex
    n_rows INTEGER NOT NULL,
    n_rejected INTEGER NOT NULL,
    fetched_at_ms INTEGER NOT NULL,
    way TEXT NOT NULL                    -- FeedWay key
) STRICT;

CREATE TABLE feed_change (
    id INTEGER PRIMARY KEY,              -- counts up
    version_id INTEGER NOT NULL REFERENCES feed_version (id),
    kind TEXT NOT NULL,                  -- FeedChangeKind key
    cve TEXT,                            -- NULL: about the feed as a whole
    was TEXT NOT NULL,
    is_now TEXT NOT NULL
) STRICT;
CREATE INDEX feed_change_by_version ON feed_change (version_id);
CREATE INDEX feed_change_by_cve ON feed_change (cve);

-- How the last look at a publisher's address ended.
CREATE TABLE feed_look (
    kind TEXT PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    trouble TEXT NOT NULL,               -- empty when it went well
    well_at_ms INTEGER                   -- the last time it went well; NULL when it never did
) STRICT;

-- What a publisher said of its file, to ask next time for what is newer only.
CREATE TABLE feed_mark (
    address TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL
) STRICT;
