/** Which version a conversation speaks, by the server's hello. @see RFC 8446 §4.1.3, §4.2.1 */
import { knownOf } from '../../../packet/fields/known.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import type { Knowledge } from '../../../packet/spec/knowledge.ts';
import { endsKey } from '../../../packet/spec/knowledge.ts';
import { conversationOf } from '../conversation.ts';

interface Hello {
  readonly version: number;
  readonly ext?: unknown;
}

const TABLE = 'tls.version';

export const TLS_1_3 = 0x304;
/** Drafts have 0x7f before their number (draft-ietf-tls-tls13-28 §4.2.1.1); 0xfb is Facebook's for the same. */
const isDraft = (version: number): boolean => version >> 8 === 0x7f || version >> 8 === 0xfb;

/** What a server chose: in TLS 1.3 an extension says it, and the field says 1.2. */
export function versionOf({ version, ext }: Hello): number {
  const chosen = Array.isArray(ext) ? (ext as [unknown, unknown][]).find(([name]) => name === 'supported_versions')?.[1] : undefined;
  return typeof chosen !== 'number' ? version : isDraft(chosen) ? TLS_1_3 : chosen;
}

/** Puts down what the server chose. */
export function learnVersion(hello: Hello, at: LayerContext, session: Knowledge): void {
  const between = conversationOf(at, 'TCP');
  if (between !== undefined) session.remember(TABLE, endsKey(between), { version: versionOf(hello) });
}

/** What is known of the conversation: `{ version }`; undefined where its hello was not seen. */
export function recallVersion(at: LayerContext, session: Knowledge): unknown {
  const between = conversationOf(at, 'TCP');
  return between === undefined ? undefined : session.recall(TABLE, endsKey(between));
}

/** Whether a session knows that this layer's conversation is of TLS 1.3; the layer `needs` what `recallVersion` says. */
export const isKnownAs13 = (layer: object): boolean => (knownOf(layer) as Partial<Hello> | undefined)?.version === TLS_1_3;
