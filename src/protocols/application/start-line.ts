/** First lines of HTTP and of what is made like it: `METHOD target VERSION`, `VERSION 200 reason`. @see RFC 9112 §3, §4; RFC 3261 §7.1, §7.2 */
import { latin1 } from '../../bytes/text.ts';
import { lineEnd } from '../../packet/fields/text-lines.ts';

const CR = 0x0d,
  SPACE = 0x20;
/** The longest method that is looked for: those of WebDAV have up to 17 letters (IANA "HTTP Methods"). */
const LONGEST_METHOD = 20;

const isDigit = (x: number | undefined): boolean => x !== undefined && x >= 0x30 && x <= 0x39;
/** Methods have capital letters, and few a hyphen or an underscore. */
const isMethodLetter = (x: number): boolean => (x >= 0x41 && x <= 0x5a) || x === 0x2d || x === 0x5f;

/** How first lines of a protocol begin, whose version is `version` (`HTTP/1.`) and one digit. */
export function startLines(version: string) {
  const size = version.length + 1;

  /** Whether the version stands at `at`. */
  function isVersion(b: Uint8Array, at: number, end: number): boolean {
    if (at < 0 || at + size > end) return false;
    for (let i = 0; i < version.length; i++) if (b[at + i] !== version.charCodeAt(i)) return false;
    return isDigit(b[at + version.length]);
  }

  const afterMethod = (b: Uint8Array, start: number, end: number): number => {
    let q = start;
    while (q < end && q - start <= LONGEST_METHOD && isMethodLetter(b[q] as number)) q++;
    return q;
  };

  /** Whether a line `METHOD target VERSION` begins at `start`. */
  function beginsRequest(b: Uint8Array, start: number, end: number): boolean {
    const q = afterMethod(b, start, end);
    if (q - start < 3 || q - start > LONGEST_METHOD || b[q] !== SPACE) return false;
    const next = lineEnd(b, q, end);
    if (next < 0) return false;
    const at = (b[next - 2] === CR ? next - 2 : next - 1) - size;
    return isVersion(b, at, end) && b[at - 1] === SPACE;
  }

  /** Whether a line `VERSION 200 …` begins at `start`. */
  const beginsResponse = (b: Uint8Array, start: number, end: number): boolean =>
    end - start >= size + 5 &&
    isVersion(b, start, end) &&
    b[start + size] === SPACE &&
    isDigit(b[start + size + 1]) &&
    isDigit(b[start + size + 2]) &&
    isDigit(b[start + size + 3]) &&
    b[start + size + 4] === SPACE;

  /** The same as far as the octets go: whether more of them may make it a request. */
  function mayBeginRequest(b: Uint8Array, start: number, end: number): boolean {
    const q = afterMethod(b, start, end);
    if (q - start > LONGEST_METHOD || (q < end && (q - start < 3 || b[q] !== SPACE))) return false;
    return lineEnd(b, q, end) < 0 || beginsRequest(b, start, end);
  }

  const whole = `${version}0 200 `;
  /** The same as far as the octets go. */
  const mayBeginResponse = (b: Uint8Array, start: number, end: number): boolean => {
    const there = latin1(b, start, Math.min(end, start + whole.length));
    return (
      there.startsWith(version.slice(0, there.length)) && /^\d \d{3} $/.test((there + whole.slice(there.length)).slice(version.length))
    );
  };

  return { beginsRequest, beginsResponse, mayBeginRequest, mayBeginResponse };
}
