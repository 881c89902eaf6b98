/** Requests and responses of Modbus have the same header and the same numbers: their sizes tell which a message is. @see MODBUS Application Protocol 1.1b3 §6 */

/** Octets of a request, by its function; negative: so many behind which a count of octets stands last, and they themselves. */
const SIZES: ReadonlyMap<number, number> = new Map([
  [1, 5],
  [2, 5],
  [3, 5],
  [4, 5],
  [7, 1],
  [11, 1],
  [12, 1],
  [15, -6],
  [16, -6],
  [17, 1],
  [23, -10],
  [24, 3],
]);

/** Octets of a record that is asked for (§6.14), and the only reference type. */
const RECORD = 7,
  REFERENCE = 6;

/** Octets of what a device says of itself, without its objects (§6.21). */
const IDENTITY = 7;

/** Coils and inputs may come in as many octets as a request has: one of more than can be asked for is no request (§6.1). */
const MOST_BITS = 2000;

/** Whether the message from `start` to `end` may be a request. One that both fit, as each response that repeats its request, is one. */
export function isRequest(b: Uint8Array, start: number, end: number): boolean {
  const code = b[start] as number,
    octets = end - start,
    size = SIZES.get(code);
  if (code >= 0x80) return false;
  if (code === 20) return octets < 3 || (b[start + 2] === REFERENCE && (octets - 2) % RECORD === 0);
  if (code === 43) return octets < IDENTITY;
  if (size === undefined) return true;
  if (size < 0) return octets >= -size && octets === -size + (b[start - size - 1] as number);
  if (octets !== size) return false;
  const quantity = ((b[start + 3] as number) << 8) | (b[start + 4] as number);
  return code > 2 || b[start + 1] !== 3 || (quantity >= 1 && quantity <= MOST_BITS);
}
