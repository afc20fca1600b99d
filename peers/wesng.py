"""Our answers beside those of WES-NG on the same machines: every difference sorted, with counts.

  python3 -m venv /tmp/wes && /tmp/wes/bin/pip install wesng
  cargo build --release --manifest-path peers/Cargo.toml --example devices
  /tmp/wes/bin/python peers/wesng.py ANSWERING_PROGRAM DEFINITIONS.zip FOLDER_OF_SYSTEMINFO

Both are told the same: what `systeminfo` says of version, build and installed updates. It says no fourth part of the
version, so what is installed comes from the list of updates alone.
"""
import collections
import glob
import json
import os
import subprocess
import sys
import time

import wes

PROGRAM, DEFINITIONS, FOLDER = sys.argv[1:4]
KERNELS = [(10240, "10.0"), (9600, "6.3"), (9200, "6.2"), (7600, "6.1"), (6000, "6.0"), (3790, "5.2"), (0, "5.1")]


def facts(product, build, arch, hotfixes):
    kernel = next(k for least, k in KERNELS if build >= least)
    arch = {"x64-based": "x64", "32-bit": "x86", "X86-based": "x86", "ARM64-based": "arm64"}.get(arch, "x64")
    system = {"family": "windows", "name": product, "version": f"{kernel}.{build}", "arch": arch}
    updates = [{"id": f"KB{kb}"} for kb in hotfixes]
    return {"os": {"is": system}, "updates": {"is": updates}}


hosts = []
for path in sorted(glob.glob(os.path.join(FOLDER, "*systeminfo*.txt"))):
    try:
        product, win, build, version, arch, hotfixes = wes.determine_product(open(path, "rb").read())
        hosts.append((os.path.basename(path), product, int(build), arch, hotfixes))
    except Exception as error:
        print("not read by WES-NG:", os.path.basename(path), error)

begun = time.time()
cves, date = wes.load_definitions(DEFINITIONS)
loaded = time.time()
theirs = {}
for host, product, build, arch, hotfixes in hosts:
    try:
        _, found = wes.determine_missing_patches(product, cves, list(hotfixes))
    except Exception as error:
        print("not answered by WES-NG:", host, error)
        continue
    theirs[host] = (product, found)
asked = time.time()

lines = "\n".join(json.dumps({"host": h, "facts": facts(p, b, a, k)}) for h, p, b, a, k in hosts)
answered = subprocess.run([PROGRAM, "2026-06-28"], input=lines, capture_output=True, text=True, check=True)
ours = {answer["host"]: answer for answer in map(json.loads, answered.stdout.splitlines())}

everything = collections.defaultdict(set)  # product and weakness -> updates, as WES-NG has them
for row in cves:
    everything[row["AffectedProduct"], row["CVE"]].add(row["BulletinKB"])
count, examples = collections.Counter(), {}


def note(kind, host, cve):
    count[kind] += 1
    examples.setdefault(kind, []).append(f"{cve} on {host}")


NEWER = "theirs wrong: left out since a newer update, not installed either, replaces the one that closes it"
n_both = 0
for host, product, build, arch, hotfixes in hosts:
    if host not in theirs:
        continue
    open_, known = set(ours[host]["cves"]), set(ours[host]["known"])
    doubted = sum(n for _, n in ours[host]["cannot_tell"])
    rows = collections.defaultdict(list)
    for row in theirs[host][1]:
        if row["CVE"].startswith("CVE-"):
            rows[row["CVE"]].append(row)
    n_both += len(open_ & set(rows))
    for cve in sorted(set(rows) - open_):
        own = [r for r in rows[cve] if r["AffectedProduct"].startswith(product)]
        if not own:
            note("cannot tell: a part with a name of its own, such as a browser or .NET", host, cve)
        elif cve in known and not doubted:
            installed = [r for r in own if r["BulletinKB"] in hotfixes]
            if all(not r["BulletinKB"] for r in own):
                note("theirs wrong: an entry without an update, closed by one that is installed", host, cve)
            elif installed:
                note("theirs wrong: the very update is installed", host, cve)
            else:
                note("theirs wrong: a later update that holds it is installed", host, cve)
        elif cve in known:
            note("cannot tell: how far the updates reach is not in the list", host, cve)
        elif int(min(r["DatePosted"] for r in own)) < 20160401:
            note("cannot tell: older than our tables", host, cve)
        elif all(not r["BulletinKB"] for r in own):
            note("cannot tell: an entry without an update, of a product in no document", host, cve)
        else:
            note("ours wrong: not in our tables", host, cve)
    for cve in sorted(open_ - set(rows)):
        kbs = everything.get((product, cve))
        if kbs is None:
            note("theirs wrong: they do not have it for this product", host, cve)
        else:
            kind = "ours wrong: the update is installed" if kbs & set(hotfixes) else NEWER
            note(kind, host, cve)

print(f"{len(theirs)} machines; definitions of {date}; both say open: {n_both}")
for kind, n in sorted(count.items(), key=lambda item: -item[1]):
    print(f"{n:7}  {kind}; as {', '.join(examples[kind][:2])}")
print(f"WES-NG: {loaded - begun:.1f} s to load, {len(theirs) / (asked - loaded):.2f} machines a second")
print(answered.stderr.strip())
for host in sorted(ours):
    print(host, "|", ours[host]["support"], "|", ours[host]["receiving"], "|", "; ".join(ours[host]["lines"][:2]), "|", ours[host]["cannot_tell"], file=sys.stderr)
