/** Remote Authentication Dial In User Service: who may use a network, and for how long it was used. */
import { mix } from '../../../bytes/hash.ts';
import { utf8 } from '../../../bytes/text.ts';
import { u16, u8 } from '../../../packet/fields/integers.ts';
import { fixedOctets } from '../../../packet/fields/octets.ts';
import { optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { Matching } from '../../../packet/spec/spec.ts';
import { radiusAttributes } from './attributes.ts';
import { codes } from './values.ts';

/** What answers what: RFC 2865 §4, RFC 2866 §4, RFC 5997 §4, RFC 5176 §2.3. A protocol error answers all (RFC 7930 §4). */
const ANSWERS: ReadonlyMap<number, readonly number[]> = new Map([
  [1, [2, 3, 11, 52]],
  [4, [5, 52]],
  [12, [2, 5, 52]],
  [40, [41, 42, 52]],
  [43, [44, 45, 52]],
]);

const sameId: Matching<{ readonly code: number; readonly id: number }> = {
  about: 'the identifier, and a code that answers',
  hash: ({ id }, _role, seed) => mix(seed, id),
  answers: (reply, request) => reply.id === request.id && ANSWERS.get(request.code)?.includes(reply.code) === true,
};

/** The message of EAP that is carried, in as many attributes as it needs (RFC 3579 §3.1). Undefined where there is none of four octets or more. */
function eapIn(attributes: readonly (readonly [unknown, unknown?])[]) {
  const head: number[] = [];
  for (const [name, part] of attributes)
    if (name === 'EAP-Message' && head.length < 5) head.push(...(part as Uint8Array).subarray(0, 5 - head.length));
  const [code, id, high, low, type] = head;
  if (code === undefined || id === undefined || high === undefined || low === undefined) return undefined;
  // Only requests and responses have a type (RFC 3748 §4).
  return { code, id, len: high * 256 + low, type: code === 1 || code === 2 ? type : undefined };
}

/** What EAP's type Identity says, where the message is whole (RFC 3748 §5.1). */
function identityIn(attributes: readonly (readonly [unknown, unknown?])[]): string | undefined {
  const head = eapIn(attributes);
  if (head?.type !== 1) return undefined;
  const octets = attributes.flatMap(([name, part]) => (name === 'EAP-Message' ? [...(part as Uint8Array)] : []));
  return octets.length < head.len || head.len <= 5 ? undefined : utf8(Uint8Array.from(octets.slice(5, head.len)));
}

/** RADIUS. @see RFC 2865 §3; RFC 2866 (accounting); RFC 5176 (changes of authorization) */
export const Radius = layer('Radius', () => ({
  title: 'RADIUS',
  about: 'Remote Authentication Dial In User Service: authentication, authorisation and accounting.',
  source: 'RFC 2865 §3',
  wireshark: 'radius',
  fields: {
    code: u8({ default: 1, names: codes, wireshark: 'radius.code' }),
    id: u8({ wireshark: 'radius.id', about: 'the same in request and answer' }),
    len: u16({ measures: 'header', wireshark: 'radius.length', about: 'octets of the message' }),
    authenticator: fixedOctets(16, {
      wireshark: 'radius.authenticator',
      about: 'random in a request; a digest with the secret in an answer',
    }),
    attributes: optionList({
      kinds: radiusAttributes,
      lengthCovers: 'option',
      wireshark: { type: 'radius.avp.type', length: 'radius.avp.length' },
    }),
  },
  columns: {
    'eap.code': ({ attributes }) => eapIn(attributes)?.code,
    'eap.id': ({ attributes }) => eapIn(attributes)?.id,
    'eap.len': ({ attributes }) => eapIn(attributes)?.len,
    'eap.type': ({ attributes }) => eapIn(attributes)?.type,
    'eap.identity': ({ attributes }) => identityIn(attributes),
  },
  protocols: ({ attributes }) => (eapIn(attributes) === undefined ? [] : ['eap']),
  // RFC 2865 §3: 20 to 4096 octets.
  begins: (b, start, end) => {
    const n = ((b[start + 2] as number) << 8) | (b[start + 3] as number);
    return end - start >= 20 && n >= 20 && n <= 4096 && b[start] !== 0;
  },
  match: sameId,
}));
