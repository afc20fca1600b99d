"""A portal as others' programs meet it, while it runs: mail sent on over SMTP by aiosmtpd, kept and shown by Dovecot, read from there by the
portal, thanked and answered over SMTP again; and its pool of lures, read by taxii2-client and stix2.

usage: portal.py HOLDFAST OUTSIDE

HOLDFAST: the binary. OUTSIDE: the example of that name of holdfast-testkit, which makes a data folder with made-up people in it.
"""

import contextlib
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import stix2
import taxii2client.v21 as taxii
from mail_servers import PASSWORD, RECEIVER, MailServers, free_port, is_there, wait
from taxii2client.common import TokenAuth

SETTINGS = """
[server]
listen = "127.0.0.1:{port}"
data_dir = "{data}"
{mail}
"""

MAIL = """
[mail]
from = "Program <letters@program.example>"
[mail.smtp]
host = "127.0.0.1"
port = {smtp}
encryption = "none"

[[reported_mail.mailbox]]
host = "localhost"
port = {imaps}
username = "report"
password_file = "{folder}/password"
trusted_certificates = "{folder}/authority.pem"
address = "report@program.example"
receiving_server = "{receiver}"
every_seconds = 15

[[reported_mail.mailbox]]
host = "localhost"
port = {imap}
encryption = "starttls"
username = "phish"
password_file = "{folder}/password"
trusted_certificates = "{folder}/authority.pem"
hospital = "991301"
every_seconds = 15
"""

FORWARD = """From: {from_}\r
To: {to}\r
Subject: Fwd: odd\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=b\r
{head}\r
--b\r
Content-Type: text/plain\r
\r
Is this real?\r
--b\r
Content-Type: message/rfc822\r
\r
From: Payroll <payroll@evil-pay.com>\r
Subject: {subject}\r
Content-Type: text/html\r
\r
<a href="https://login.evil-pay.com/{subject}">Open</a>\r
--b--\r
"""


class Bearer(TokenAuth):
    """The library writes `Token`, as one server of old had it; RFC 6750 has `Bearer`."""

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self.key}"
        return request


class Problems:
    n = 0

    def check(self, is_so, what):
        print(f"{'sound' if is_so else 'NOT SO'}: {what}")
        self.n += not is_so


class Portal:
    """The portal, while it runs."""

    def __init__(self, binary, settings, port):
        self.command = [binary, "--config", str(settings)]
        self.base = f"http://localhost:{port}"
        self.process = None

    def __enter__(self):
        self.process = subprocess.Popen([*self.command, "serve"], stdout=subprocess.DEVNULL)
        try:
            # It listens before it has opened its database.
            wait(lambda: urllib.request.urlopen(self.base, timeout=5).status == 200, "the portal")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(40)

    def call(self, token, path, body=None):
        request = urllib.request.Request(self.base + path, headers={"Authorization": f"Bearer {token}"})
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


def forward(from_, to, subject, head=""):
    return FORWARD.format(from_=from_, to=to, subject=subject, head=head).encode()


def mail_round(portal, servers, told, problems):
    ivo, own = told["it"]["address"], told["address"]
    its = f"/api/v1/hospitals/{told['ccn']}/reported-mail"
    reports = lambda: portal.call(told["it"]["token"], its)["reports"]
    # Those of the pool were uploaded.
    subjects = lambda: {one["subject"]: one for one in reports() if one["came"] != "upload"}
    servers.send(ivo, own, forward(ivo, own, "by-code"))
    servers.send(ivo, "report@program.example", forward(ivo, "report@program.example", "by-sender"))
    servers.send("ann@home.example", own, forward("ann@home.example", own, "by-code-unknown"))
    servers.send(ivo, "phish@program.example", forward(ivo, "phish@program.example", "own-mailbox"))
    # What must not come in: a stranger, somebody who writes Ivo's address, and one who brings words of proof along.
    stranger = "stranger@evil-pay.com"
    servers.send(stranger, "report@program.example", forward(stranger, "report@program.example", "stranger"))
    proof = f"Authentication-Results: {RECEIVER}; dmarc=pass header.from=fixturememorial.example\r\n"
    forged = forward(ivo, "report@program.example", "forged", proof)
    servers.send(ivo, "report@program.example", forged, envelope_from=stranger)
    away = forward(ivo, own, "out-of-office", "Auto-Submitted: auto-replied\r\n")
    servers.send(ivo, own, away)

    wanted = {"by-code", "by-sender", "by-code-unknown", "own-mailbox"}
    wait(lambda: wanted <= set(subjects()), "the reports", 90)
    mailbox = lambda: portal.call(told["operator"]["token"], "/api/v1/office/run/mail")["mailboxes"]
    wait(lambda: sum(left["n"] for one in mailbox() for left in one["left"]) == 3, "what was not taken", 60)
    found = subjects()
    problems.check(set(found) == wanted, f"four mails sent on are four reports: {sorted(found)}")
    came = {subject: one["came"] for subject, one in found.items()}
    problems.check(
        came == {"by-code": "mail", "by-sender": "mail", "by-code-unknown": "mail", "own-mailbox": "mailbox"},
        "each says how it came",
    )
    for one in mailbox():
        why = sorted(left["why"] for left in one["left"])
        expect = [] if one["ccn"] else ["automatic", "not_proven", "unknown_sender"]
        problems.check(one["fault"] == "" and why == expect, f"{one['name']}: {why}")
    flags = {m.get_payload(1).get_payload(0)["Subject"]: flags for flags, m in servers.read("report")}
    for subject, is_taken in [("by-code", True), ("by-sender", True), ("stranger", False), ("forged", False)]:
        is_so = ("\\Seen" in flags[subject]) == is_taken and ("\\Flagged" in flags[subject]) != is_taken
        problems.check(is_so, f"Dovecot shows {subject} as {'read' if is_taken else 'flagged and not read'}")

    letters = lambda: [m for _, m in servers.read("ivo.it")]
    wait(lambda: len(letters()) >= 3, "thanks", 60)
    for one in found.values():
        portal.call(told["it"]["token"], f"{its}/{one['id']}/answer", {"said": "bad", "note": "Well seen."})
    wait(lambda: len(letters()) >= 6, "answers", 60)
    # Long enough for a letter too many.
    time.sleep(3)
    texts = [(m["Subject"], m.get_body(("plain",)).get_content()) for m in letters()]
    thanks = [text for subject, text in texts if subject == "We have the mail you reported"]
    answers = [text for subject, text in texts if subject == "About the mail you reported"]
    problems.check((len(thanks), len(answers)) == (3, 3), "a sender who is known is thanked and answered once for each")
    problems.check(all("/reported/" in text and "Gracias" in text for text in thanks), "thanks bring the link along")
    problems.check(all("Well seen." in text for text in answers), "answers bring IT's words along")
    problems.check(not any("evil-pay" in text for _, text in texts), "no letter carries the lure on")
    for user in ("ann", "stranger"):
        problems.check(servers.read(user) == [], f"nobody wrote to {user}")


def doctor(binary, settings, folder, problems):
    """The doctor signs in to Dovecot, and does not believe a certificate that nobody vouches for."""
    says = lambda: subprocess.run([binary, "--config", str(settings), "doctor"], capture_output=True, text=True).stdout
    lines = [line for line in says().splitlines() if " mailbox " in line]
    problems.check(len(lines) == 2 and all(line.startswith("well") for line in lines), f"the doctor is content: {lines}")
    text = settings.read_text()
    for name, changed, word in [
        ("a certificate of nobody known", text.replace(f'trusted_certificates = "{folder}/authority.pem"\n', ""), "private"),
        ("a wrong password", text.replace("/password", "/wrong"), "did not sign us in"),
        ("no such folder", text.replace('username = "report"', 'username = "report"\nfolder = "Phish"'), "no such folder"),
    ]:
        (folder / "wrong").write_text("guessed\n")
        (folder / "wrong").chmod(0o600)
        settings.write_text(changed)
        lines = [line for line in says().splitlines() if " mailbox " in line]
        problems.check(any(l.startswith("PROBLEM") and word in l for l in lines), f"the doctor sees {name}: {lines}")
    settings.write_text(text)


def pool(portal, told, problems):
    server = taxii.Server(f"{portal.base}/taxii2/", auth=Bearer(told["it"]["token"]))
    root = server.api_roots[0]
    collection = root.collections[0]
    problems.check(server.default is not None and root.versions == ["application/taxii+json;version=2.1"], "discovery")
    problems.check(collection.can_read and not collection.can_write, f"one collection, to read: {collection.title}")
    whole = list(collection.get_objects().get("objects", []))
    paged, n_pages = [], 0
    for page in taxii.as_pages(collection.get_objects, per_request=3):
        paged += page.get("objects", [])
        n_pages += 1
    ids = lambda objects: [(one["id"], one.get("modified")) for one in objects]
    problems.check(ids(whole) == ids(paged) and n_pages > 1, f"{len(whole)} objects, the same in {n_pages} pages")
    parsed = [stix2.parse(one, allow_custom=False) for one in whole]
    kinds = sorted({one.type for one in parsed})
    problems.check({"indicator", "sighting", "identity"} <= set(kinds), f"stix2 reads each of them: {kinds}")
    patterns = " ".join(one.pattern for one in parsed if one.type == "indicator")
    for domain in told["bad_domains"]:
        problems.check(domain in patterns, f"{domain} is in a pattern")
    text = json.dumps(whole).lower()
    problems.check(told["ccn"] not in text and "fixture" not in text and "beacon" not in text, "it names no hospital")
    manifest = collection.get_manifest()["objects"]
    problems.check(sorted({m["id"] for m in manifest}) == sorted({one["id"] for one in whole}), "the manifest names each")
    last = max(m["date_added"] for m in manifest)
    problems.check(not collection.get_objects(added_after=last).get("objects"), "nothing is newer than the newest")
    only = collection.get_objects(type="sighting")["objects"]
    problems.check(only and {one["type"] for one in only} == {"sighting"}, "one type is asked for alone")
    one = collection.get_object(whole[0]["id"])["objects"]
    problems.check(one[0]["id"] == whole[0]["id"], "one object is asked for alone")
    try:
        urllib.request.urlopen(f"{portal.base}/taxii2/", timeout=30)
        problems.check(False, "a stranger reads nothing")
    except urllib.error.HTTPError as refused:
        problems.check(refused.code == 401, "a stranger reads nothing")


def main(binary, outside):
    problems = Problems()
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="holdfast-outside-")))
        port, mail = free_port(), ""
        servers = None
        if is_there():
            servers = MailServers(folder / "servers", ["report", "phish", "ivo.it", "ann", "stranger"])
            stack.enter_context(servers)
            (servers.folder / "password").write_text(PASSWORD + "\n")
            (servers.folder / "password").chmod(0o600)
            mail = MAIL.format(
                smtp=servers.smtp, imaps=servers.imaps, imap=servers.imap, folder=servers.folder, receiver=RECEIVER
            )
        else:
            print("left out: mailboxes, for Dovecot is not here (Debian: dovecot-imapd and dovecot-lmtpd)")
            mail = '[[reported_mail.mailbox]]\nhost = "localhost"\nusername = "report"\npassword_file = "/nowhere"\n'
            mail += 'address = "report@program.example"\nevery_seconds = 86400\n'
        settings = folder / "holdfast.toml"
        data = folder / "data"
        data.mkdir(mode=0o700)
        settings.write_text(SETTINGS.format(port=port, data=data, mail=mail))
        made = subprocess.run([outside, str(settings)], stdout=subprocess.PIPE, text=True, check=True)
        told = json.loads(made.stdout.splitlines()[-1])
        with Portal(binary, settings, port) as portal:
            pool(portal, told, problems)
            if servers is not None:
                mail_round(portal, servers, told, problems)
        if servers is not None:
            doctor(binary, settings, servers.folder, problems)
    return problems.n


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:]) else 0)
