"""Reads OSCAL documents with compliance-trestle, which refuses what the official schema refuses.

usage: check.py RESULTS.json POAM.json

A check that cannot fail checks nothing, so each document is also broken in several ways, and each must be refused.
"""

import copy
import json
import sys

from trestle.oscal.assessment_results import AssessmentResults
from trestle.oscal.poam import PlanOfActionAndMilestones

KINDS = [
    ("assessment-results", AssessmentResults),
    ("plan-of-action-and-milestones", PlanOfActionAndMilestones),
]


def read(kind, value):
    """The document as a value, or an exception that says what is wrong."""
    return kind.parse_obj(value)


def breaks(value):
    """The document, broken in one way at a time."""
    for name, change in [
        ("no uuid", lambda v: v.pop("uuid")),
        ("a uuid that is none", lambda v: v.update(uuid="7")),
        ("a key nobody knows", lambda v: v.update(colour="red")),
        ("no metadata", lambda v: v.pop("metadata")),
        ("a moment that is none", lambda v: v["metadata"].update({"last-modified": "soon"})),
        ("metadata without a title", lambda v: v["metadata"].pop("title")),
        ("a resource without a uuid", lambda v: v["back-matter"]["resources"][0].pop("uuid")),
    ]:
        broken = copy.deepcopy(value)
        change(broken)
        yield name, broken


def main(files):
    problems = 0
    for file, (root, kind) in zip(files, KINDS, strict=True):
        with open(file, encoding="utf-8") as text:
            document = json.load(text)
        if list(document) != [root]:
            print(f"{file}: the only key must be {root}")
            problems += 1
            continue
        try:
            read(kind, document[root])
            print(f"{file}: sound")
        except Exception as error:
            print(f"{file}: refused\n{error}")
            problems += 1
            continue
        for name, broken in breaks(document[root]):
            try:
                read(kind, broken)
                print(f"{file}: broken by {name}, and taken all the same")
                problems += 1
            except Exception:
                pass
    return problems


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
