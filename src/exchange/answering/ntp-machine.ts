/** A time server that has the host's clock, or one that is wrong on purpose. */
import { checkOptions } from '../../bytes/known-options.ts';
import type { Clock } from '../../host/host.ts';
import type { PacketMeta } from '../../packet/laid/packet.ts';
import { ntpAt } from '../../packet/fields/special/times.ts';
import { NTP_MODES, NTPHeader } from '../../protocols/application/ntp/ntp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { answer } from './answer.ts';
import type { AnsweringMachine } from './answering-machine.ts';
import type { OwnAddress } from './icmp-echo-machine.ts';

/** What a time server says. */
export interface NtpMachineOptions extends OwnAddress {
  readonly clock: Clock;
  /** How far its clock is ahead of `clock`, ms. Default 0. */
  readonly offsetMs?: number;
  /** Hops from a reference clock; 0: every request gets a kiss of death, with `reference` as its word. Default 1. */
  readonly stratum?: number;
  /** For stratum 1 the clock's kind, up to four letters; else the address of the server that it asks. Default `LOCL`. */
  readonly reference?: string;
  /** 3: its clock is not synchronised. Default 0. */
  readonly leap?: 0 | 1 | 2 | 3;
  /** Default 123. */
  readonly port?: number;
}

/** RFC 5905 §7.3: about a microsecond. */
const PRECISION = -20;
/** The reference clock was asked so long ago, ms. */
const SET_BEFORE_MS = 1000;

/** A stamp that is older than this, or ahead, is another clock's, ms. */
const OLDEST_MS = 10_000;

/** When a request came: the kernel's stamp of its packet, which no turn of this program delays (RFC 5905 §8); else now. */
function cameAt({ sec, nsec = 0 }: PacketMeta, now: number): number {
  const at = sec === undefined ? now : 1000 * sec + nsec / 1e6;
  return at <= now && now - at < OLDEST_MS ? at : now;
}

/**
 * Answers clients of NTP and SNTP. A request came when the kernel stamped its packet; the answer leaves when all of it but that time is there.
 *
 * @see RFC 5905 §8, §9.2; RFC 4330 §6
 */
export function ntpMachine(o: NtpMachineOptions): AnsweringMachine {
  checkOptions('ntpMachine', o, { isOurs: true, clock: true, offsetMs: true, stratum: true, reference: true, leap: true, port: true });
  const { isOurs, clock, offsetMs = 0, stratum = 1, reference = 'LOCL', leap = 0, port = 123 } = o;
  const client = NTP_MODES.value('client');
  return answer({
    name: 'NTP',
    when: NTPHeader,
    isOurs,
    reply: ({ mode, version, poll, sent }, received) => {
      if (mode !== client || received.get(UDP)?.dport !== port) return undefined;
      const came = cameAt(received.meta, clock.now()) + offsetMs;
      const head = { leap, version, mode: 'server', stratum, poll, precision: PRECISION } as const;
      const times = { ref: ntpAt(came - SET_BEFORE_MS), orig: sent, recv: ntpAt(came) };
      const source = stratum <= 1 ? { ref_id: reference } : { id: reference };
      // Last: what follows is the building of the packet.
      return [NTPHeader({ ...head, ...times, ...source, sent: ntpAt(clock.now() + offsetMs) })];
    },
  });
}
