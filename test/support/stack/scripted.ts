/**
 * TCP by script: segments that a peer sends, and those that the stack must answer with, one a line.
 *
 *     listen                       or   connect
 *     < S seq 0 mss 1000                the peer sends; its numbers begin at 0 with its SYN, ours with ours
 *     > SA seq 0 ack 1                  the next segment that left must say that; what is not named may be anything
 *     > nothing                         no segment more has left
 *     < icmp 3 1 seq 1                  a router says something (type, code) of a segment of ours
 *     +200                              so many milliseconds pass
 *     write 100 | read | read 10 | finish | leave | abort
 *     state ESTABLISHED
 *
 * Of a segment: FLAGS (letters of scapy; `.` for none), `seq N`, `len N` (octets of data), `ack N`, `win N`, `mss N`, `scale N`, `sack`, `sack A-B,C-D`, `ts VALUE,ECHO`, `urg N`,
 * `bad` (a wrong checksum), `raw HEX` (options as octets), `ipopt HEX` (options of IP), `src ADDRESS`, `dst ADDRESS`; of what leaves also `ttl N`, `tos N`, `from ADDRESS`. In what is expected, `no-mss` and the like: without that option.
 */
import { expect } from 'vitest';
import { seededRandom } from '../../../src/bytes/random.ts';
import { auto } from '../../../src/packet/spec/spec.ts';
import type { Packet } from '../../../src/packet/laid/packet.ts';
import { Ether } from '../../../src/protocols/link/ethernet.ts';
import { ICMP } from '../../../src/protocols/network/icmp/icmp.ts';
import { IP } from '../../../src/protocols/network/ipv4/ipv4.ts';
import { dissect, packet } from '../../../src/protocols/protocols.ts';
import { TCP } from '../../../src/protocols/transport/tcp/tcp.ts';
import { Stack } from '../../../src/stack/stack.ts';
import type { Tcb, TcpSettings } from '../../../src/stack/tcp/tcb.ts';
import { tcpSettings } from '../../../src/stack/tcp/tcp-settings.ts';
import { EventTime } from './stack-pair.ts';

const OURS = { address: '10.0.0.1', mac: '02:00:00:00:00:01', port: 8000 };
const PEER = { address: '10.0.0.2', mac: '02:00:00:00:00:02', port: 5000 };
/** The peer's first sequence number: near the end, so that scripts go around it. */
const PEER_ISS = 0xffff_fff0;

export interface Scripted {
  readonly stack: Stack;
  readonly t: Tcb;
  /** What was read, and what ended the connection. */
  readonly read: readonly number[];
  readonly errors: readonly string[];
}

/** Runs a script from its first line to its last. Fails with the line that was not met. */
export function scripted(text: string, settings: Partial<TcpSettings> = {}): Scripted {
  const run = new Script(settings);
  text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .forEach((line, i) => {
      if (line !== '') run.line(line, i + 1);
    });
  return run;
}

class Script implements Scripted {
  readonly stack: Stack;
  readonly read: number[] = [];
  readonly errors: string[] = [];
  readonly #time = new EventTime();
  readonly #left: Packet[] = [];
  readonly #settings: TcpSettings;
  #t: Tcb | undefined;
  #ourIss = 0;
  #knowsOurs = false;

  constructor(settings: Partial<TcpSettings>) {
    this.#settings = tcpSettings('script', { timestamps: false, selective: false, windowScaling: false, ...settings });
    this.stack = new Stack(
      {
        linkType: 1,
        mac: Uint8Array.of(2, 0, 0, 0, 0, 1),
        mtu: 1500,
        transmit: (frames) => {
          for (let i = 0; i < frames.n; i++)
            this.#leaves(frames.data.slice(frames.offset[i], (frames.offset[i] as number) + (frames.length[i] as number)));
          frames.clear();
          return frames;
        },
      },
      { clock: this.#time, random: seededRandom('script') },
      { addresses: [`${OURS.address}/24`, '10.0.0.5/24'] },
    );
    this.stack.neighbours.of(PEER.address).fix(Uint8Array.of(2, 0, 0, 0, 0, 2));
  }

  get t(): Tcb {
    if (this.#t === undefined) throw new Error('there is no connection yet');
    return this.#t;
  }

  line(line: string, number: number): void {
    const [first = '', ...words] = line.split(/\s+/);
    if (first === '<' && words[0] === 'icmp') this.#error(words.slice(1).map(Number));
    else if (first === '<') this.#send(words);
    else if (first === '>') this.#expect(words, `line ${number}: ${line}`);
    else if (first.startsWith('+')) this.#time.pass(Number(first.slice(1)));
    else if (first === 'state') expect(this.#t?.state ?? 'CLOSED', `line ${number}: ${line}`).toBe(words[0]);
    else this.#do(first, words);
  }

  #do(what: string, [word]: readonly string[]): void {
    const { tcp, paths } = this.stack;
    if (what === 'listen')
      tcp.listen({ port: OURS.port, backlog: Number(word ?? 10), settings: this.#settings, onConnection: (t) => this.#take(t) });
    else if (what === 'connect') this.#take(tcp.connect(paths.to(PEER.address), PEER.port, this.#settings, OURS.port));
    else if (what === 'write')
      tcp.write(
        this.t,
        new Uint8Array(Number(word)).map((_, i) => i),
      );
    else if (what === 'read') {
      const octets = tcp.read(this.t, word === undefined ? undefined : Number(word));
      if (octets !== undefined) this.read.push(...octets);
    } else if (what === 'finish') tcp.finish(this.t);
    else if (what === 'leave') tcp.leave(this.t);
    else if (what === 'abort') tcp.abort(this.t);
    else throw new Error(`a script cannot ${what}`);
  }

  #take(t: Tcb): void {
    this.#t = t;
    t.events = { close: (error) => this.errors.push(error?.code ?? 'closed') };
  }

  #leaves(octets: Uint8Array): void {
    const p = dissect(octets);
    const tcp = p.get(TCP);
    if (tcp === undefined) return;
    if (!this.#knowsOurs && tcp.flags.has('S')) {
      this.#knowsOurs = true;
      this.#ourIss = tcp.seq;
    }
    this.#left.push(p);
  }

  #send(words: readonly string[]): void {
    const [flags = '', ...rest] = words;
    const said = new Map<string, string>();
    for (let i = 0; i < rest.length; i++) {
      const name = rest[i] as string;
      if (name === 'bad' || (name === 'sack' && !/\d/.test(rest[i + 1] ?? ''))) said.set(name, '');
      else said.set(name, rest[++i] as string);
    }
    const number = (name: string, usual = 0): number => Number(said.get(name) ?? usual);
    const tcp = TCP({
      sport: number('sport', PEER.port),
      dport: number('dport', OURS.port),
      seq: (PEER_ISS + number('seq')) >>> 0,
      ack: said.has('ack') ? (this.#ourIss + number('ack')) >>> 0 : 0,
      flags: flags === '.' ? 0 : flags,
      window: number('win', 65_535),
      urgptr: number('urg'),
      options: said.has('raw') ? undefined : this.#options(said),
    } as never);
    const data = Uint8Array.from({ length: number('len') }, (_, i) => number('seq') + i);
    let octets: Uint8Array = packet(
      Ether({ src: PEER.mac, dst: OURS.mac }),
      IP({ src: said.get('src') ?? PEER.address, dst: said.get('dst') ?? OURS.address }),
      tcp,
      data,
    ).bytes.slice();
    if (said.has('raw'))
      octets = withOptions(
        octets,
        Uint8Array.from((said.get('raw') as string).match(/../g) ?? [], (hex) => Number.parseInt(hex, 16)),
      );
    if (said.has('ipopt')) octets = withIpOptions(octets, said.get('ipopt') as string);
    if (said.has('bad')) octets[50]! ^= 0xff;
    this.stack.receiveFrame(octets);
  }

  /** A router's words of the segment at `seq`. */
  #error([type = 0, code = 0, seq = 0]: readonly number[]): void {
    const { t } = this;
    const quoted = packet(
      IP({ src: t.path.local, dst: t.path.remote }),
      TCP({ sport: t.localPort, dport: t.remotePort, seq: (this.#ourIss + seq) >>> 0, flags: 'A' }),
    ).bytes.subarray(0, 28);
    const error = packet(Ether({ src: PEER.mac, dst: OURS.mac }), IP({ src: '10.0.0.9', dst: t.path.local }), ICMP({ type, code }), quoted);
    this.stack.receiveFrame(error.bytes.slice());
  }

  #options(said: ReadonlyMap<string, string>): unknown[] {
    const options: unknown[] = [];
    if (said.has('mss')) options.push(['MSS', Number(said.get('mss'))]);
    if (said.has('scale')) options.push(['NOP'], ['WScale', Number(said.get('scale'))]);
    if (said.get('sack') === '') options.push(['SAckOK', '']);
    if (said.has('ts')) options.push(['Timestamp', (said.get('ts') as string).split(',').map(Number)]);
    const ranges = said.get('sack');
    if (ranges !== undefined && ranges !== '')
      options.push(['NOP'], ['NOP'], ['SAck', ranges.split(/[-,]/).map((n) => (this.#ourIss + Number(n)) >>> 0)]);
    return options;
  }

  #expect([flags = '', ...words]: readonly string[], line: string): void {
    const p = this.#left.shift();
    if (flags === 'nothing') {
      expect(p?.summary(), line).toBeUndefined();
      return;
    }
    if (p === undefined) throw new Error(`${line}: nothing left`);
    const tcp = p.get(TCP);
    if (tcp === undefined) throw new Error(line);
    const options = new Map(tcp.options.map((option) => [option[0] as string, option[1]]));
    const isReset = tcp.flags.has('R');
    const is: Record<string, () => unknown> = {
      seq: () => (tcp.seq - this.#ourIss) | 0,
      ack: () => (tcp.ack - PEER_ISS) | 0,
      len: () => p.payload(TCP).length,
      win: () => tcp.window,
      mss: () => options.get('MSS'),
      scale: () => options.get('WScale'),
      urg: () => tcp.urgptr,
      ttl: () => p.get(IP)?.ttl,
      tos: () => p.get(IP)?.tos,
      from: () => p.get(IP)?.src,
      sack: () => rangesOf(options.get('SAck') as readonly number[] | undefined),
      ts: () => String(options.get('Timestamp')),
      exactly: () => (isReset ? tcp.seq : undefined),
    };
    const got: Record<string, unknown> = { flags: tcp.flags.text };
    const wanted: Record<string, unknown> = { flags };
    for (let i = 0; i < words.length; i++) {
      const name = words[i] as string;
      if (name.startsWith('no-')) {
        wanted[name] = false;
        got[name] = options.has({ mss: 'MSS', scale: 'WScale', sack: 'SAckOK', ts: 'Timestamp' }[name.slice(3)] as string);
        continue;
      }
      const value = words[++i] as string;
      got[name] = is[name]?.();
      wanted[name] = name === 'sack' || name === 'ts' || name === 'from' ? value : Number(value);
    }
    expect(got, `${line}\n  ${p.summary()}`).toEqual(wanted);
  }
}

const rangesOf = (numbers: readonly number[] | undefined): string => {
  const told: string[] = [];
  for (let i = 0; i + 1 < (numbers?.length ?? 0); i += 2)
    told.push(`${((numbers?.[i] as number) - PEER_ISS) | 0}-${((numbers?.[i + 1] as number) - PEER_ISS) | 0}`);
  return told.join(',');
};

/** The same packet with these octets as options of its IP header (a multiple of four), and its lengths and sums right again. */
function withIpOptions(frame: Uint8Array, hex: string): Uint8Array {
  const options = Uint8Array.from(hex.match(/../g) ?? [], (two) => Number.parseInt(two, 16));
  const longer = Uint8Array.of(...frame.subarray(0, 34), ...options, ...frame.subarray(34));
  const p = dissect(longer);
  p.set(IP, { ihl: 5 + options.length / 4, len: longer.length - 14 });
  return dissect(p.bytes).set(IP, { chksum: auto }).bytes.slice();
}

/** The same segment with these octets as its options (a multiple of four), and its lengths and sums right again. */
function withOptions(frame: Uint8Array, options: Uint8Array): Uint8Array {
  const p = dissect(frame);
  const ip = p.get(IP) as { src: string; dst: string };
  const tcp = p.get(TCP) as unknown as Record<string, number>;
  const header = packet(
    Ether({ src: PEER.mac, dst: OURS.mac }),
    IP({ src: ip.src, dst: ip.dst }),
    TCP({
      sport: tcp['sport'] as number,
      dport: tcp['dport'] as number,
      seq: tcp['seq'] as number,
      ack: tcp['ack'] as number,
      flags: tcp['flags'] as never,
      window: tcp['window'] as number,
      dataofs: 5 + options.length / 4,
      options: [],
    }),
    Uint8Array.of(...options, ...p.payload(TCP)),
  );
  return header.bytes.slice();
}
