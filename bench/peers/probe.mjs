// What plain JavaScript allows: one loop over typed arrays, no packet objects, nothing that could be called an
// interface. Not a peer, but a floor to compare with.
//
//   node probe.mjs walk|decode FILE [PASSES]
import { closeSync, openSync, readSync } from 'node:fs';

const [mode, file, passes = '1'] = process.argv.slice(2);
const start = performance.now();
let packets = 0,
  bytes = 0,
  tcp = 0,
  udp = 0,
  other = 0,
  dportSum = 0,
  dns = 0,
  qnameBytes = 0;

function questionNames(b, at, end) {
  if (end - at < 12) return;
  dns++;
  let questions = (b[at + 4] << 8) | b[at + 5];
  let o = at + 12;
  for (; questions > 0; questions--, o += 5) {
    let length = 0;
    while (o < end && b[o] !== 0 && b[o] < 64) {
      length += b[o] + 1;
      o += b[o] + 1;
    }
    if (length) qnameBytes += length - 1;
  }
}

function decode(b, at, size) {
  if (size < 14) {
    other++;
    return;
  }
  let end = at + size;
  let o = at + 12;
  let type = (b[o] << 8) | b[o + 1];
  while (type === 0x8100 || type === 0x88a8) {
    o += 4;
    if (o + 2 > end) {
      other++;
      return;
    }
    type = (b[o] << 8) | b[o + 1];
  }
  o += 2;
  let protocol;
  if (type === 0x0800 && end >= o + 20) {
    if ((((b[o + 6] << 8) | b[o + 7]) & 0x1fff) !== 0) {
      other++;
      return;
    }
    const stop = o + ((b[o + 2] << 8) | b[o + 3]);
    if (stop < end) end = stop;
    protocol = b[o + 9];
    o += (b[o] & 15) * 4;
  } else if (type === 0x86dd && end >= o + 40) {
    const stop = o + 40 + ((b[o + 4] << 8) | b[o + 5]);
    if (stop < end) end = stop;
    protocol = b[o + 6];
    o += 40;
  } else {
    other++;
    return;
  }
  if (protocol === 6 && o + 20 <= end) {
    tcp++;
    dportSum += (b[o + 2] << 8) | b[o + 3];
  } else if (protocol === 17 && o + 8 <= end) {
    udp++;
    const sport = (b[o] << 8) | b[o + 1];
    const dport = (b[o + 2] << 8) | b[o + 3];
    dportSum += dport;
    if (sport === 53 || dport === 53) questionNames(b, o + 8, end);
  } else other++;
}

function read(path, decoding) {
  const chunk = 1 << 20;
  const fd = openSync(path);
  const buffer = Buffer.allocUnsafe(chunk + 262144);
  readSync(fd, buffer, 0, 24);
  let have = 0;
  for (;;) {
    const n = readSync(fd, buffer, have, Math.min(chunk, buffer.length - have));
    if (n === 0) break;
    have += n;
    let o = 0;
    while (have - o >= 16) {
      const size = buffer.readUInt32LE(o + 8);
      if (have - o < 16 + size) break;
      packets++;
      bytes += size;
      if (decoding) decode(buffer, o + 16, size);
      o += 16 + size;
    }
    buffer.copyWithin(0, o, have);
    have -= o;
  }
  closeSync(fd);
}

for (let i = 0; i < +passes; i++) read(file, mode === 'decode');
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ packets, bytes, tcp, udp, other, dport_sum: dportSum, dns, qname_bytes: qnameBytes, seconds }));
