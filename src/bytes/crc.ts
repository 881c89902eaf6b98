/** Cyclic redundancy checks and Fletcher's sum. */

/** Tables for eight octets at a time ("slicing by eight": Kounavis and Berry, 2008), made at first use. */
const tables = new Map<number, Int32Array>();

/** Eight tables of 256 for a reflected polynomial; table k is for an octet that k more octets follow. */
function tablesOf(polynomial: number): Int32Array {
  const known = tables.get(polynomial);
  if (known !== undefined) return known;
  const made = new Int32Array(8 * 256);
  for (let octet = 0; octet < 256; octet++) {
    let crc = octet;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    made[octet] = crc;
  }
  for (let i = 256; i < made.length; i++) {
    const shorter = made[i - 256] as number;
    made[i] = (shorter >>> 8) ^ (made[shorter & 255] as number);
  }
  tables.set(polynomial, made);
  return made;
}

function reflectedCrc(t: Int32Array, b: Uint8Array, start: number, end: number, initial: number): number {
  let crc = ~initial;
  let o = start;
  for (; o + 8 <= end; o += 8) {
    crc ^= (b[o] as number) | ((b[o + 1] as number) << 8) | ((b[o + 2] as number) << 16) | ((b[o + 3] as number) << 24);
    crc =
      (t[1792 + (crc & 255)] as number) ^
      (t[1536 + ((crc >>> 8) & 255)] as number) ^
      (t[1280 + ((crc >>> 16) & 255)] as number) ^
      (t[1024 + (crc >>> 24)] as number) ^
      (t[768 + (b[o + 4] as number)] as number) ^
      (t[512 + (b[o + 5] as number)] as number) ^
      (t[256 + (b[o + 6] as number)] as number) ^
      (t[b[o + 7] as number] as number);
  }
  for (; o < end; o++) crc = (crc >>> 8) ^ (t[(crc ^ (b[o] as number)) & 255] as number);
  return ~crc >>> 0;
}

/** CRC-32 of Ethernet's frame check sequence, gzip and zip (IEEE 802.3 §3.2.9). `initial` is the result for the octets before. */
export function crc32(b: Uint8Array, start = 0, end = b.length, initial = 0): number {
  return reflectedCrc(tablesOf(0xedb8_8320), b, start, end, initial);
}

/** CRC-32C (Castagnoli) of SCTP (RFC 9260 appendix A) and iSCSI. `initial` is the result for the octets before. SCTP sends it low octet first. */
export function crc32c(b: Uint8Array, start = 0, end = b.length, initial = 0): number {
  return reflectedCrc(tablesOf(0x82f6_3b78), b, start, end, initial);
}

/** Fletcher's 16-bit checksum, modulo 255 (RFC 1146 appendix I): the second sum in the high octet, the plain sum in the low one. */
export function fletcher16(b: Uint8Array, start = 0, end = b.length): number {
  let plain = 0;
  let second = 0;
  for (let o = start; o < end; ) {
    // So many octets cannot carry the second sum past 2^32.
    const pause = Math.min(end, o + 5802);
    for (; o < pause; o++) {
      plain += b[o] as number;
      second += plain;
    }
    plain %= 255;
    second %= 255;
  }
  return (second << 8) | plain;
}
