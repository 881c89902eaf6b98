/** Which conversation a layer is part of: what it tells a session counts there, and nowhere else. */
import type { LayerContext } from '../../packet/spec/context.ts';
import type { Conversation } from '../../packet/spec/knowledge.ts';

/** The two ends between which the nearest `transport` below goes; undefined where there is none, or no addresses below it. */
export function conversationOf(at: LayerContext, transport: 'TCP' | 'UDP'): Conversation | undefined {
  const below = at.below(transport);
  const { src, dst } = below?.parent?.fields ?? {};
  if (below === undefined || typeof src !== 'string' || typeof dst !== 'string') return undefined;
  return { transport, src, sport: below.fields['sport'], dst, dport: below.fields['dport'] };
}
