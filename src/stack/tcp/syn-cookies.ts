/**
 * Connections that are remembered by their other end alone, when too many are half open: our sequence number tells, when it comes back, that there was a SYN, when, and
 * how large segments may be (D. J. Bernstein, "SYN cookies", 1996; RFC 4987 §3.6).
 */
import type { Path } from '../ip/path.ts';
import type { Secrets } from './secrets.ts';

/** Sizes of segments that fit three bits: the largest that is not more than what was asked for. */
const SIZES = [48, 536, 1024, 1220, 1360, 1440, 1460, 8900];
/** A cookie is good for this time and the next one, ms. */
const AGE_MS = 64_000;
const FOR_COOKIE = 0x100;

/** Our sequence number for a SYN with theirs. */
export function cookieFor(
  secrets: Secrets,
  path: Path,
  localPort: number,
  remotePort: number,
  theirs: number,
  mss: number,
  nowMs: number,
): number {
  let size = SIZES.length - 1;
  while (size > 0 && (SIZES[size] as number) > mss) size--;
  return made(secrets, path, localPort, remotePort, theirs, size, ageOf(nowMs));
}

/** The size of segments that a cookie of ours tells; undefined: it is none, or too old. */
export function sizeInCookie(
  secrets: Secrets,
  path: Path,
  localPort: number,
  remotePort: number,
  theirs: number,
  cookie: number,
  nowMs: number,
): number | undefined {
  const size = (cookie >>> 24) & 7;
  for (let back = 0; back < 2; back++)
    if (made(secrets, path, localPort, remotePort, theirs, size, ageOf(nowMs) - back) === cookie) return SIZES[size];
  return undefined;
}

const ageOf = (nowMs: number): number => Math.floor(nowMs / AGE_MS);

function made(secrets: Secrets, path: Path, localPort: number, remotePort: number, theirs: number, size: number, age: number): number {
  const hash = secrets.of(path, localPort, remotePort, FOR_COOKIE + age * 8 + size);
  // Theirs is added, so that of two SYNs of one connection each has its own.
  return ((((age & 31) << 27) | (size << 24)) ^ ((hash + theirs) & 0xff_ffff)) >>> 0;
}
