"""Reads OCSF events, one a line, with py-ocsf-models.

usage: ocsf.py EVENTS.jsonl ...

A check that cannot fail checks nothing, so the first event is also broken in several ways, and each must be refused. The models
pass over keys they do not know, so every key of ours is looked for in what they read.
"""

import copy
import json
import sys

from py_ocsf_models.events.findings.detection_finding import DetectionFinding

# What the profile `host`, which our events name, adds to a class. The models know classes without profiles.
HOST_PROFILE = {"device", "actor"}


def known(value):
    """The event as the models read it."""
    return DetectionFinding.model_validate(value)


def strangers(value):
    """Keys of the event that the class does not have."""
    return sorted(set(value) - set(DetectionFinding.model_fields) - HOST_PROFILE)


def breaks(value):
    """The event, broken in one way at a time."""
    for name, change in [
        ("a class that is none", lambda v: v.update(class_uid="soon")),
        ("a type of another class", lambda v: v.update(type_uid="soon")),
        ("no time", lambda v: v.pop("time")),
        ("no metadata", lambda v: v.pop("metadata")),
        ("no finding", lambda v: v.pop("finding_info")),
        ("a finding without an id", lambda v: v["finding_info"].pop("uid")),
        ("a severity nobody knows", lambda v: v.update(severity_id=42)),
        ("a status nobody knows", lambda v: v.update(status_id=42)),
    ]:
        broken = copy.deepcopy(value)
        change(broken)
        yield name, broken


def main(files):
    problems = 0
    for file in files:
        with open(file, encoding="utf-8") as text:
            events = [json.loads(line) for line in text]
        if not events:
            print(f"{file}: no event")
            problems += 1
        for n, event in enumerate(events, 1):
            try:
                known(event)
            except Exception as error:
                print(f"{file}, line {n}: refused\n{error}")
                problems += 1
            for key in strangers(event):
                print(f"{file}, line {n}: the class has no `{key}`")
                problems += 1
        if problems:
            continue
        print(f"{file}: sound, {len(events)} events")
        for name, broken in breaks(events[0]):
            try:
                known(broken)
                print(f"{file}: broken by {name}, and taken all the same")
                problems += 1
            except Exception:
                pass
    return problems


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
