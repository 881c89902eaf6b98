/**
 * What a session keeps of each direction of a connection, so that later headers are read: HPACK's table, and a block that goes on. A segment
 * that comes again changes nothing; one that cuts a frame with headers short ends what is known, until another connection begins.
 * @see RFC 7541 §2.3.2; RFC 9113 §4.3
 */
import { fromHex, toHex } from '../../../bytes/hex.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import type { Conversation, Knowledge } from '../../../packet/spec/knowledge.ts';
import { conversationOf } from '../conversation.ts';
import { blockAt, type DynamicTable, type Header, headersOf, readBlock } from './hpack.ts';

/** Octets of a table before anybody says otherwise (RFC 9113 §6.5.2), the most that one may have here, and the most of a block in parts. */
const USUAL = 4096;
const MOST_TABLE = 65_536;
const MOST_BLOCK = 65_536;
/** Frames: PUSH_PROMISE and HEADERS begin a block, this one goes on with it. */
const CONTINUATION = 9;
const END_HEADERS = 4;

interface Direction extends Readonly<DynamicTable> {
  /** The block so far, as hexadecimal. */
  readonly pending?: string;
  /** Where the last frame stood: its segment's number, and its place in the packet. */
  readonly seq: number;
  readonly start: number;
}
/** Nothing can be told of the direction any more. */
const LOST = 'lost';

const keyOf = ({ src, sport, dst, dport }: Conversation): string => `${src} ${sport} ${dst} ${dport}`;
const TABLE = 'http2.headers';

/** A connection begins: its tables are empty. */
export function beginConnection(_preface: unknown, at: LayerContext, session: Knowledge): void {
  const there = conversationOf(at, 'TCP');
  if (there === undefined) return;
  const fresh = { entries: [], most: USUAL, seq: -1, start: 0 };
  session.remember(TABLE, keyOf(there), fresh);
  session.remember(TABLE, keyOf({ ...there, src: there.dst, sport: there.dport, dst: there.src, dport: there.sport }), fresh);
}

/** Whether a frame stands behind the last one; numbers of segments go round. */
const isBehind = (seq: number, start: number, last: Direction): boolean =>
  last.seq < 0 || ((seq - last.seq) | 0) > 0 || (seq === last.seq && start > last.start);

/** The headers of a frame by what the session knows, which knows more then; undefined where it does not know them all. */
export function headersInSession(
  _frame: unknown,
  at: LayerContext,
  session: Knowledge,
): { readonly headers: readonly Header[] } | undefined {
  const { b, start, end } = at;
  const block = blockAt(b, start, end),
    there = block === undefined ? undefined : conversationOf(at, 'TCP');
  if (block === undefined || there === undefined) return undefined;
  const key = keyOf(there),
    last = session.recall(TABLE, key) as Direction | typeof LOST | undefined,
    seq = Number(at.below('TCP')?.fields['seq']);
  // Of a connection whose beginning nobody saw nothing is known.
  if (last === undefined || last === LOST || !isBehind(seq, start, last)) return undefined;
  const length = ((b[start] as number) << 16) | ((b[start + 1] as number) << 8) | (b[start + 2] as number);
  const before = b[start + 3] === CONTINUATION ? last.pending : '';
  const pending = `${before}${toHex(b.subarray(block.from, block.to))}`;
  if (before === undefined || start + 9 + length > end || pending.length > 2 * MOST_BLOCK) {
    session.remember(TABLE, key, LOST);
    return undefined;
  }
  const { entries, most } = last;
  if (((b[start + 4] as number) & END_HEADERS) === 0) {
    session.remember(TABLE, key, { entries, most, pending, seq, start });
    return undefined;
  }
  const table: DynamicTable = { entries, most };
  const octets = fromHex(pending);
  const { headers, isWhole } = readBlock(octets, 0, octets.length, table);
  session.remember(TABLE, key, isWhole && table.most <= MOST_TABLE ? { ...table, seq, start } : LOST);
  return isWhole ? { headers } : undefined;
}

/** The headers of a frame: those that a session knew, else those that it tells itself. */
export const headersKnown = (known: unknown, b: Uint8Array, start: number, end: number): readonly Header[] | undefined =>
  (known as { readonly headers?: readonly Header[] } | undefined)?.headers ?? headersOf(b, start, end);
