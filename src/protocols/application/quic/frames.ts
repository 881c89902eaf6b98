/** Frames that Initial packets may have. @see RFC 9000 §19, §12.4 */
import { QUIC as NUMBER } from '../../../packet/fields/shared/length-forms.ts';

/** One frame: its type, and the numbers and octets of it, by Wireshark's names without `quic.`. */
export interface Frame {
  readonly type: number;
  readonly values: Readonly<Record<string, number | Uint8Array | readonly number[]>>;
}

const PADDING = 0,
  ACK = 2,
  ACK_ECN = 3,
  CRYPTO = 6,
  CLOSE = 0x1c,
  CLOSE_APPLICATION = 0x1d;
/** Ranges of an ACK that are told. */
const MOST_RANGES = 1024;

/** Reads numbers and octets one behind the other; `failed` when there are not as many. */
class Reader {
  readonly #b: Uint8Array;
  at = 0;
  failed = false;

  constructor(b: Uint8Array) {
    this.#b = b;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#b.length || this.failed;
  }

  number(): number {
    const end = NUMBER.end(this.#b, this.at, this.#b.length);
    if (this.failed || end > this.#b.length) {
      this.failed = true;
      return 0;
    }
    const value = Number(NUMBER.load(this.#b, this.at, end));
    this.at = end;
    return value;
  }

  octets(n: number): Uint8Array {
    if (this.failed || n > this.#b.length - this.at) {
      this.failed = true;
      return this.#b.subarray(this.at, this.at);
    }
    return this.#b.subarray(this.at, (this.at += n));
  }

  /** Zeros from here on. */
  zeros(): number {
    const from = this.at;
    while (this.#b[this.at] === 0) this.at++;
    return this.at - from;
  }
}

/** @see RFC 9000 §19.3 */
function ack(r: Reader, hasCounts: boolean): Frame['values'] {
  const largest = r.number(),
    delay = r.number(),
    count = r.number(),
    first = r.number();
  const gaps: number[] = [],
    ranges: number[] = [];
  for (let i = 0; i < count && !r.failed; i++) {
    const gap = r.number(),
      range = r.number();
    if (gaps.length >= MOST_RANGES) continue;
    gaps.push(gap);
    ranges.push(range);
  }
  return {
    'ack.largest_acknowledged': largest,
    'ack.ack_delay': delay,
    'ack.ack_range_count': count,
    'ack.first_ack_range': first,
    'ack.gap': gaps,
    'ack.ack_range': ranges,
    ...(hasCounts && { 'ack.ect0_count': r.number(), 'ack.ect1_count': r.number(), 'ack.ecn_ce_count': r.number() }),
  };
}

/** @see RFC 9000 §19.19 */
function close(r: Reader, isTransport: boolean): Frame['values'] {
  return {
    [isTransport ? 'cc.error_code' : 'cc.error_code.app']: r.number(),
    ...(isTransport && { 'cc.frame_type': r.number() }),
    ...sizedPart(r, 'cc.reason_phrase.length', 'cc.reason_phrase'),
  };
}

function sizedPart(r: Reader, length: string, name: string): Frame['values'] {
  const n = r.number();
  return { [length]: n, [name]: r.octets(n) };
}

/** The frames of a payload; it ends before one that is not all there, or that an Initial cannot have. */
export function framesOf(payload: Uint8Array): Frame[] {
  const frames: Frame[] = [];
  for (const r = new Reader(payload); !r.isAtEnd; ) {
    const type = r.number();
    let values: Frame['values'] = {};
    if (type === PADDING) values = { padding_length: 1 + r.zeros() };
    else if (type === ACK || type === ACK_ECN) values = ack(r, type === ACK_ECN);
    else if (type === CRYPTO) {
      const offset = r.number();
      values = { 'crypto.offset': offset, ...sizedPart(r, 'crypto.length', 'crypto.crypto_data') };
    } else if (type === CLOSE || type === CLOSE_APPLICATION) values = close(r, type === CLOSE);
    else if (type !== 1) return frames;
    if (r.failed) return frames;
    frames.push({ type, values });
  }
  return frames;
}

/** What the CRYPTO frames have from the stream's beginning, as far as there is no gap: handshake messages of TLS. @see RFC 9000 §19.6 */
export function cryptoOf(frames: readonly Frame[]): Uint8Array {
  const parts = frames
    .filter(({ type }) => type === CRYPTO)
    .map(({ values }) => ({ offset: values['crypto.offset'] as number, octets: values['crypto.crypto_data'] as Uint8Array }))
    .sort((a, b) => a.offset - b.offset);
  const whole = new Uint8Array(parts.reduce((n, { octets }) => n + octets.length, 0));
  let end = 0;
  for (const { offset, octets } of parts) {
    if (offset > end) break;
    const fresh = octets.subarray(Math.min(end - offset, octets.length));
    whole.set(fresh, end);
    end += fresh.length;
  }
  return whole.subarray(0, end);
}
