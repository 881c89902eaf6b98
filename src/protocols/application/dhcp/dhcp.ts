/** Bootstrap Protocol, and the Dynamic Host Configuration Protocol, which is options behind it. */
import { ipv4, mac } from '../../../packet/fields/addresses.ts';
import { flags, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { fixedOctets } from '../../../packet/fields/octets.ts';
import { mix } from '../../../bytes/hash.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { Matching } from '../../../packet/spec/spec.ts';
import { hardwareTypes } from '../../registries/hardware-types.ts';
import { messageTypes } from './options.ts';
import { dhcpOptionList, isCookie, overloadable } from './overloaded.ts';

/** The bits of `flags`, least significant first: only the highest has a meaning (RFC 1542 §3.1.1). */
const FLAGS = [...Array.from({ length: 15 }, (_, i) => `R${i}`), 'B'];

/** An answer has the number of its question, whoever passed it on (RFC 951 §7.2). */
const sameTransaction: Matching<{ readonly op: number; readonly xid: number }> = {
  about: 'the transaction (xid), wherever the answer goes',
  hash: ({ xid }, _role, seed) => mix(seed, xid),
  answers: (reply, request) => reply.op === 2 && request.op === 1 && reply.xid === request.xid,
};

type Hardware = { readonly htype: number; readonly hlen: number; readonly chaddr: string; readonly chaddr_rest: Uint8Array };
const isMac = ({ htype, hlen }: Hardware): boolean => (htype === 1 || htype === 6) && hlen === 6;

/** A name, where there is one. */
const textOf = (name: unknown): string | undefined => (typeof name === 'string' && name !== '' ? name : undefined);

/** Bootstrap Protocol. @see RFC 951 §3; RFC 1542; RFC 2131 §2 */
export const BOOTP = layer('BOOTP', () => ({
  about: 'Bootstrap Protocol: a host asks for its address and its boot file. DHCP is carried in its options.',
  source: 'RFC 951 §3; RFC 2131 §2',
  wireshark: 'dhcp',
  fields: {
    op: u8({ default: 1, names: { BOOTREQUEST: 1, BOOTREPLY: 2 }, wireshark: 'dhcp.type' }),
    htype: u8({ default: 1, hex: true, names: hardwareTypes, wireshark: 'dhcp.hw.type' }),
    hlen: u8({ default: 6, wireshark: 'dhcp.hw.len', about: 'octets of the hardware address' }),
    hops: u8({ wireshark: 'dhcp.hops', about: 'relay agents passed so far' }),
    xid: u32({ hex: true, wireshark: 'dhcp.id', about: 'the same in request and answer' }),
    secs: u16({ wireshark: 'dhcp.secs', about: 'seconds since the client began' }),
    flags: flags(16, FLAGS, { wireshark: 'dhcp.flags', about: 'B: the server must broadcast the answer' }),
    ciaddr: ipv4({ wireshark: 'dhcp.ip.client', about: "client's address, when it has one" }),
    yiaddr: ipv4({ wireshark: 'dhcp.ip.your', about: 'address that the client gets' }),
    siaddr: ipv4({ wireshark: 'dhcp.ip.server', about: 'the next server to boot from' }),
    giaddr: ipv4({ wireshark: 'dhcp.ip.relay', about: "relay agent's address" }),
    chaddr: mac({ about: "client's hardware address, if it has six octets" }),
    chaddr_rest: fixedOctets(10, { about: 'the rest of its field of 16 octets' }),
    sname: overloadable(64, 2, { about: "server's name, or options (RFC 2131 §4.1)" }),
    file: overloadable(128, 1, { about: "boot file's name, or options" }),
  },
  columns: {
    'dhcp.server': ({ sname }) => textOf(sname),
    'dhcp.file': ({ file }) => textOf(file),
    'dhcp.hw.mac_addr': (bootp) => (isMac(bootp) ? bootp.chaddr : undefined),
  },
  // A question. An answer goes from 67 to 68, or to the relay agent's 67.
  below: { UDP: { sport: 68, dport: 67 } },
  match: sameTransaction,
}));

const titles = new Map<number, string>(
  Object.entries(messageTypes).map(([name, n]) => [n, name.replaceAll(/(?:^|_)([a-z])/g, (_, c: string) => c.toUpperCase())]),
);

/** What kind of message it is, by its options. */
const typeOf = (options: readonly (readonly [string | number, unknown?])[]): number | undefined => {
  const value = options.find(([name]) => name === 'message-type')?.[1];
  return typeof value === 'number' ? value : undefined;
};

/** Dynamic Host Configuration Protocol: the options behind BOOTP and its cookie. @see RFC 2131 §3; RFC 2132; RFC 3396 */
export const DHCP = layer('DHCP', () => ({
  title: 'DHCP options',
  about: 'Dynamic Host Configuration Protocol: the options after BOOTP.',
  source: 'RFC 2131 §3; RFC 2132',
  wireshark: '',
  fields: {
    // scapy has it as BOOTP's `options`; the octets are the same.
    cookie: ipv4({
      default: '99.130.83.99',
      wireshark: 'dhcp.cookie',
      about: 'says that options follow, not vendor data',
    }),
    options: dhcpOptionList(),
  },
  columns: {
    // A client identifier that is a hardware address has its type before it (RFC 2132 §9.14).
    'dhcp.hw.type': {
      hex: 8,
      of: ({ options }) =>
        options.flatMap(([name, v]) =>
          name === 'client_id' && 'type' in (v as object) && [1, 6].includes((v as { type: number }).type)
            ? [(v as { type: number }).type]
            : [],
        ),
    },
  },
  begins: isCookie,
  summary: ({ options }) => `DHCP ${titles.get(typeOf(options) ?? -1) ?? ''}`,
}));
