/** `answers()` and `hashret()`, by the library's own matching. */
import { firstQuoted, quotes } from '../../exchange/matching/answers.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import type { ScapyPacket } from './scapy-packet.ts';

/** Whether a packet answers another: by each layer's rule, from the outermost in. */
export function isAnswer(reply: ScapyPacket, request: ScapyPacket): boolean {
  const [a, b] = [reply.laid(), request.laid()];
  const quoted = firstQuoted(objectOf(a.laid as never));
  if (quoted > 0 && quotes(objectOf(a.laid as never), quoted, objectOf(b.laid as never))) return true;
  return a.laid.layers()[a.depth] === b.laid.layers()[b.depth] && answersFrom(reply, request);
}

/** What answers() gives there: of layers that others ask, True; where TCP, UDP, ICMP or Raw decide, a number. */
export function answerNumber(reply: ScapyPacket, request: ScapyPacket): boolean | number {
  const yes = isAnswer(reply, request);
  if (reply.last().layer.layerName === 'ARP') return yes;
  return yes && !COUNTING.has(reply.last().layer.layerName) && !reply.last().layer.layerName.endsWith('error') ? true : Number(yes);
}
const COUNTING: ReadonlySet<string> = new Set(['ICMP', 'TCP', 'Raw', 'UDP']);

function answersFrom(reply: ScapyPacket, request: ScapyPacket): boolean {
  const { match } = reply.layer.spec as { match?: { answers(a: unknown, b: unknown): boolean } };
  if (reply.layer !== request.layer) return false;
  if (match !== undefined && !match.answers(reply.view() as never, request.view() as never)) return false;
  if (reply.payload === undefined || request.payload === undefined) return true;
  return reply.payload.layer !== request.payload.layer ? match !== undefined : answersFrom(reply.payload, request.payload);
}

/** Octets that are the same for a request and its answer. */
export function hashOf(p: ScapyPacket): Uint8Array {
  let seed = 0;
  for (const node of p.chain()) {
    const { match } = node.layer.spec as { match?: { hash(view: unknown, role: string, seed: number): number } };
    if (match !== undefined) seed = match.hash(node.view() as never, 'request', seed);
  }
  return new Uint8Array(new Uint32Array([seed]).buffer);
}
