/** Which conversation a layer is part of: what it tells a session counts there, and nowhere else. */
import type { LayerContext, NeighbourLayer } from '../../packet/spec/context.ts';
import type { Conversation, Knowledge } from '../../packet/spec/knowledge.ts';

/** The two ends between which the nearest `transport` below goes; undefined where there is none, or no addresses below it. */
export function conversationOf(at: LayerContext, transport: 'TCP' | 'UDP'): Conversation | undefined {
  const below = at.below(transport);
  const { src, dst } = below?.parent?.fields ?? {};
  if (below === undefined || typeof src !== 'string' || typeof dst !== 'string') return undefined;
  return { transport, src, sport: below.fields['sport'], dst, dport: below.fields['dport'] };
}

/** What began a conversation on any port tells a session how it goes on: as `message` where one begins, else as a part of one. */
export function tellConversation(at: LayerContext, session: Knowledge, message: NeighbourLayer, part: NeighbourLayer): void {
  const between = conversationOf(at, 'TCP');
  if (between === undefined) return;
  session.expect({ transport: 'TCP', address: between.dst, port: between.dport, peer: between.src }, message);
  session.goesOn(between, part);
}
