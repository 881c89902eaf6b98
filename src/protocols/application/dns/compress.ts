/** Shortening of a message by pointers to names that stand before (RFC 1035 §4.1.4). */
import { latin1 } from '../../../bytes/text.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { AnyLayer, View } from '../../../packet/spec/spec.ts';
import { OctetWriter } from '../../../packet/spec/octet-writer.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { Region } from '../../../packet/spec/view.ts';
import { DNS } from './dns.ts';
import type { MessageView, RecordView } from './columns.ts';
import { HEADER_OCTETS, parseName } from './names.ts';
import { rdataOctets, rdataOf } from './rdata.ts';

/** Offsets have 14 bits. */
const FARTHEST = 0x3fff;

/** Names as they are written; where each of them, and each of their endings, stands. */
class NameTable {
  readonly #w: OctetWriter;
  readonly #places = new Map<string, number>();

  constructor(w: OctetWriter) {
    this.#w = w;
  }

  /** Appends a name, as much of it as does not stand in the message already. The case of letters is kept, so it counts. */
  write(name: string): void {
    const w = this.#w;
    const labels = parseName(name);
    const wire = labels.map((l) => String.fromCharCode(l.length) + latin1(l));
    for (let i = 0; i < labels.length; i++) {
      const ending = wire.slice(i).join('');
      const place = this.#places.get(ending);
      if (place !== undefined) {
        w.u16(0xc000 | place);
        return;
      }
      const here = w.q - w.start;
      if (here <= FARTHEST) this.#places.set(ending, here);
      w.u8((labels[i] as Uint8Array).length);
      w.octets(labels[i] as Uint8Array);
    }
    w.u8(0);
  }
}

/** The data of a record; only names in the types of RFC 1035 are shortened (RFC 3597 §4). */
function writeData(w: OctetWriter, names: NameTable, r: RecordView): void {
  for (const type of ['NS', 'MD', 'MF', 'CNAME', 'MB', 'MG', 'MR', 'PTR'] as const) {
    const name = rdataOf(r, type);
    if (name !== undefined) {
      names.write(name);
      return;
    }
  }
  const mx = rdataOf(r, 'MX'),
    soa = rdataOf(r, 'SOA'),
    minfo = rdataOf(r, 'MINFO');
  if (mx !== undefined) {
    w.u16(mx.preference);
    names.write(mx.exchange);
  } else if (soa !== undefined) {
    names.write(soa.mname);
    names.write(soa.rname);
    for (const n of [soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum]) w.u32(n);
  } else if (minfo !== undefined) {
    names.write(minfo.rmailbx);
    names.write(minfo.emailbx);
  } else w.octets(rdataOctets(r.type, r.rdata));
}

/** The message's header and records, names shortened. What could not be read is not there. */
function compressedMessage(dns: MessageView): Uint8Array {
  const w = new OctetWriter();
  const names = new NameTable(w);
  w.zeros(HEADER_OCTETS);
  for (const q of dns.qd) {
    names.write(q.qname);
    w.u16(q.qtype);
    w.u16(q.qclass);
  }
  for (const r of [...dns.an, ...dns.ns, ...dns.ar]) {
    names.write(r.rrname);
    w.u16(r.type);
    w.u16(r.rclass);
    w.u32(r.ttl);
    const at = w.q - w.start;
    w.u16(0);
    writeData(w, names, r);
    const length = w.q - w.start - at - 2;
    w.b[w.start + at] = length >>> 8;
    w.b[w.start + at + 1] = length;
  }
  w.b[w.start + 4] = dns.qd.length >>> 8;
  w.b[w.start + 5] = dns.qd.length;
  [dns.an, dns.ns, dns.ar].forEach((section, i) => {
    w.b[w.start + 6 + 2 * i] = section.length >>> 8;
    w.b[w.start + 7 + 2 * i] = section.length;
  });
  return w.b.subarray(w.start, w.q);
}

/**
 * A new packet whose DNS message has its names shortened, as servers send it (scapy's `dns_compress`). Crafted messages are written in
 * full, as in scapy, because a name is written as given. Lengths and checksums are updated.
 * @throws ERR_LAYER when the packet has no DNS
 */
export function compress<S extends string>(packet: Packet<S>): Packet<S> {
  const p = packet.copy();
  const dns = (p as Packet).get(DNS);
  if (dns === undefined) throw new PacketwrightError('ERR_LAYER', 'this packet has no DNS layer to compress', { layer: 'DNS' });
  const message = compressedMessage(dns);
  const region = new Region(message, message.length, 0);
  const short = (DNS as unknown as AnyLayer).code.view(region, 0, 0) as View & MessageView;
  (p as Packet).set(DNS, {
    qd: short.qd as typeof dns.qd,
    an: short.an as typeof dns.an,
    ns: short.ns as typeof dns.ns,
    ar: short.ar as typeof dns.ar,
  });
  return p;
}
