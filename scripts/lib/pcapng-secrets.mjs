// A pcapng capture without the keys that it may have, so that who reads it knows no more than its packets say.

/** Types of blocks: a section's head, which says the order of octets, and decryption secrets. draft-ietf-opsawg-pcapng §4.1 and §4.7. */
const SECTION = 0x0a0d0d0a,
  SECRETS = 0x0000000a;
const LITTLE = 0x1a2b3c4d;

/**
 * The octets of a capture without its Decryption Secrets Blocks; as they are where it is no pcapng. What is behind a damaged block stays.
 * editcap's `--discard-all-secrets` writes some captures not.
 *
 * @param {Buffer} capture
 */
export function withoutSecrets(capture) {
  if (capture.length < 12 || capture.readUInt32LE() !== SECTION) return capture;
  /** @type {Buffer[]} */
  const kept = [];
  let at = 0,
    isLittle = true;
  while (at + 12 <= capture.length) {
    if (capture.readUInt32LE(at) === SECTION) isLittle = capture.readUInt32LE(at + 8) === LITTLE;
    /** @param {number} from */
    const number = (from) => (isLittle ? capture.readUInt32LE(from) : capture.readUInt32BE(from));
    const size = number(at + 4);
    if (size < 12 || size % 4 !== 0 || at + size > capture.length) break;
    if (number(at) !== SECRETS) kept.push(capture.subarray(at, at + size));
    at += size;
  }
  return Buffer.concat([...kept, capture.subarray(at)]);
}
