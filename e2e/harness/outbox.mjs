// The mail the portal would have sent: files in its outbox folder, read as a mail program would.
// It reads what the portal writes: headers, plain text and HTML parts. No attachments.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/// Every mail in the outbox, oldest first; none when the folder is not there yet.
export async function mails(folder) {
  let names;
  try {
    names = await readdir(folder, { recursive: true });
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
  const files = names.filter((name) => name.endsWith(".eml")).sort();
  return Promise.all(files.map(async (name) => ({ file: name, ...parseMail(await readFile(join(folder, name))) })));
}

/// Waits for a mail to `to`, with words in its subject when given, and returns the newest.
export async function mailTo(folder, to, subject = "", { waitMs = 10_000 } = {}) {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const all = await mails(folder);
    const found = all.filter((mail) => mail.to.toLowerCase().includes(to.toLowerCase()) && mail.subject.includes(subject));
    if (found.length > 0) return found.at(-1);
    if (Date.now() > deadline) {
      const there = all.map((mail) => `  ${mail.to}: ${mail.subject}`).join("\n") || "  nothing";
      throw new Error(`no mail to ${to} about "${subject}"; the outbox holds:\n${there}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/// The first link in a mail's text whose address contains `part`.
export function linkIn(mail, part = "") {
  const links = mail.text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  const found = links.map((link) => link.replace(/[.,;)]+$/, "")).find((link) => link.includes(part));
  if (!found) throw new Error(`the mail "${mail.subject}" has no link with "${part}":\n${mail.text}`);
  return found;
}

/// A mail taken apart: who, about what, and its text and HTML.
export function parseMail(bytes) {
  const { headers, body } = split(bytes.toString("latin1"));
  const parts = leaves(headers, body);
  const of = (type) => parts.find((part) => part.type === type)?.content ?? "";
  return {
    from: words(headers.get("from") ?? ""),
    to: words(headers.get("to") ?? ""),
    subject: words(headers.get("subject") ?? ""),
    text: of("text/plain"),
    html: of("text/html"),
  };
}

/// Headers in lower case, folded lines joined, and the body.
function split(raw) {
  const text = raw.replaceAll("\r\n", "\n");
  const end = text.indexOf("\n\n");
  const head = end < 0 ? text : text.slice(0, end);
  const headers = new Map();
  for (const line of head.replace(/\n[ \t]+/g, " ").split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: end < 0 ? "" : text.slice(end + 2) };
}

/// Parts that hold content, through any nesting.
function leaves(headers, body) {
  const kind = headers.get("content-type") ?? "text/plain";
  const type = kind.split(";")[0].trim().toLowerCase();
  if (!type.startsWith("multipart/")) {
    return [{ type, content: decode(body, headers.get("content-transfer-encoding") ?? "7bit") }];
  }
  const boundary = kind.match(/boundary="?([^";]+)"?/i)?.[1];
  if (!boundary) throw new Error(`a mail says \`${kind}\` and names no boundary`);
  const pieces = `\n${body}`.split(`\n--${boundary}`).slice(1);
  return pieces
    .filter((piece) => !piece.startsWith("--"))
    .flatMap((piece) => {
      const part = split(piece.replace(/^[ \t]*\n/, ""));
      return leaves(part.headers, part.body);
    });
}

function decode(body, encoding) {
  switch (encoding.trim().toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64").toString("utf8");
    case "quoted-printable":
      return Buffer.from(unquote(body.replace(/[ \t]*=\n/g, "")), "latin1").toString("utf8");
    case "7bit":
    case "8bit":
    case "binary":
      return Buffer.from(body, "latin1").toString("utf8");
    default:
      throw new Error(`a mail part is encoded as \`${encoding}\`, which no mail of ours should be`);
  }
}

function unquote(text) {
  return text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
}

/// A header with encoded words, as a person reads it.
function words(value) {
  return value
    .replace(/(\?=)\s+(=\?)/g, "$1$2")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how, text) => {
      const bytes = how.toLowerCase() === "b" ? Buffer.from(text, "base64") : Buffer.from(unquote(text.replaceAll("_", " ")), "latin1");
      return bytes.toString("utf8");
    });
}
