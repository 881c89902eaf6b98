/** The text of iputils' ping. */
import { splitZone } from '../../bytes/zone.ts';
import type { PingError, PingEvent, PingReply, PingStatistics, PingTarget } from './ping-events.ts';
import { isAdvice } from './echo-answer.ts';
import { TIME_OCTETS } from './echo-request.ts';
import { icmpErrorWords } from './icmp-error-words.ts';

/** What the text depends on. */
export interface PingTextOptions {
  /** As it was typed. */
  readonly name: string;
  readonly size: number;
  /** Octets of IP options. */
  readonly optionOctets: number;
  /** Of IPv6, where one was asked for. */
  readonly flowLabel: number | undefined;
  /** `-I`, or what else shows the source address; the interface only where it was named. */
  readonly showSource: boolean;
  readonly iface: string | undefined;
  readonly times: boolean;
  readonly bell: boolean;
  readonly verbose: boolean;
  readonly floods: boolean;
  readonly reportsSilence: boolean;
  readonly ident: number;
  /** The text for an address: with its name, where names are wanted. */
  readonly nameOf: (address: string) => Promise<string>;
}

const IP_HEADER = 20;
const ICMP_HEADER = 8;

export class PingText {
  readonly #o: PingTextOptions;
  readonly #target: PingTarget;
  #lastRoute: string | undefined;

  constructor(target: PingTarget, o: PingTextOptions) {
    this.#target = target;
    this.#o = o;
  }

  header(): string {
    const { name, size, optionOctets, showSource, iface, flowLabel } = this.#o;
    const { address, family, source } = this.#target;
    const from = showSource ? `from ${source ?? ''} ${iface ?? ''}: ` : '';
    const flow = flowLabel === undefined ? '' : `, flow 0x${flowLabel.toString(16).padStart(5, '0')}, `;
    if (family === 6) return `PING ${name}(${address}) ${flow}${from}${size} data bytes\n`;
    return `PING ${name} (${address}) ${from}${size}(${size + ICMP_HEADER + IP_HEADER + optionOctets}) bytes of data.\n`;
  }

  /** The line for standard error, where this host could not send so many octets. */
  localError(e: PingEvent): string | undefined {
    if (e.kind !== 'error' || e.reason?.code !== 'ERR_TOO_LARGE' || this.#o.floods) return undefined;
    return `pkw ping: local error: message too long, mtu${this.#target.family === 4 ? '=' : ': '}${e.mtu ?? 0}`;
  }

  /** A line or several; empty where the event is not shown. */
  async event(e: PingEvent): Promise<string> {
    if (e.kind === 'silence')
      return this.#o.reportsSilence && !this.#o.floods ? `${this.#time(e)}no answer yet for icmp_seq=${e.seq & 0xffff}\n` : '';
    if (e.kind === 'error') return this.#error(e);
    if (this.#o.floods) return e.badChecksum ? '\bC' : '\b \b';
    return this.#reply(e);
  }

  #time({ atMs }: PingEvent): string {
    return this.#o.times ? `[${Math.floor(atMs / 1000)}.${String(Math.floor((atMs % 1000) * 1000)).padStart(6, '0')}] ` : '';
  }

  async #error(e: PingError): Promise<string> {
    const { family } = this.#target;
    const isNoError = family === 4 && isAdvice(e.type);
    if (this.#o.floods) return isNoError ? '' : '\bE';
    const from = `${this.#time(e)}From ${await this.#o.nameOf(e.from)}`;
    return `${from}${isNoError ? ':' : ''} icmp_seq=${e.seq & 0xffff} ${icmpErrorWords(e, family)}\n`;
  }

  async #reply(e: PingReply): Promise<string> {
    const { size, verbose, ident, bell } = this.#o;
    const { address, group } = this.#target;
    const time = e.rttMs === undefined || size < TIME_OCTETS ? '' : ` time=${tripText(e.rttMs)} ms`;
    const isOther = e.from !== address && !group;
    const marks = `${e.duplicate && (!group || verbose) ? ' (DUP!)' : ''}${e.badChecksum ? ' (BAD CHECKSUM!)' : ''}${isOther ? ' (DIFFERENT ADDRESS!)' : ''}`;
    const head = `${e.octets} bytes from ${await this.#o.nameOf(e.from)}: icmp_seq=${e.seq & 0xffff}${verbose ? ` ident=${ident}` : ''} ttl=${e.ttl}`;
    const line = `${this.#time(e)}${head}${e.truncated ? ' (truncated)' : time}${marks}`;
    return `${line}${this.#differences(e)}${bell ? '\x07' : ''}${await this.#written(e)}\n`;
  }

  /** The first octet that is another, and all of them in rows of 32. */
  #differences({ wrong, packet, octets }: PingReply): string {
    // Of data without room for the time iputils' ping compares nothing.
    if (wrong === undefined || this.#o.size < TIME_OCTETS) return '';
    const hex = (n: number): string => n.toString(16);
    const data = packet.bytes.subarray(packet.bytes.length - (octets - ICMP_HEADER));
    let text = `\nwrong data byte #${wrong.at} should be 0x${hex(wrong.expected)} but was 0x${hex(wrong.got)}`;
    for (let i = TIME_OCTETS; i < data.length; i++) {
      if (i % 32 === TIME_OCTETS) text += `\n#${i}\t`;
      text += `${hex(data[i] as number)} `;
    }
    return text;
  }

  async #written({ route, stamps }: PingReply): Promise<string> {
    if (route !== undefined) {
      if (route.length === 0) return '';
      const same = route.join(' ');
      if (same === this.#lastRoute) return '\t(same route)';
      this.#lastRoute = same;
      return `\nRR: \t${(await Promise.all(route.map(this.#o.nameOf))).join('\n\t')}\n`;
    }
    if (stamps === undefined || stamps.list.length === 0) return '';
    const lines: string[] = [];
    let before: number | undefined;
    for (const { address, time } of stamps.list) {
      const where = address === undefined ? '' : `${await this.#o.nameOf(address)}\t`;
      // RFC 791 §3.1: the highest bit says that it is not milliseconds since midnight.
      const isStandard = time < 0x8000_0000;
      lines.push(
        `${where}${before === undefined ? `${time & 0x7fff_ffff} absolute${isStandard ? '' : ' not-standard'}` : String((time & 0x7fff_ffff) - before)}`,
      );
      before ??= time & 0x7fff_ffff;
      before = time & 0x7fff_ffff;
    }
    return `\nTS: \t${lines.join('\n\t')}\n${stamps.missed > 0 ? `Unrecorded hops: ${stamps.missed}\n` : ''}`;
  }

  statistics(s: PingStatistics, paced: boolean): string {
    const more = `${s.duplicates > 0 ? `, +${s.duplicates} duplicates` : ''}${s.corrupted > 0 ? `, +${s.corrupted} corrupted` : ''}${s.errors > 0 ? `, +${s.errors} errors` : ''}`;
    const loss =
      s.sent === 0 ? '' : `, ${shortNumber(((s.sent - s.received) * 100) / s.sent)}% packet loss, time ${Math.floor(s.elapsedMs)}ms`;
    const parts: string[] = [];
    const { rtt } = s;
    if (s.received > 0 && rtt !== undefined)
      parts.push(`rtt min/avg/max/mdev = ${[rtt.min, rtt.avg, rtt.max, rtt.mdev].map(threePlaces).join('/')} ms`);
    if (s.pipe > 1) parts.push(`pipe ${s.pipe}`);
    if (s.received > 0 && !paced && s.sent > 1 && rtt !== undefined)
      parts.push(`ipg/ewma ${threePlaces(s.elapsedMs / (s.sent - 1))}/${threePlaces(rtt.smoothed)} ms`);
    return `\n--- ${this.#o.name} ping statistics ---\n${s.sent} packets transmitted, ${s.received} received${more}${loss}\n${parts.join(', ')}\n`;
  }
}

/** Whole microseconds, cut off. */
const threePlaces = (ms: number): string => (Math.floor(ms * 1000) / 1000).toFixed(3);

/** With as many places as make three or four digits. */
export function tripText(ms: number): string {
  const us = Math.floor(ms * 1000);
  if (us >= 99_950) return String(Math.floor((us + 500) / 1000));
  if (us >= 9_995) return (Math.floor((us + 50) / 100) / 10).toFixed(1);
  if (us >= 1000) return (Math.floor((us + 5) / 10) / 100).toFixed(2);
  return (us / 1000).toFixed(3);
}

/** C's %g: six digits, and no zeros at the end. */
const shortNumber = (x: number): string => String(Number(x.toPrecision(6)));

/** An address without its zone, for a look-up. */
export const withoutZone = (address: string): string => splitZone(address).address;
