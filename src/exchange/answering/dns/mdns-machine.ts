/** A host that has names on its link: answers questions of Multicast DNS. @see RFC 6762 §6 */
import { checkOptions } from '../../../bytes/known-options.ts';
import { parseMac, readMac } from '../../../bytes/address.ts';
import type { Mac } from '../../../host/host.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { DNS } from '../../../protocols/application/dns/dns.ts';
import { MDNS, MDNSRR } from '../../../protocols/application/dns/multicast.ts';
import { Ether } from '../../../protocols/link/ethernet.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../../protocols/protocols.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import { groupMac } from '../../groups.ts';
import { type AnsweringMachine, answeringMachine } from '../answering-machine.ts';
import { type DnsZone, type GivenRr, ZoneTable } from './zone.ts';

/** What an mDNS machine answers, and from where. */
export interface MdnsMachineOptions {
  /** Names under `local.` and their records. */
  readonly zone: DnsZone;
  /** The IPv4 address that answers come from. */
  readonly address: string;
  /** Its IPv6 address, usually a link-local one. Default: IPv6 is not answered. */
  readonly address6?: string;
  readonly mac: Mac;
}

const PORT = 5353;
const GROUP = '224.0.0.251';
const GROUP_6 = 'ff02::fb';
const TTL = 255;
/** RFC 6762 §6.7: for those who ask as plain DNS clients. */
const LEGACY_TTL = 10;

interface Given {
  readonly rrname: string;
  readonly type: number;
  readonly ttl: number;
  readonly rdata: unknown;
}

/** Answers for its names, over IPv4 and IPv6: to the group, or to the asker alone where the question says so, or came from another port (RFC 6762 §6.7). */
export function mdnsMachine(o: MdnsMachineOptions): AnsweringMachine {
  checkOptions('mdnsMachine', o, { zone: true, address: true, address6: true, mac: true });
  const { zone, address, address6, mac } = o;
  const table = new ZoneTable(zone);
  parseMac(mac);
  return answeringMachine({
    name: 'mDNS',
    isRequest: (received) => received.get(UDP)?.dport === PORT && received.get(MDNS)?.qr === 0,
    makeReply: (received) => {
      const ip = received.get(IP),
        udp = received.get(UDP),
        ether = received.get(Ether),
        asked = received.get(MDNS);
      const six = ip === undefined ? received.get(IPv6) : undefined;
      const { src = '', dst = '' } = ip ?? six ?? {};
      const [group, own] = six === undefined ? [GROUP, address] : [GROUP_6, address6];
      if (udp === undefined || asked === undefined || own === undefined || (dst !== group && dst !== own)) return undefined;
      const found = asked.qd.flatMap((q) => table.answer(q.qname, q.qtype).an);
      // RFC 6762 §7.1: what the asker knows already is not said again.
      const news = found.filter((r) => !asked.an.some((known) => isSame(known, givenOf(r))));
      if (news.length === 0) return undefined;
      const legacy = udp.sport !== PORT;
      const alone = legacy || asked.qd.every((q) => q.unicastresponse === 1);
      const to = alone ? src : group;
      const headers = [
        ...(ether === undefined ? [] : [Ether({ dst: alone ? ether.src : readMac(groupMac(group), 0), src: mac })]),
        six === undefined ? IP({ src: own, dst: to, ttl: TTL }) : IPv6({ src: own, dst: to, hlim: TTL }),
        UDP({ sport: PORT, dport: alone ? udp.sport : PORT }),
      ] as const;
      if (legacy) {
        const an = news.map((r) => ({ ...givenOf(r), ttl: Math.min(givenOf(r).ttl, LEGACY_TTL) }));
        const qd = asked.qd.map(({ qname, qtype, qclass }) => ({ qname, qtype, qclass }));
        return packet(...headers, DNS({ id: asked.id, qr: 1, aa: 1, rd: 0, qd, an } as never)) as unknown as Packet;
      }
      const an = news.map((r) => MDNSRR({ ...givenOf(r), cacheflush: 1 } as never));
      return packet(...headers, MDNS({ qr: 1, aa: 1, qd: [], an } as never)) as unknown as Packet;
    },
  });
}

const givenOf = (r: GivenRr): Given => (r as unknown as { readonly given: Given }).given;

const isSame = (
  known: { readonly rrname: string; readonly type: number; readonly ttl: number; readonly rdata: unknown },
  r: Given,
): boolean =>
  known.rrname.toLowerCase() === r.rrname.toLowerCase() && known.type === r.type && known.rdata === r.rdata && known.ttl * 2 >= r.ttl;
