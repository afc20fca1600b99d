"""Reads STIX bundles with stix2-validator, which holds them against the schemas of OASIS.

usage: stix.py BUNDLE.json ...

A check that cannot fail checks nothing, so each bundle is also broken in several ways, and each must be refused.
"""

import copy
import json
import sys

from stix2validator import ValidationOptions, validate_instance

# Every object is held against the musts of the specification. Of the shoulds one is left out: the validator asks that ids of
# observed things follow from their content, which a case's do, by a namespace of its own.
OPTIONS = ValidationOptions(version="2.1", strict=False)


def errors(bundle):
    """What the validator says against the bundle."""
    found = []
    for one in [bundle, *bundle.get("objects", [])]:
        result = validate_instance(copy.deepcopy(one), OPTIONS)
        found += [str(error) for error in getattr(result, "errors", [])]
    return found


def first(bundle, kind):
    return next(o for o in bundle["objects"] if o["type"] == kind)


def breaks(bundle):
    """The bundle, broken in one way at a time."""
    for name, change in [
        ("an id that is none", lambda b: b.update(id="7")),
        ("no name of who wrote it", lambda b: first(b, "identity").pop("name")),
        ("a pattern that is none", lambda b: first(b, "indicator").pop("pattern")),
        ("a moment that is none", lambda b: first(b, "report").update(published="soon")),
        ("a report about nothing", lambda b: first(b, "report").pop("object_refs")),
        ("a sighting of nothing", lambda b: first(b, "sighting").pop("sighting_of_ref")),
        ("a reference that is none", lambda b: first(b, "relationship").update(target_ref="there")),
    ]:
        broken = copy.deepcopy(bundle)
        try:
            change(broken)
        except StopIteration:
            # Nothing of that kind is in this bundle: a pool of lures has no report.
            continue
        yield name, broken


def main(files):
    problems = 0
    for file in files:
        with open(file, encoding="utf-8") as text:
            bundle = json.load(text)
        found = errors(bundle)
        for error in found:
            print(f"{file}: {error}")
        problems += len(found)
        if found:
            continue
        print(f"{file}: sound, {len(bundle['objects'])} objects")
        for name, broken in breaks(bundle):
            if not errors(broken):
                print(f"{file}: broken by {name}, and taken all the same")
                problems += 1
    return problems


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
