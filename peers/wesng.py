"""Our answers beside those of WES-NG on the same machines: every difference in a class of its own, with counts, and how fast.

  python3 -m venv /tmp/wes && /tmp/wes/bin/pip install wesng chardet
  cargo build --release --manifest-path peers/Cargo.toml --example devices
  /tmp/wes/bin/python peers/wesng.py ANSWERING_PROGRAM DEFINITIONS.zip FOLDER_OF_SYSTEMINFO FOLDER_OF_DOCUMENTS [EVERY_DIFFERENCE.csv]

Both are told the same: what `systeminfo` says of version, build and installed updates. It says no fourth part of the
version, so what is installed comes from the list of updates alone. Where they differ, `msrc.py` decides by Microsoft's
documents. WES-NG follows its chains of updates for every machine anew, which takes minutes. Times are of the processor, so that
other work on the machine does not count.
"""
import collections
import csv
import glob
import json
import os
import re
import resource
import subprocess
import sys
import time

import msrc
import wes

PROGRAM, DEFINITIONS, FOLDER, DOCUMENTS = sys.argv[1:5]
AS_OF = "2026-06-28"
# Ours begin with the first, their definitions end with the second; both hold weaknesses of these months and between.
SPAN = "2016-04", "2026-06"
# Months whose document in the data set is an early, incomplete state of it.
PARTIAL = {"2024-11", "2025-01", "2025-03", "2025-04", "2025-05", "2025-08", "2025-10", "2026-04", "2026-06"}
KERNELS = [(10240, "10.0"), (9600, "6.3"), (9200, "6.2"), (7600, "6.1"), (6000, "6.0"), (3790, "5.2"), (0, "5.1")]
ARCHS = {"x64-based": "x64", "32-bit": "x86", "X86-based": "x86", "X86": "x86", "ARM64-based": "arm64", "ARM64": "arm64"}


def facts(product, build, arch, hotfixes):
    kernel = next(k for least, k in KERNELS if build >= least)
    system = {"family": "windows", "name": product, "version": f"{kernel}.{build}", "arch": ARCHS.get(arch, "x64")}
    updates = [{"id": f"KB{kb}"} for kb in hotfixes]
    return {"os": {"is": system}, "updates": {"is": updates}}


def read_hosts():
    for path in sorted(glob.glob(os.path.join(FOLDER, "*systeminfo*.txt"))):
        name = os.path.basename(path)
        try:
            product, _, build, _, arch, hotfixes = wes.determine_product(open(path, "rb").read())
            yield name, product, int(build), arch, hotfixes
        except Exception as error:
            print("not read by WES-NG:", name, "|", str(error).splitlines()[0])


def ask_theirs(hosts, cves):
    """The rows WES-NG lists for each machine, and the seconds of processor it took."""
    begun, theirs = time.process_time(), {}
    for host, product, _, _, hotfixes in hosts:
        _, found = wes.determine_missing_patches(product, cves, list(hotfixes))
        theirs[host] = [row for row in found if row["CVE"].startswith("CVE-")]
    return theirs, time.process_time() - begun


def ask_ours(hosts, *more):
    """Our answers, the seconds of one machine within, and the seconds of processor of the whole program with its tables."""
    lines = "\n".join(json.dumps({"host": h, "facts": facts(p, b, a, k)}) for h, p, b, a, k in hosts)
    begun = used_by_children()
    answered = subprocess.run([PROGRAM, AS_OF, *more], input=lines, capture_output=True, text=True, check=True)
    took = used_by_children() - begun
    *answers, last = map(json.loads, answered.stdout.splitlines())
    return {answer["host"]: answer for answer in answers}, last["seconds_each"], took


def used_by_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def month_posted(row):
    return f"{row['DatePosted'][:4]}-{row['DatePosted'][4:6]}"


def month_of(cve, judge, posted):
    """The month a weakness was first published in, by the documents or else by WES-NG's day."""
    return min(judge.first.get(cve, "9999"), posted.get(cve, "9999"))


def classify(listed, ours, judged, rows, product, in_definitions, month, is_known):
    """One difference to its class. `listed`: WES-NG says open; `ours`: open, closed, in doubt or "" for not in our tables."""
    said, why = judged
    own = [row for row in rows if row["AffectedProduct"].startswith(product)]
    if said == "not named":
        if not listed:
            return f"ours wrong: called {ours}, though no document names it for this product"
        if why == "part" or not own:
            return f"cannot tell: a part with a name of its own, which the report does not show ({part_of(rows)})"
        if PARTIAL & {month, *(month_posted(row) for row in own)}:
            return "ours wrong: not in our tables, for of its month an early and incomplete document is at hand"
        if is_known:
            return "theirs wrong: Microsoft's document names it for other Windows and not for this one"
        named = "names an update" if any(row["BulletinKB"] for row in own) else "names no update"
        return f"cannot tell: {why}, and their entry {named}"
    if not ours:
        if said == "closed":
            return "theirs wrong, and not in our tables: " + why
        return "ours wrong: not in our tables"
    if said == "cannot tell":
        mine = {"open": "we say open", "closed": "we say closed", "in doubt": "we say so"}[ours]
        return f"cannot tell: {why}; {mine}, they {'list it' if listed else 'do not list it'}"
    if ours == "in doubt":
        return f"ours wrong: left in doubt, and {said}: {why}"
    if ours != said:
        return f"ours wrong: called {ours}, and {said}: {why}"
    if said == "closed":
        if rows and not any(row["BulletinKB"] for row in rows):
            return "theirs wrong: an entry that names no update is always listed; " + why
        return "theirs wrong: listed, and closed: " + why
    if in_definitions:
        return "theirs wrong: not listed, for a newer update that is not installed either replaces the one that mends it; " + why
    return "theirs wrong: not in their definitions under the name they look for; " + why


def part_of(rows):
    name = rows[0]["AffectedProduct"] if rows else ""
    for part in ("Internet Explorer", "Edge", ".NET", "Flash", "Office", "ChakraCore", "Silverlight", "Defender", "Remote Desktop"):
        if part in name:
            return part
    return "other" if name else "in documents alone"


def main():
    hosts = list(read_hosts())
    begun = time.process_time()
    cves, date = wes.load_definitions(DEFINITIONS)
    loading = time.process_time() - begun
    theirs, asking = ask_theirs(hosts, cves)
    ours, _, whole = ask_ours(hosts)
    _, each, _ = ask_ours(hosts, "--times", "200")
    judge = msrc.Judge(DOCUMENTS)
    posted, has = {}, collections.defaultdict(set)
    for row in cves:
        posted[row["CVE"]] = min(month_posted(row), posted.get(row["CVE"], "9999"))
        has[row["CVE"]].add(row["AffectedProduct"])

    counts, agreed, all_differences = collections.Counter(), collections.Counter(), []
    for host, product, build, arch, hotfixes in hosts:
        answer = ours[host]
        state = {cve: word for word in ("open", "closed") for cve in answer[word]}
        state |= dict.fromkeys(answer["in_doubt"], "in doubt")
        rows = collections.defaultdict(list)
        for row in theirs[host]:
            rows[row["CVE"]].append(row)
        for cve in sorted(set(rows) | set(state)):
            listed, mine = cve in rows, state.get(cve, "")
            if (listed, mine) in ((True, "open"), (False, "closed")):
                agreed[mine] += 1
                continue
            month = month_of(cve, judge, posted)
            if month < SPAN[0]:
                kind = "not compared: published before our tables begin"
            elif month > SPAN[1]:
                kind = "not compared: published after their definitions"
            else:
                judged = judge.says(build, "Server" in product, ARCHS.get(arch, "x64"), set(hotfixes), cve)
                in_definitions = any(product in name for name in has.get(cve, ()))
                kind = classify(listed, mine, judged, rows[cve], product, in_definitions, month, cve in judge.of_windows)
            counts[kind] += 1
            kbs = " ".join(sorted({row["BulletinKB"] for row in rows[cve]}))
            all_differences.append((kind, host, cve, month, mine, kbs, product))
    report(hosts, date, counts, agreed)
    print(f"by group: {dict(collections.Counter({g: sum(n for k, n in counts.items() if re.match(g, k)) for g in ('ours wrong', 'theirs wrong', 'cannot tell', 'not compared')}))}")
    n = len(hosts)
    rates = 1 / each, n / asking, n / whole, n / (loading + asking)
    print(
        f"hosts a second on the same {n}: matching alone ours {rates[0]:.0f}, WES-NG {rates[1]:.2f}, ratio {rates[0] / rates[1]:.0f};"
        f" with loading ours {rates[2]:.1f}, WES-NG {rates[3]:.2f}, ratio {rates[2] / rates[3]:.0f}"
        f" (ours {whole:.2f} s in all; WES-NG {loading:.1f} s to load, {asking:.1f} s to match)"
    )
    if len(sys.argv) > 5:
        with open(sys.argv[5], "w", newline="") as file:
            csv.writer(file).writerows(all_differences)


def report(hosts, date, counts, agreed):
    n = sum(counts.values())
    print(f"{len(hosts)} machines; definitions of {date}; both say open: {agreed['open']}, both closed: {agreed['closed']}, differ: {n}")
    for kind, n in sorted(counts.items(), key=lambda item: (item[0].split(":")[0], -item[1])):
        print(f"{n:7}  {kind}")


if __name__ == "__main__":
    main()
