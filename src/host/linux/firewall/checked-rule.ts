/** A firewall rule whose parts are checked and fit together, in one form: names for protocols, canonical addresses. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { type Family, type Prefix, parsePrefix } from '../../../bytes/prefix.ts';
import type { FirewallRule } from '../../host.ts';

export const PROTOCOL_NUMBERS = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;
/** TCP, UDP, DCCP, SCTP, UDP-Lite: their ports stand in the first four octets. */
const WITH_PORTS: readonly number[] = [6, 17, 33, 132, 136];
/** TCP's flags, bit 0 first (RFC 9293 §3.1). */
const TCP_FLAGS = 'FSRPAUEC';
/** IFNAMSIZ without the NUL. */
const NAME_OCTETS = 15;
const PORT_MAX = 65535;

/** What is compiled. Ranges are first and last; absent parts match everything. */
export interface CheckedRule {
  /** As it was given, in one form. */
  readonly rule: FirewallRule;
  readonly family?: Family;
  readonly protocol?: number;
  readonly source?: Prefix;
  readonly destination?: Prefix;
  readonly sourcePort?: readonly [number, number];
  readonly destinationPort?: readonly [number, number];
  /** Bits that are looked at, and those of them that are set. */
  readonly flags?: { readonly mask: number; readonly set: number };
}

/** @throws ERR_ADDRESS, ERR_RANGE, ERR_VALUE: one line that names the part */
export function checkRule(given: FirewallRule): CheckedRule {
  oneOf('direction', given.direction, ['in', 'out', 'forward']);
  oneOf('action', given.action, ['drop', 'reject', 'accept', 'count']);
  if (given.family !== undefined) oneOf('family', given.family, [4, 6]);
  checkInterface(given.iface);
  const protocol = protocolOf(given.protocol);
  const source = prefixOf('source', given.source);
  const destination = prefixOf('destination', given.destination);
  const family = familyOf(given, protocol, source, destination);
  const sourcePort = portsOf('sourcePort', given.sourcePort, protocol);
  const destinationPort = portsOf('destinationPort', given.destinationPort, protocol);
  const flags = flagsOf(given.tcpFlags, protocol);
  checkIcmp(given, protocol);
  const name = Object.entries(PROTOCOL_NUMBERS).find(([, number]) => number === protocol)?.[0] as keyof typeof PROTOCOL_NUMBERS | undefined;
  const rule = present<FirewallRule>({
    ...given,
    protocol: name ?? protocol,
    source: prefixText(source),
    destination: prefixText(destination),
    sourcePort: portText(sourcePort),
    destinationPort: portText(destinationPort),
  });
  return present<CheckedRule>({ rule, family, protocol, source, destination, sourcePort, destinationPort, flags });
}

/** The object without what is undefined. */
export function present<T extends object>(parts: { readonly [K in keyof T]?: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;
}

/** 0 … 65535. @throws ERR_RANGE */
export function checkPort(what: string, port: number): number {
  if (!Number.isInteger(port) || port < 0 || port > PORT_MAX)
    throw new PacketwrightError('ERR_RANGE', `${what} ${port}: expected a port of 0 … ${PORT_MAX}`, { part: what, value: port });
  return port;
}

function oneOf<T>(part: string, value: T, allowed: readonly T[]): void {
  if (!allowed.includes(value))
    throw new PacketwrightError('ERR_VALUE', `${part} '${String(value)}': expected one of ${allowed.join(', ')}`, { part, value });
}

function checkInterface(iface: string | undefined): void {
  if (iface === undefined) return;
  const octets = new TextEncoder().encode(iface).length;
  if (octets < 1 || octets > NAME_OCTETS || /[\s/*\p{Cc}]/u.test(iface))
    throw new PacketwrightError('ERR_VALUE', `iface '${iface}': expected an interface name of 1 … ${NAME_OCTETS} octets`, {
      part: 'iface',
      value: iface,
    });
}

function protocolOf(given: FirewallRule['protocol']): number | undefined {
  if (given === undefined) return undefined;
  const number = typeof given === 'number' ? given : PROTOCOL_NUMBERS[given];
  if (!Number.isInteger(number) || number < 0 || number > 255)
    throw new PacketwrightError('ERR_VALUE', `protocol '${given}': expected tcp, udp, icmp, icmpv6 or a number of 0 … 255`, {
      part: 'protocol',
      value: given,
    });
  return number;
}

function prefixOf(part: 'source' | 'destination', text: string | undefined): Prefix | undefined {
  if (text === undefined) return undefined;
  try {
    return parsePrefix(text);
  } catch (cause) {
    if (!(cause instanceof PacketwrightError)) throw cause;
    throw new PacketwrightError(cause.code, `${part}: ${cause.message}`, { part, value: text, cause });
  }
}

/** The one family that all parts speak of; undefined when none does. */
function familyOf(
  given: FirewallRule,
  protocol: number | undefined,
  source: Prefix | undefined,
  destination: Prefix | undefined,
): Family | undefined {
  const said: (readonly [string, Family])[] = [];
  if (given.family !== undefined) said.push([`family ${given.family}`, given.family]);
  if (source !== undefined) said.push([`source ${given.source}`, source.family]);
  if (destination !== undefined) said.push([`destination ${given.destination}`, destination.family]);
  if (protocol === PROTOCOL_NUMBERS.icmp) said.push(['protocol icmp', 4]);
  if (protocol === PROTOCOL_NUMBERS.icmpv6) said.push(['protocol icmpv6', 6]);
  const [first] = said;
  const other = said.find(([, family]) => family !== first?.[1]);
  if (first !== undefined && other !== undefined)
    throw new PacketwrightError('ERR_VALUE', `${first[0]} is IPv${first[1]}, ${other[0]} is IPv${other[1]}: expected one family`, {
      rule: given,
    });
  return first?.[1];
}

function portsOf(
  part: 'sourcePort' | 'destinationPort',
  given: number | readonly [number, number] | undefined,
  protocol: number | undefined,
): readonly [number, number] | undefined {
  if (given === undefined) return undefined;
  const [first, last] = typeof given === 'number' ? [given, given] : given;
  checkPort(part, first);
  checkPort(part, last);
  if (first > last)
    throw new PacketwrightError('ERR_RANGE', `${part} ${first}-${last}: expected the lower port first`, { part, value: given });
  if (protocol === undefined || !WITH_PORTS.includes(protocol))
    throw new PacketwrightError('ERR_VALUE', `${part} ${first}: expected a protocol that has ports, tcp or udp`, { part, value: given });
  return [first, last];
}

function flagsOf(given: FirewallRule['tcpFlags'], protocol: number | undefined): CheckedRule['flags'] {
  if (given === undefined) return undefined;
  const bits = (letters = ''): number =>
    [...letters].reduce((sum, letter) => {
      const bit = TCP_FLAGS.indexOf(letter.toUpperCase());
      if (bit < 0)
        throw new PacketwrightError('ERR_VALUE', `tcpFlags '${letters}': expected letters of ${TCP_FLAGS}, found '${letter}'`, {
          part: 'tcpFlags',
          value: letters,
        });
      return sum | (1 << bit);
    }, 0);
  const set = bits(given.set);
  const clear = bits(given.clear);
  if ((set & clear) !== 0)
    throw new PacketwrightError('ERR_VALUE', `tcpFlags: '${given.set}' set and '${given.clear}' clear: no flag can be both`, {
      part: 'tcpFlags',
    });
  if (protocol !== PROTOCOL_NUMBERS.tcp)
    throw new PacketwrightError('ERR_VALUE', 'tcpFlags: expected the protocol tcp', { part: 'tcpFlags' });
  return set + clear === 0 ? undefined : { mask: set | clear, set };
}

function checkIcmp(given: FirewallRule, protocol: number | undefined): void {
  for (const part of ['icmpType', 'icmpCode'] as const) {
    const value = given[part];
    if (value === undefined) continue;
    if (!Number.isInteger(value) || value < 0 || value > 255)
      throw new PacketwrightError('ERR_RANGE', `${part} ${value}: expected 0 … 255`, { part, value });
    if (protocol !== PROTOCOL_NUMBERS.icmp && protocol !== PROTOCOL_NUMBERS.icmpv6)
      throw new PacketwrightError('ERR_VALUE', `${part} ${value}: expected the protocol icmp or icmpv6`, { part, value });
  }
}

/** A host's address stands alone. */
function prefixText(prefix: Prefix | undefined): string | undefined {
  if (prefix === undefined) return undefined;
  return prefix.length === (prefix.family === 4 ? 32 : 128) ? prefix.network : prefix.toString();
}

function portText(ports: readonly [number, number] | undefined): FirewallRule['sourcePort'] {
  return ports !== undefined && ports[0] === ports[1] ? ports[0] : ports;
}
