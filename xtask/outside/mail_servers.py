"""Mail servers of other people on this machine, for the time of one check: Dovecot keeps and shows mail (LMTP in, IMAP out), aiosmtpd takes
it from whoever sends (SMTP). Each has ports of its own and lies in a folder of its own; nothing of the machine's own mail is touched.
"""

import datetime
import email
import email.policy
import email.utils
import imaplib
import os
import pathlib
import pwd
import shutil
import smtplib
import socket
import ssl
import subprocess
import time

from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

# How the server that receives mail calls itself, and the only domain it has mailboxes of.
RECEIVER = "mx.program.example"
PASSWORD = 'correct "horse" battery'

DOVECOT = """
base_dir = {run}/base
state_dir = {run}/state
log_path = {run}/dovecot.log
protocols = imap lmtp
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
disable_plaintext_auth = yes
auth_username_format = %n
recipient_delimiter = +
mail_location = maildir:{folder}/mail/%n
mail_uid = {mail_user}
mail_gid = {mail_group}
first_valid_uid = 1
first_valid_gid = 0
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
passdb {{
  driver = passwd-file
  args = username_format=%n {folder}/users
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={folder}/mail/%n allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
protocol lmtp {{
  lmtp_save_to_detail_mailbox = no
  lmtp_hdr_delivery_address = original
  auth_username_format = %n
}}
"""


def is_there():
    """Whether this machine has Dovecot with what is needed of it."""
    return find() is not None and pathlib.Path("/usr/lib/dovecot/lmtp").exists()


def find():
    return shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def certificates(folder):
    """An authority of our own, and a certificate of `localhost` from it."""
    name = lambda text: x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])
    now = datetime.datetime.now(datetime.timezone.utc)

    def made(subject, issuer, public, signs, is_authority):
        builder = (
            x509.CertificateBuilder()
            .subject_name(name(subject))
            .issuer_name(name(issuer))
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if not is_authority:
            builder = builder.add_extension(
                x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False
            )
        return builder.sign(signs, hashes.SHA256())

    authority, server = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    pem = serialization.Encoding.PEM
    ours = made("Made-up authority", "Made-up authority", authority.public_key(), authority, True)
    theirs = made("localhost", "Made-up authority", server.public_key(), authority, False)
    (folder / "authority.pem").write_bytes(ours.public_bytes(pem))
    (folder / "server.pem").write_bytes(theirs.public_bytes(pem))
    (folder / "server.key").write_bytes(
        server.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


class Receiver:
    """What a mail server at the border does: takes off words of its own name that a mail brings along, and says its own."""

    def __init__(self, lmtp):
        self.lmtp = lmtp

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.original_content)
        forged = [v for v in message.get_all("Authentication-Results", []) if not v.startswith(RECEIVER)]
        del message["Authentication-Results"]
        for value in forged:
            message["Authentication-Results"] = value
        # Instead of asking the DNS of made-up domains: who names the same sender on the envelope passes.
        from_ = email.utils.parseaddr(message.get("From", ""))[1]
        verdict = "pass" if from_ and from_ == envelope.mail_from else "fail"
        head = f"Authentication-Results: {RECEIVER}; dmarc={verdict} header.from={from_}\r\n"
        content = head.encode() + message.as_bytes(policy=email.policy.SMTP)
        with smtplib.LMTP("127.0.0.1", self.lmtp) as lmtp:
            lmtp.sendmail(envelope.mail_from or "", envelope.rcpt_tos, content)
        return "250 taken"


class MailServers:
    """Both servers, while they run."""

    def __init__(self, folder, users):
        self.folder = pathlib.Path(folder)
        (self.folder / "mail").mkdir(parents=True)
        run = self.folder / "run"
        run.mkdir()
        certificates(self.folder)
        (self.folder / "users").write_text("".join(f"{user}:{{PLAIN}}{PASSWORD}\n" for user in users))
        me = pwd.getpwuid(os.getuid())
        if me.pw_uid == 0:
            # Dovecot keeps no mail of root.
            mail_user, mail_group, internal, internal_group, login = "nobody", "nogroup", "dovecot", "dovecot", "dovenull"
            shutil.chown(self.folder / "mail", mail_user, mail_group)
            for above in [self.folder, *self.folder.parents]:
                if above.is_relative_to("/tmp") and above != pathlib.Path("/tmp"):
                    above.chmod(0o755)
        else:
            mail_user = internal = login = me.pw_name
            mail_group = internal_group = str(me.pw_gid)
        self.imap, self.imaps, self.lmtp, self.smtp = (free_port() for _ in range(4))
        config = DOVECOT.format(
            folder=self.folder, run=run, imap=self.imap, imaps=self.imaps, lmtp=self.lmtp, mail_user=mail_user,
            mail_group=mail_group, internal=internal, internal_group=internal_group, login=login,
        )  # fmt: skip
        (self.folder / "dovecot.conf").write_text(config)
        self.dovecot = None
        self.receiver = None

    def __enter__(self):
        self.dovecot = subprocess.Popen([find(), "-F", "-c", str(self.folder / "dovecot.conf")])
        try:
            for port in (self.imap, self.imaps, self.lmtp):
                wait(lambda: socket.create_connection(("127.0.0.1", port), 1).close() or True, "Dovecot")
            self.receiver = Controller(Receiver(self.lmtp), hostname="127.0.0.1", port=self.smtp)
            self.receiver.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.receiver is not None:
            self.receiver.stop()
        self.dovecot.terminate()
        self.dovecot.wait(20)

    def send(self, from_, to, message, envelope_from=None):
        """Sends a mail as a person does."""
        with smtplib.SMTP("127.0.0.1", self.smtp) as smtp:
            smtp.sendmail(envelope_from or from_, [to], message)

    def read(self, user):
        """The mails of a person, each with its flags."""
        trusted = ssl.create_default_context(cafile=self.folder / "authority.pem")
        with imaplib.IMAP4_SSL("localhost", self.imaps, ssl_context=trusted) as box:
            # The library leaves quoting to whoever calls it.
            box.authenticate("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
            box.select("INBOX", readonly=True)
            found = []
            for number in box.search(None, "ALL")[1][0].split():
                parts = box.fetch(number, "(FLAGS BODY.PEEK[])")[1]
                flags = b" ".join(part[0] if isinstance(part, tuple) else part for part in parts).decode("latin-1")
                body = next(part[1] for part in parts if isinstance(part, tuple))
                found.append((flags, email.message_from_bytes(body, policy=email.policy.default)))
            return found


def wait(happens, what, seconds=60):
    """Waits until something happens, and gives what it gave."""
    until = time.monotonic() + seconds
    while True:
        try:
            if given := happens():
                return given
        except OSError:
            pass
        if time.monotonic() > until:
            raise SystemExit(f"waited {seconds} seconds in vain for: {what}")
        time.sleep(0.3)
