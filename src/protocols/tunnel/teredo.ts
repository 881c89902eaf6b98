/** Teredo: IPv6 through UDP, for hosts behind a translator of addresses. */
import { u16, u64, u8 } from '../../packet/fields/integers.ts';
import { record } from '../../packet/fields/lists.ts';
import { marked } from '../../packet/fields/marked.ts';
import { fixedOctets, octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';

/** @see RFC 4380 §5.1.1 */
export const TeredoAuthentication = layer('TeredoAuthentication', () => ({
  about: 'Authenticates a message between a client and its server.',
  source: 'RFC 4380 §5.1.1',
  fields: {
    idlen: u8({ measures: 'id', wireshark: 'teredo.auth.idlen' }),
    aulen: u8({ measures: 'value', wireshark: 'teredo.auth.aulen' }),
    id: octets({ wireshark: 'teredo.auth.id' }),
    value: octets({ wireshark: 'teredo.auth.value' }),
    nonce: u64({ about: 'the answer has it again' }),
    conf: u8({ about: '1: the client needs a new key' }),
  },
}));

/** The address that a translator gave a client: both are sent with all bits inverted. @see RFC 4380 §5.1.1 */
export const TeredoOrigin = layer('TeredoOrigin', () => ({
  about: 'Where a message came from, as its server saw it. Port and address are sent with all their bits inverted, and stand here so.',
  source: 'RFC 4380 §5.1.1',
  fields: {
    port: u16({ hex: true, about: 'all bits inverted' }),
    addr: fixedOctets(4, { about: 'all bits inverted' }),
  },
}));

const AUTHENTICATION = Uint8Array.of(0, 1),
  ORIGIN = Uint8Array.of(0, 0);

/** The version of the packet, where nothing stands before it. */
const VERSION_6 = 6;

/** What may stand before the IPv6 packet; often nothing does. @see RFC 4380 §5.1.1 */
export const Teredo = layer('Teredo', () => ({
  about: 'IPv6 in UDP: what stands before the IPv6 packet, if anything does.',
  source: 'RFC 4380 §5.1.1',
  wireshark: 'teredo',
  begins: (b, start, end) =>
    end - start >= 40 && ((b[start] as number) >> 4 === VERSION_6 || (b[start] === 0 && (b[start + 1] as number) <= 1)),
  fields: {
    auth: marked(
      AUTHENTICATION,
      record(() => TeredoAuthentication),
    ),
    origin: marked(
      ORIGIN,
      record(() => TeredoOrigin),
    ),
  },
  columns: {
    // Wireshark's fields have no value of their own: they say that something is there.
    'teredo.auth': ({ auth }) => (auth === undefined ? undefined : true),
    'teredo.orig': ({ origin }) => (origin === undefined ? undefined : true),
    'teredo.orig.port': ({ origin }) => (origin === undefined ? undefined : origin.port ^ 0xffff),
  },
}));
