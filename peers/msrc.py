"""What Microsoft's monthly documents say of one machine, read again and apart from our importer and from WES-NG.

It is the third voice where the two differ: `Judge.says` answers closed, open or cannot tell, and why, from the rows of
documents and the lists of releases alone.
"""
import collections
import csv
import glob
import io
import itertools
import lzma
import os
import re

FIXES = ["msrc_cvrf_fixes_2016-04_2026-07.csv.xz", "windows_cve_kb_build_2025-05_2026-08.csv.xz"]
# Builds and the words that their names have in the documents, in small letters.
NAMES = {
    7601: ("windows 7 ", "windows server 2008 r2 "), 9200: ("windows 8 ", "windows server 2012"),
    9600: ("windows 8.1 ", "windows server 2012 r2"), 10240: ("windows 10 for", "-"), 10586: ("windows 10 version 1511", "-"),
    14393: ("windows 10 version 1607", "windows server 2016"), 15063: ("windows 10 version 1703", "-"),
    16299: ("windows 10 version 1709", "windows server, version 1709"), 17134: ("windows 10 version 1803", "windows server, version 1803"),
    17763: ("windows 10 version 1809", "windows server 2019"), 18362: ("windows 10 version 1903", "windows server, version 1903"),
    18363: ("windows 10 version 1909", "windows server, version 1909"), 19041: ("windows 10 version 2004", "windows server, version 2004"),
    19042: ("windows 10 version 20h2", "windows server, version 20h2"), 19043: ("windows 10 version 21h1", "-"),
    19044: ("windows 10 version 21h2", "-"), 19045: ("windows 10 version 22h2", "-"), 20348: ("-", "windows server 2022"),
    22000: ("windows 11 version 21h2", "-"), 22621: ("windows 11 version 22h2", "-"), 22631: ("windows 11 version 23h2", "-"),
    26100: ("windows 11 version 24h2", "windows server 2025"), 26200: ("windows 11 version 25h2", "-"),
}
BROWSERS = ("Internet Explorer 11 on ", "Microsoft Edge (EdgeHTML-based) on ")
# Builds that get the very same packages.
SAME = {19042: 19041, 19043: 19041, 19044: 19041, 19045: 19041, 18363: 18362, 22631: 22621, 26200: 26100}


def is_of(name, build, is_server, arch):
    """Whether a product's name in a document means a machine; "part" when it is a part of Windows on it."""
    name = " ".join(name.lower().replace("windows 11, version", "windows 11 version").replace("server  version", "server, version").split())
    if build in (6000, 6001, 6002, 6003):
        start = "windows server 2008 for" if is_server else "windows vista"
    else:
        start = NAMES.get(build, ("-", "-"))[is_server].strip()
    if build == 22000 and name.startswith("windows 11 for"):
        start = "windows 11 for"
    part, _, rest = name.rpartition(" on ")
    rest = rest if part else name
    if not rest.startswith(start) or "itanium" in rest or "23h2 edition" in rest:
        return None
    if start in ("windows server 2012", "windows server 2008") and " r2" in rest:
        return None
    words = {"x86": "32-bit", "arm64": "arm64", "x64": "x64"}
    if not (is_server and build > 6003) and words[arch] not in rest:
        return None
    # Documents know the last service pack alone, and it gets other packages than those before it.
    if build < 6002 and "service pack 2" in rest:
        return None
    return "part" if part else "own"


def read(folder):
    """All rows of all documents: month, weakness, update, product, fourth part of the fixed build, updates replaced."""
    for name in FIXES:
        with lzma.open(os.path.join(folder, name)) as file:
            for row in csv.DictReader(io.TextIOWrapper(file, "utf-8")):
                if row["cve"].startswith("CVE-"):
                    month = row.get("month") or row["published"][:7]
                    kb = row["kb"] if row["kb"].isdigit() else ""
                    old = re.findall(r"\d{6,}", row.get("supercedence") or "")
                    yield month, row["cve"], kb, row["product"], row["fixed_build"], old, row.get("subtype") or ""


def releases(folder):
    """Lists of releases: (build, update) to the fourth part."""
    found = {}
    for path in glob.glob(os.path.join(folder, "windows_release_lists", "*.txt")):
        for line in open(path, encoding="utf-8-sig"):
            if m := re.search(r"\d{4}-\d\d-\d\d (\d+)\.(\d+) KB(\d+)", line):
                found[int(m[1]), m[3]] = int(m[2])
    return found


class Judge:
    """Answers for machines, each put together once for each kind."""

    def __init__(self, folder):
        self.rows, self.releases, self.kinds = list(read(folder)), releases(folder), {}
        self.months, self.first, self.of_windows = collections.defaultdict(collections.Counter), {}, set()
        for month, cve, kb, product, *_ in self.rows:
            if product.startswith("Windows "):
                self.of_windows.add(cve)
            self.months[kb][month] += 1
            self.first[cve] = min(month, self.first.get(cve, month))

    def kind(self, build, is_server, arch):
        key = build, is_server, arch
        if key in self.kinds:
            return self.kinds[key]
        fixes, parts = collections.defaultdict(list), collections.defaultdict(list)
        ubrs, replaced, cumulative = {}, collections.defaultdict(set), set()
        memo = {}
        for month, cve, kb, product, fixed, old, subtype in self.rows:
            what = memo.setdefault(product, is_of(product, build, is_server, arch))
            if what is None:
                continue
            version = fixed.split(".")
            of_line = len(version) == 4 and version[3].isdigit() and version[2].isdigit() and self.line(int(version[2])) == self.line(build)
            ubr = int(version[3]) if of_line else None
            (fixes if what == "own" else parts)[cve].append((month, kb, ubr, subtype, product))
            if kb and what == "own":
                replaced[kb].update(old)
                if subtype == "Monthly Rollup" or (build >= 10240 and subtype in ("", "Security Update")):
                    cumulative.add(kb)
                if ubr and subtype != "Security Only":
                    ubrs[kb] = min(ubr, ubrs.get(kb, ubr))
        # Browsers of Windows that its own package mends count with it.
        for cve, rows in parts.items():
            own = [row for row in rows if row[4].startswith(BROWSERS) and build >= 10240 and row[1] in replaced]
            if own:
                fixes[cve].extend(own)
        for (of, kb), ubr in self.releases.items():
            if self.line(of) == self.line(build):
                ubrs[kb] = ubr
                cumulative.add(kb)
        self.drop_misprints(ubrs)
        self.kinds[key] = fixes, parts, ubrs, replaced, cumulative
        return self.kinds[key]

    def drop_misprints(self, ubrs):
        """A higher build never came in an earlier month: takes out what contradicts most others, until nothing does."""
        against = {kb: set() for kb in ubrs}
        when = {kb: self.month(kb, "") for kb in ubrs}
        for a, b in itertools.combinations(ubrs, 2):
            if when[a] and when[b] and (when[a] < when[b] and ubrs[a] > ubrs[b] or when[b] < when[a] and ubrs[b] > ubrs[a]):
                against[a].add(b)
                against[b].add(a)
        while against and max(map(len, against.values())):
            worst = max(against, key=lambda kb: len(against[kb]))
            for kb in against.pop(worst):
                against[kb].discard(worst)
            del ubrs[worst]

    @staticmethod
    def line(build):
        return SAME.get(build, build)

    def says(self, build, is_server, arch, installed, cve):
        """("closed" | "open" | "cannot tell" | "not named", why) for a weakness of Windows itself."""
        fixes, parts, ubrs, replaced, cumulative = self.kind(build, is_server, arch)
        rows = fixes.get(cve)
        if not rows:
            return "not named", "part" if cve in parts else "no document at hand names it for this product"
        # Mended twice: what the last update mends counts.
        when = {kb: self.month(kb, month) for month, kb, *_ in rows}
        last = max(when.values())
        rows = [r for r in rows if when[r[1]] == last]
        if any(kb and kb in installed for _, kb, *_ in rows):
            return "closed", "an update that the document names is installed"
        have = [ubrs[kb] for kb in installed if kb in ubrs]
        need = [ubr for _, kb, ubr, kind, _ in rows if ubr and kind != "Security Only"] + [ubrs[kb] for _, kb, *_ in rows if kb in ubrs]
        if have and need and max(have) >= min(need):
            return "closed", "an installed update has the fixed build or a later one"
        held, todo = set(), list(installed)
        while todo:
            for old in replaced.get(todo.pop(), ()):
                if old not in held:
                    held.add(old)
                    todo.append(old)
        if any(kb in held for _, kb, *_ in rows):
            return "closed", "an installed update replaces one that the document names"
        if build < 10240 and installed and not any(kb in cumulative for kb in installed):
            return "open", "updates came one by one, and the list has none that mends it"
        level = max((self.month(kb, "") for kb in installed if kb in cumulative), default="")
        if level > last and any(kb in cumulative for _, kb, *_ in rows):
            return "closed", "a cumulative update of a later month is installed"
        if have and need:
            return "open", "the newest build that the list proves is below the fixed one"
        if level and level < last:
            return "open", "the newest cumulative update in the list is of an earlier month"
        if level:
            return "cannot tell", "a later update is installed, and no document says that it holds this one"
        return "cannot tell", "no update in the list is a cumulative one of Windows in any document"

    def month(self, kb, other):
        seen = self.months.get(kb) if kb else None
        return max(sorted(seen), key=seen.get) if seen else other
