/** What `pkw flowgrep` does with matches: prints them, logs their connections, ends or slows them. */
import { utf8Octets } from '../../../bytes/text.ts';
import type { InterfaceInfo, PacketBatch } from '../../../capture/batch.ts';
import { makePcapHeader } from '../../../capture/pcap/header.ts';
import type { Clock, Link } from '../../../host/host.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { objectOf } from '../../../packet/object/packet-object.ts';
import type { FlowEnds, FlowMatch, SearchHandlers } from '../../../streams/search/search-flows.ts';
import type { Connection } from '../../../streams/tcp/connection.ts';
import type { StreamSide, TcpHandlers } from '../../../streams/tcp/events.ts';
import { counted, warnOfLeftOut } from './followed-stats.ts';
import type { FollowStats } from '../../../streams/tcp/tcp-streams.ts';
import { ConnectionLog } from '../../../tools/connection-log.ts';
import { Killer } from '../../../tools/kill.ts';
import { sideName } from '../../../tools/side-names.ts';
import { Slower } from '../../../tools/slow.ts';
import type { CommandIo } from '../../command.ts';
import { errorLine } from '../../error-line.ts';
import type { FlowgrepOptions } from './flowgrep-options.ts';
import { matchJson, MatchLines, withoutJson } from './match-lines.ts';

const LIMIT = 65_536;
const SNAPLEN = 262_144;

export interface Sender {
  readonly link: Link;
  readonly clock: Clock;
}

export class FlowReport {
  matches = 0;
  readonly handlers: SearchHandlers;
  readonly tcp: TcpHandlers;
  readonly #o: FlowgrepOptions;
  readonly #io: CommandIo;
  readonly #lines: MatchLines;
  readonly #limit: number;
  readonly #log: ConnectionLog | undefined;
  readonly #killer: Killer | undefined;
  readonly #slower: Slower | undefined;
  readonly #capture: { readonly interfaces: readonly InterfaceInfo[] };
  #out: string[] = [];
  /** Connections with a match. */
  readonly #found = new WeakSet<Connection>();
  /** Pieces of a side that are still to be shown; and the next one, unless it has a match itself. */
  readonly #further = new WeakMap<Connection, Partial<Record<StreamSide, number>>>();
  #piece: string | undefined;
  #batch: PacketBatch | undefined;
  #before = 0;
  #selection: Uint8Array | undefined;
  #failure: unknown;
  #isEnough = false;

  constructor(o: FlowgrepOptions, io: CommandIo, capture: { readonly interfaces: readonly InterfaceInfo[] }, sender?: Sender) {
    this.#o = o;
    this.#io = io;
    this.#capture = capture;
    this.#limit = o.limit ?? LIMIT;
    const stamps = o.T > 1 ? 'since-first' : o.T > 0 ? 'since' : o.t ? 'time' : undefined;
    const { format = 'normal', nonPrintable: other = '.' } = o;
    this.#lines = new MatchLines({ format, columns: io.columns, colour: io.colour, limit: this.#limit, other, stamps });
    if (o.log !== undefined) this.#log = new ConnectionLog(o.log, { captureHead: o.logPackets ? this.#head() : undefined });
    if (sender !== undefined && o.kill) this.#killer = new Killer(sender.link, o.resets);
    if (sender !== undefined && o.slow)
      this.#slower = new Slower({ ...sender, ...(o.rate !== undefined && { rate: o.rate }), failed: (error) => (this.#failure ??= error) });
    this.handlers = {
      match: (match) => this.#match(match),
      ...(o.invert && { without: (flow: Parameters<NonNullable<SearchHandlers['without']>>[0]) => this.#without(flow) }),
      over: (c) => this.#log?.end(c),
    };
    this.tcp =
      this.#log === undefined && o.after === undefined
        ? {}
        : { data: (c, from, octets, at, packet) => this.#data(c, from, octets, at, packet) };
  }

  /** No more is wanted. */
  get isEnough(): boolean {
    return this.#isEnough;
  }

  /** What comes next is of this batch. */
  begin(batch: PacketBatch): void {
    this.#batch = batch;
  }

  /** The packets of the batch that had matches; undefined: none had. */
  found(): Uint8Array | undefined {
    this.#before += this.#batch?.n ?? 0;
    this.#batch = undefined;
    const selection = this.#selection;
    this.#selection = undefined;
    return selection;
  }

  /** Prints what there is. @returns false when nobody reads any more @throws what kept a frame from being sent */
  async flush(): Promise<boolean> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#log?.flush();
    if (this.#out.length === 0) return true;
    // All of it is safe to print, and the colours are ours.
    const text = this.#out.join('');
    this.#out = [];
    return await this.#io.write(this.#o.json ? text : utf8Octets(text));
  }

  /** What became of it all. */
  close(stats: FollowStats): void {
    const { packets, tcp } = stats;
    this.#io.warn([counted(packets, 'packet'), counted(tcp.connections, 'connection'), counted(this.matches, 'match')].join(', '));
    if (this.#killer !== undefined) this.#io.warn(`${counted(this.#killer.killed, 'connection')} ended by resets`);
    warnOfLeftOut(stats, 'searched', this.#io);
    if (this.#log !== undefined && this.#log.lost > 0)
      this.#io.warn(`${this.#log.lost} octets came too long before a match, or before none, and are not in the logs`);
  }

  /** Lets all be as it was. */
  async end(): Promise<void> {
    this.#log?.close();
    await this.#slower?.close().catch((error: unknown) => this.#io.warn(errorLine(error)));
  }

  readonly packet = (p: Packet, timeMs: number, number: number, connection: Connection | undefined): void => {
    if (this.#piece !== undefined) this.#out.push(this.#piece);
    this.#piece = undefined;
    if (connection === undefined) return;
    if (this.#log !== undefined && this.#o.logPackets) this.#log.packet(connection, this.#record(p, number));
    if (this.#killer === undefined && this.#slower === undefined) return;
    if (!this.#isMeant(connection)) return;
    this.#killer?.take(connection, p, timeMs).catch((error: unknown) => (this.#failure ??= error));
    this.#slower?.take(connection, p);
  };

  /** With -v: as soon as there are octets, and no match. */
  #isMeant(c: Connection): boolean {
    return this.#o.invert ? c.client.at + c.server.at > 0 && !this.#found.has(c) : this.#found.has(c);
  }

  #data(c: Connection, from: StreamSide, octets: Uint8Array, at: number, packet: number): void {
    this.#log?.data(c, from, octets);
    const further = this.#further.get(c);
    const left = further?.[from] ?? 0;
    if (left === 0 || this.#o.invert || this.#isEnough) return;
    (further as Partial<Record<StreamSide, number>>)[from] = left - 1;
    const [a, z] = from === 'client' ? [c.client, c.server] : [c.server, c.client];
    const ends = { protocol: 'tcp', source: a.address, sourcePort: a.port, destination: z.address, destinationPort: z.port } as const;
    const piece = { ...ends, octets, earlier: 0, spans: [], isCut: false, connection: c, from, at, packet, timeMs: c.lastMs };
    if (this.#piece !== undefined) this.#out.push(this.#piece);
    this.#piece = this.#o.json ? matchJson(piece, this.#limit) : this.#lines.text(piece);
  }

  #match(match: FlowMatch): void {
    const { connection, from, packet } = match;
    if (connection !== undefined) this.#found.add(connection);
    if (this.#o.invert || this.#isEnough) return;
    this.#piece = undefined;
    this.#count(packet);
    if (connection !== undefined) this.#log?.log(connection);
    else this.#logDatagram(match, packet, match.octets);
    if (connection !== undefined && from !== undefined && this.#o.after !== undefined)
      this.#further.set(connection, { ...this.#further.get(connection), [from]: this.#o.after });
    this.#out.push(this.#o.json ? matchJson(match, this.#limit) : this.#lines.text(match));
  }

  #without(flow: FlowEnds & { readonly connection?: Connection; readonly octets?: Uint8Array }): void {
    if (this.#isEnough) return;
    this.#count(flow.packet);
    if (flow.connection !== undefined) this.#log?.log(flow.connection);
    else this.#logDatagram(flow, flow.packet, flow.octets as Uint8Array);
    this.#out.push(this.#o.json ? withoutJson(flow) : this.#lines.without(flow));
  }

  #count(packet: number): void {
    this.matches++;
    this.#isEnough = this.matches >= (this.#o.maxCount ?? Number.POSITIVE_INFINITY);
    const { n } = this.#batch ?? { n: 0 };
    const i = packet - this.#before - 1;
    if (i >= 0 && i < n) (this.#selection ??= new Uint8Array(n))[i] = 1;
  }

  #logDatagram({ source, sourcePort = 0, destination, destinationPort = 0 }: FlowEnds, packet: number, octets: Uint8Array): void {
    if (this.#log === undefined) return;
    const name = sideName({ address: source, port: sourcePort }, { address: destination, port: destinationPort });
    this.#log.datagram(name, this.#o.logPackets ? this.#recordOf(packet) : octets);
  }

  #head(): Uint8Array {
    return makePcapHeader({ linkType: this.#capture.interfaces[0]?.linkType ?? 1, snaplen: SNAPLEN, nanoseconds: true });
  }

  /** A whole datagram of fragments is written as one packet. */
  #record(p: Packet, number: number): Uint8Array {
    const { b, s, e } = objectOf(p);
    return this.#recorded(number, b.subarray(s, e));
  }

  #recordOf(number: number): Uint8Array {
    const batch = this.#batch;
    const i = number - this.#before - 1;
    const at = batch?.offset[i] ?? 0;
    return this.#recorded(number, batch === undefined ? new Uint8Array(0) : batch.data.subarray(at, at + (batch.captured[i] as number)));
  }

  #recorded(number: number, octets: Uint8Array): Uint8Array {
    const i = number - this.#before - 1;
    const record = new Uint8Array(16 + octets.length);
    const view = new DataView(record.buffer);
    view.setUint32(0, this.#batch?.sec[i] ?? 0, true);
    view.setUint32(4, this.#batch?.nsec[i] ?? 0, true);
    view.setUint32(8, octets.length, true);
    view.setUint32(12, Math.max(octets.length, this.#batch?.wire[i] ?? 0), true);
    record.set(octets, 16);
    return record;
  }
}
