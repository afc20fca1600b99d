"""Reads badges with openbadgeslib, which verifies Open Badges 3.0 and lists of badges taken back, with PyJWT by the set of keys, and holds
them against the schemas of 1EdTech.

usage: badges.py FOLDER SOURCE.tar.gz

SOURCE.tar.gz is openbadgeslib's own source, which brings the schemas along. A check that cannot fail checks nothing, so badges that were
changed, ran out, were taken back or were signed by somebody else must each be refused. Nothing is fetched: what a badge names is read from
the folder.
"""

import base64
import json
import pathlib
import struct
import sys
import tarfile
import zlib

import jsonschema
import jwt
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from openbadgeslib.ob3.did import resolve_did
from openbadgeslib.util import hash_email

HOST = "https://portal.example"
ADDRESS = "ann@fixture.example"
SCHEMAS = "tests/fixtures/ob_schemas/ob_v3p0_{}_schema.json"

problems = []


def check(what, holds):
    """Counts what does not hold."""
    if not holds:
        problems.append(what)
        print(f"badges: {what}: not so")


def schema(source, name):
    with tarfile.open(source) as packed:
        found = next(m for m in packed.getmembers() if m.name.endswith(SCHEMAS.format(name)))
        return jsonschema.Draft201909Validator(json.load(packed.extractfile(found)))


def part(token, n):
    text = token.split(".")[n]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def changed(token):
    """The token with another name of the badge in it, and its signature as it was."""
    head, _, signature = token.split(".")
    content = part(token, 1)
    content["credentialSubject"]["achievement"]["name"] = "Chief of Everything"
    text = base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()
    return f"{head}.{text}.{signature}"


def is_picture(png):
    """Whether every chunk of a PNG is whole and its points are as many as it says."""
    at, points, size = 8, b"", (0, 0)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if zlib.crc32(kind + data) != struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0]:
            return False
        if kind == b"IHDR":
            size = struct.unpack(">II", data[:8])
        if kind == b"IDAT":
            points += data
        at += 12 + length
    return len(zlib.decompress(points)) == size[1] * (1 + 3 * size[0])


def main(folder, source):
    folder = pathlib.Path(folder)

    def text(name):
        return (folder / name).read_text(encoding="utf-8")

    def reader(status):
        """Reads an address from the folder, with one of the lists of badges taken back."""
        files = {
            f"{HOST}/badges/status/0": status,
            f"{HOST}/badges/keys.json": "keys.json",
            f"{HOST}/.well-known/did.json": "did.json",
        }
        return lambda url: (folder / files[url]).read_bytes()

    pem = resolve_did("did:web:portal.example", download=reader("status.jwt"))
    verifier = OB3Verifier(pubkey_pem=pem)

    def refused(token, status="status.jwt"):
        try:
            verifier.verify(token, check_status=True, download=reader(status))
        except OB3VerificationError as error:
            return str(error)
        return None

    whole = schema(source, "achievementcredential")
    keys = jwt.PyJWKSet.from_json(text("keys.json"))
    for name in ["good.jwt", "good-spanish-no-mail.jwt"]:
        token = text(name)
        check(f"{name} verified by openbadgeslib ({refused(token)})", refused(token) is None)
        faults = [error.message for error in whole.iter_errors(part(token, 1))]
        check(f"{name} fits the schema of 1EdTech {faults}", not faults)
        head = part(token, 0)
        named = head["kid"].removeprefix(f"{HOST}/badges/keys/").removesuffix(".json")
        content = jwt.decode(token, keys[named].key, algorithms=["ES256"])
        check(f"{name} read by PyJWT", content["jti"] == content["id"])
        check(f"{name} has a plain head", sorted(head) == ["alg", "kid", "typ"])
    check("the one key alone is the one in the set", json.loads(text("key.json")) == json.loads(text("keys.json"))["keys"][0])
    check("no private half is anywhere", '"d"' not in text("keys.json") + text("did.json") + text("key.json"))
    check("two keys stand in the set", len(keys.keys) == 2)

    token = text("good.jwt")
    identity = part(token, 1)["credentialSubject"]["identifier"][0]
    digest = "sha256$" + hash_email(ADDRESS, identity["salt"]).decode()
    check("the person is known by their address", identity["identityHash"] == digest)
    check("the address itself is not in it", ADDRESS not in json.dumps(part(token, 1)))
    png = (folder / "good.png").read_bytes()
    check("the PNG carries the token", OB3Verifier.extract_token_from_png(png) == token)
    check("the PNG is a whole picture", is_picture(png))
    svg = (folder / "good.svg").read_bytes()
    check("the SVG carries the token", OB3Verifier.extract_token_from_svg(svg) == token)
    faults = [error.message for error in schema(source, "profile").iter_errors(json.loads(text("issuer.json")))]
    check(f"the issuer fits the schema of 1EdTech {faults}", not faults)

    for what, token, status, says in [
        ("ran out", text("bad-expired.jwt"), "status.jwt", "expired"),
        ("taken back", text("bad-taken-back.jwt"), "status.jwt", "revocation"),
        ("signed by another key", text("bad-other-key.jwt"), "status.jwt", "signature"),
        ("changed", changed(token), "status.jwt", "signature"),
        ("looked up in an old list", token, "bad-status-old.jwt", "expired"),
        ("looked up in a list of somebody else", token, "bad-status-other-key.jwt", "signature"),
    ]:
        why = refused(token, status)
        check(f"a badge that was {what} is refused for it ({why})", why is not None and says in why.lower())
    broken = part(text("good.jwt"), 1)
    broken["credentialSubject"]["achievement"].pop("criteria")
    check("a badge without its rule does not fit the schema", any(whole.iter_errors(broken)))
    if not problems:
        print(f"{folder}: badges verified, and six that must not hold were refused")
    return len(problems)


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:]) else 0)
