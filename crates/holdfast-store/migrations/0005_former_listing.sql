-- A hospital that the list no longer has: what was known of it, so that its records keep a name, a type and a place.

CREATE TABLE former_listing (
    ccn TEXT PRIMARY KEY,
    body TEXT NOT NULL CHECK (json_valid(body))  -- FormerListing of the core: last row, last release, release that left it out
) STRICT;
