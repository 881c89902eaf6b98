/** How a flow is written as a record of a template: the information elements, and the octets of each. */
import type { Flow, FlowCounts, FlowEnd } from '../flow.ts';
import type { TemplateField } from '../../protocols/application/netflow/data.ts';

/** One direction of a flow, as it is about to be written. Used again for the next. */
export class Direction {
  src: Uint8Array = new Uint8Array(4);
  dst: Uint8Array = new Uint8Array(4);
  srcMac: Uint8Array | undefined;
  dstMac: Uint8Array | undefined;
  sport = 0;
  dport = 0;
  protocol = 0;
  version: 4 | 6 = 4;
  vlan = 0;
  end: FlowEnd = 'forced';
  counts!: FlowCounts;
  /** In a record of both directions: the other one's. */
  back: FlowCounts | undefined;
  /** When the exporter began, in µs since 1970. */
  bootUs = 0;

  /** The way of `flow`'s first packet, or the other. */
  of(flow: Flow, back: boolean): this {
    this.version = flow.version;
    this.src = back ? flow.dstOctets : flow.srcOctets;
    this.dst = back ? flow.srcOctets : flow.dstOctets;
    this.srcMac = back ? flow.dstMac : flow.srcMac;
    this.dstMac = back ? flow.srcMac : flow.dstMac;
    this.sport = back ? flow.dport : flow.sport;
    this.dport = back ? flow.sport : flow.dport;
    this.protocol = flow.protocol;
    this.vlan = flow.vlan;
    this.end = flow.end;
    this.counts = back ? flow.back : flow.there;
    return this;
  }
}

/** How times are written: milliseconds since the exporter began, or absolute in one of IPFIX's units. */
export type FlowTimeForm = 'uptime' | 'sec' | 'milli' | 'micro' | 'nano';

type Writer = (v: DataView, b: Uint8Array, at: number, d: Direction) => void;

/** Elements that stand side by side in a record: what a template says of them, and how they are written together. */
export interface Elements {
  readonly fields: readonly TemplateField[];
  readonly octets: number;
  readonly write: Writer;
}

/** RFC 5102 §5.11.3. Full counters are a matter of the exporter's means. */
const END_REASON: Readonly<Record<FlowEnd, number>> = { idle: 1, active: 2, forced: 4, room: 5, overflow: 5 };
/** Whose elements tell what went the other way (RFC 5103 §6.1). */
const REVERSE = 29_305;
/** Seconds from 1900, when NTP's era begins, to 1970. */
const NTP_1970 = 2_208_988_800;

/** @param fields id and octets of each @param pen the enterprise whose elements they are; 0: IANA's */
const together = (fields: readonly (readonly [id: number, octets: number])[], write: Writer, pen = 0): Elements => ({
  fields: fields.map(([id, octets]) => [id, octets, pen]),
  octets: fields.reduce((sum, [, octets]) => sum + octets, 0),
  write,
});

function big(v: DataView, at: number, value: number): void {
  v.setUint32(at, value / 2 ** 32);
  v.setUint32(at + 4, value);
}

/** RFC 7011 §6.1.9: NTP's seconds and fraction. Of microseconds, what the lower 11 bits say is not defined. */
function ntp(v: DataView, at: number, us: number): void {
  const sec = Math.floor(us / 1e6);
  v.setUint32(at, sec + NTP_1970);
  v.setUint32(at + 4, Math.round(((us - sec * 1e6) / 1e6) * 2 ** 32));
}

const TIMES: Readonly<
  Record<
    FlowTimeForm,
    { ids: readonly [number, number]; octets: number; write: (v: DataView, at: number, us: number, bootUs: number) => void }
  >
> = {
  uptime: { ids: [22, 21], octets: 4, write: (v, at, us, boot) => v.setUint32(at, Math.floor((us - boot) / 1000)) },
  sec: { ids: [150, 151], octets: 4, write: (v, at, us) => v.setUint32(at, Math.floor(us / 1e6)) },
  milli: { ids: [152, 153], octets: 8, write: (v, at, us) => big(v, at, Math.floor(us / 1000)) },
  micro: { ids: [154, 155], octets: 8, write: (v, at, us) => ntp(v, at, us) },
  nano: { ids: [156, 157], octets: 8, write: (v, at, us) => ntp(v, at, us) },
};

/** What a direction counts. @param pen of the other direction RFC 5103's */
function counting(of: (d: Direction) => FlowCounts, pen: number, times: FlowTimeForm): Elements {
  const { ids, octets, write } = TIMES[times];
  // NetFlow 9 has the octet with eight flags; IPFIX the word with all (RFC 7125 §3).
  const short = times === 'uptime';
  const [first, last] = ids;
  return together(
    [
      [2, 8],
      [1, 8],
      [first, octets],
      [last, octets],
      [5, 1],
      [6, short ? 1 : 2],
    ],
    (v, b, at, d) => {
      const counts = of(d);
      big(v, at, counts.packets);
      big(v, at + 8, counts.octets);
      write(v, at + 16, counts.firstUs, d.bootUs);
      write(v, at + 16 + octets, counts.lastUs, d.bootUs);
      const to = at + 16 + 2 * octets;
      b[to] = counts.tos;
      if (short) b[to + 1] = counts.tcpFlags;
      else v.setUint16(to + 1, counts.tcpFlags);
    },
    pen,
  );
}

function putOctets(b: Uint8Array, at: number, from: Uint8Array | undefined, octets: number): void {
  for (let i = 0; i < octets; i++) b[at + i] = from?.[i] ?? 0;
}

/** Addresses, ports, protocol and IP version. */
function ends(version: 4 | 6): Elements {
  const octets = version === 4 ? 4 : 16;
  const [src, dst] = version === 4 ? [8, 12] : [27, 28];
  return together(
    [
      [src, octets],
      [dst, octets],
      [7, 2],
      [11, 2],
      [4, 1],
      [60, 1],
    ],
    (v, b, at, d) => {
      putOctets(b, at, d.src, octets);
      putOctets(b, at + octets, d.dst, octets);
      const to = at + 2 * octets;
      v.setUint16(to, d.sport);
      v.setUint16(to + 2, d.dport);
      b[to + 4] = d.protocol;
      b[to + 5] = version;
    },
  );
}

const MAC = 6;

/** What records of flows have. */
export interface RecordForm {
  readonly version: 4 | 6;
  readonly times: FlowTimeForm;
  readonly vlan: boolean;
  readonly ether: boolean;
  /** Both directions in one record (RFC 5103). */
  readonly both: boolean;
}

/** The elements of a record, in order. */
export function elementsOf({ version, times, vlan, ether, both }: RecordForm): readonly Elements[] {
  return [
    ends(version),
    counting((d) => d.counts, 0, times),
    ...(both ? [counting((d) => d.back as FlowCounts, REVERSE, times)] : []),
    together([[136, 1]], (_, b, at, d) => {
      b[at] = END_REASON[d.end];
    }),
    ...(vlan ? [together([[58, 2]], (v, _, at, d) => v.setUint16(at, d.vlan))] : []),
    ...(ether
      ? [
          together(
            [
              [56, MAC],
              [80, MAC],
            ],
            (_, b, at, d) => {
              putOctets(b, at, d.srcMac, MAC);
              putOctets(b, at + MAC, d.dstMac, MAC);
            },
          ),
        ]
      : []),
  ];
}
