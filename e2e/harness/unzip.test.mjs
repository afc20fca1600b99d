// A zip made here byte by byte is read, and a broken one is refused.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";

import { unzip } from "./unzip.mjs";

test("a zip is read, and what is none is refused", () => {
  const text = Buffer.from("a lesson ".repeat(20));
  const packed = deflateRawSync(text);
  const name = Buffer.from("a.txt");
  const [local, entry, end] = [Buffer.alloc(30), Buffer.alloc(46), Buffer.alloc(22)];
  local.writeUInt16LE(name.length, 26);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(crcOf(text), 16);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(text.length, 24);
  entry.writeUInt16LE(name.length, 28);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  const zip = Buffer.concat([local, name, packed, entry, name, end]);
  assert.equal(unzip(zip).get("a.txt").toString(), text.toString());
  assert.throws(() => unzip(Buffer.from("no zip at all, but long enough")), /no zip/);
  zip.writeUInt32LE(text.length + 1, local.length + name.length + packed.length + 24);
  assert.throws(() => unzip(zip), /a\.txt is broken/);
});

/// Slow and plain, to hold the library's against.
function crcOf(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
