/** Flows as NetFlow and IPFIX messages, written into octets that are used again. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { headerWriter } from '../../packet/in-bulk/header-writer.ts';
import {
  NetflowHeader,
  NetflowHeaderV1,
  NetflowHeaderV10,
  NetflowHeaderV5,
  NetflowHeaderV9,
} from '../../protocols/application/netflow/netflow.ts';
import { NetflowRecordV1, NetflowRecordV5 } from '../../protocols/application/netflow/records.ts';
import type { Flow } from '../flow.ts';
import { Direction } from './elements.ts';
import { checkMessageOptions, type FlowMessageOptions, type NetflowVersion } from './message-options.ts';
import { TemplateSets } from './template-sets.ts';

/** Who is given a message. The octets are used again for the next: copy what you keep. */
export type MessageSink = (octets: Uint8Array) => void;

/** What was written. */
export interface FlowMessageStats {
  readonly messages: number;
  /** Records of flows: of one with both directions two, where they stand apart. */
  readonly records: number;
  readonly octets: number;
  /** Flows that this version has no words for: IPv6 in versions 1 and 5. */
  readonly refused: number;
  /** Counters that did not fit 32 bits, and are the largest number there is. */
  readonly clamped: number;
}

/** Records at most in a message of version 1 and 5, as Cisco's text has it. */
const MOST_RECORDS: Readonly<Record<number, number>> = { 1: 24, 5: 30 };
const HOUR_US = 3_600e6;
const MAX32 = 0xffff_ffff;
/** Of version 5: one in so many, none random. */
const DETERMINISTIC = 1;

const RECORD = ['src', 'dst', 'dpkts', 'dOctets', 'first', 'last', 'srcport', 'dstport', 'prot', 'tos', 'tcpFlags'] as const;
const HEADS = {
  version: headerOf(() => headerWriter(NetflowHeader(), ['version'])),
  v1: headerOf(() => headerWriter(NetflowHeaderV1(), ['count', 'sysUptime', 'unixSecs', 'unixNanoSeconds'])),
  v5: headerOf(() =>
    headerWriter(NetflowHeaderV5(), [
      'count',
      'sysUptime',
      'unixSecs',
      'unixNanoSeconds',
      'flowSequence',
      'engineID',
      'samplingMode',
      'samplingInterval',
    ]),
  ),
  v9: headerOf(() => headerWriter(NetflowHeaderV9(), ['count', 'sysUptime', 'unixSecs', 'packageSequence', 'SourceID'])),
  v10: headerOf(() => headerWriter(NetflowHeaderV10(), ['length', 'ExportTime', 'flowSequence', 'ObservationDomainID'])),
  r1: headerOf(() => headerWriter(NetflowRecordV1(), RECORD)),
  r5: headerOf(() => headerWriter(NetflowRecordV5(), RECORD)),
};

/** Made at first use: nothing is compiled before a flow is written. */
function headerOf<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Makes NetFlow (1, 5, 9) and IPFIX messages of flows, with templates and sequence numbers. @see RFC 3954; RFC 7011 */
export class FlowMessages {
  readonly #o: ReturnType<typeof checkMessageOptions>;
  readonly #sink: MessageSink;
  readonly #buffer: Uint8Array<ArrayBuffer>;
  readonly #direction = new Direction();
  readonly #sets: TemplateSets | undefined;
  /** Octets of header, and of a record of versions 1 and 5. */
  readonly #head: number;
  readonly #most: number;
  #at: number;
  /** Records in the message that is being written: of version 9 with templates. */
  #count = 0;
  /** The latest time that flows came to, which headers tell. */
  #nowUs = 0;
  #bootUs: number | undefined;
  #messages = 0;
  #records = 0;
  #octets = 0;
  #refused = 0;
  #clamped = 0;
  /** What the header's number counts: records (5, 10) or messages (9) before this one. */
  #sequence = 0;

  /** @throws ERR_VALUE */
  constructor(o: FlowMessageOptions, sink: MessageSink) {
    this.#o = checkMessageOptions(o);
    this.#sink = sink;
    this.#buffer = new Uint8Array(this.#o.maxOctets);
    const { version } = this.#o;
    this.#head = 2 + { 1: HEADS.v1().size, 5: HEADS.v5().size, 9: HEADS.v9().size, 10: HEADS.v10().size }[version];
    this.#most = MOST_RECORDS[version] ?? Number.POSITIVE_INFINITY;
    this.#bootUs = o.bootUs;
    this.#at = this.#head;
    if (version >= 9) this.#sets = new TemplateSets(this.#o, this.#buffer);
  }

  get version(): NetflowVersion {
    return this.#o.version;
  }

  get stats(): FlowMessageStats {
    return { messages: this.#messages, records: this.#records, octets: this.#octets, refused: this.#refused, clamped: this.#clamped };
  }

  /** Writes a flow. The message goes out when it is full. */
  add(flow: Flow): void {
    const { version, biflow } = this.#o;
    this.#bootUs ??= Math.floor(flow.firstUs / 1e6) * 1e6 - HOUR_US;
    this.#direction.bootUs = this.#bootUs;
    if (flow.lastUs > this.#nowUs) this.#nowUs = flow.lastUs;
    if (flow.version === 6 && version < 9) {
      this.#refused++;
      return;
    }
    const both = biflow && flow.back.packets > 0;
    this.#direction.back = both ? flow.back : undefined;
    this.#record(this.#direction.of(flow, false));
    if (!both && flow.back.packets > 0) this.#record(this.#direction.of(flow, true));
  }

  /** Time has gone on: headers tell it. @param us since 1970 */
  passTo(us: number): void {
    if (us > this.#nowUs) this.#nowUs = us;
  }

  /** Sends what waits for its message to be full. */
  flush(): void {
    if (this.#count > 0) this.#send();
  }

  #record(d: Direction): void {
    if (this.#sets !== undefined) this.#templated(d, this.#sets);
    else {
      if (this.#count === this.#most || this.#at + 52 > this.#buffer.length) this.#send();
      this.#fixed(d);
      this.#count++;
    }
    this.#records++;
  }

  #templated(d: Direction, sets: TemplateSets): void {
    if (this.#count === 0) this.#at = sets.begin(this.#at, this.#nowUs);
    let at = sets.write(d, this.#at);
    if (at < 0) {
      this.#send();
      this.#at = sets.begin(this.#at, this.#nowUs);
      at = sets.write(d, this.#at);
    }
    if (at < 0) throw new PacketwrightError('ERR_TOO_LARGE', `maxOctets ${this.#buffer.length} has no room for templates and a record`);
    this.#at = at;
    this.#count++;
  }

  #fixed(d: Direction): void {
    const b = this.#buffer;
    const { counts, src, dst, bootUs } = d;
    const write = this.#o.version === 1 ? HEADS.r1() : HEADS.r5();
    this.#at = write(
      b,
      this.#at,
      long(src),
      long(dst),
      this.#fit(counts.packets),
      this.#fit(counts.octets),
      Math.floor((counts.firstUs - bootUs) / 1000) >>> 0,
      Math.floor((counts.lastUs - bootUs) / 1000) >>> 0,
      d.sport,
      d.dport,
      d.protocol,
      counts.tos,
      counts.tcpFlags & 0xff,
    );
  }

  #fit(count: number): number {
    if (count <= MAX32) return count;
    this.#clamped++;
    return MAX32;
  }

  #send(): void {
    const sets = this.#sets;
    const at = sets === undefined ? this.#at : sets.end(this.#at);
    this.#header(at, sets);
    this.#messages++;
    this.#octets += at;
    this.#count = 0;
    this.#at = this.#head;
    sets?.next();
    this.#sink(this.#buffer.subarray(0, at));
  }

  #header(length: number, sets: TemplateSets | undefined): void {
    const b = this.#buffer;
    const { version, domain, sampling } = this.#o;
    // Version 9 tells whole seconds, and from them and the uptime collectors find when the exporter began: both are of the same moment, the next second.
    const now = version === 9 ? Math.ceil(this.#nowUs / 1e6) * 1e6 : this.#nowUs;
    const sec = Math.floor(now / 1e6);
    const ns = Math.floor(now - sec * 1e6) * 1000;
    const uptime = Math.floor((now - (this.#bootUs ?? 0)) / 1000) >>> 0;
    HEADS.version()(b, 0, version);
    if (version === 1) HEADS.v1()(b, 2, this.#count, uptime, sec, ns);
    else if (version === 5) {
      const mode = sampling > 1 ? DETERMINISTIC : 0;
      HEADS.v5()(b, 2, this.#count, uptime, sec, ns, this.#sequence, domain & 0xff, mode, sampling > 1 ? sampling : 0);
      this.#sequence = (this.#sequence + this.#count) >>> 0;
    } else if (version === 9) {
      HEADS.v9()(b, 2, sets?.records ?? 0, uptime, sec, this.#sequence, domain);
      this.#sequence = (this.#sequence + 1) >>> 0;
    } else {
      HEADS.v10()(b, 2, length, sec, this.#sequence, domain);
      this.#sequence = (this.#sequence + (sets?.dataRecords ?? 0)) >>> 0;
    }
  }
}

const long = (b: Uint8Array): number => ((b[0] as number) << 24) | ((b[1] as number) << 16) | ((b[2] as number) << 8) | (b[3] as number);
