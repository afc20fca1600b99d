// A zip as files by name, for packages the portal makes: stored or deflated, in one part, without a password.

import * as zlib from "node:zlib";

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/// The files of a zip, in order: name and bytes.
export function unzip(zip) {
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new Error("this is no zip");
  const files = new Map();
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n -= 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error("the list of the zip is broken");
    const [method, packed, whole] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)];
    const [nameLength, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place));
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + packed);
    const file = method === 8 ? zlib.inflateRawSync(bytes) : bytes;
    if (file.length !== whole || (zlib.crc32 && zlib.crc32(file) !== zip.readUInt32LE(at + 16))) throw new Error(`${name} is broken`);
    files.set(name, file);
    at += 46 + nameLength + extra + comment;
  }
  return files;
}
