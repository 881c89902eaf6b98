/** The guard's rules: they hold back what this kernel itself would say of packets whose port no socket of its has. */
import { isIpv4, isIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Family } from '../../../bytes/prefix.ts';
import type { FirewallRule, GuardRequest } from '../../host.ts';
import { type CheckedRule, checkPort, checkRule, present, PROTOCOL_NUMBERS } from './checked-rule.ts';
import { addressOctets, octetIs, payloadIs, portIs, TRANSPORT_HEADER } from './expressions.ts';
import type { Expression } from './messages.ts';

/** A rule, and what it looks at beyond its own words. */
export interface PlannedRule {
  readonly checked: CheckedRule;
  readonly further: readonly Expression[];
  readonly guard?: GuardRequest;
}

/** ICMP's header before the quoted packet (RFC 792, RFC 4443 §3.1). */
const ICMP_OCTETS = 8;
/** Where the quoted headers have what tells them apart, from the quoted packet's start. */
const QUOTED = {
  4: { first: [0xff, 0x45], protocol: 9, source: 12, destination: 16, ports: 20 },
  6: { first: [0xf0, 0x60], protocol: 6, source: 8, destination: 24, ports: 40 },
} as const;
const UNREACHABLE = {
  // RFC 792: type 3 code 3; RFC 4443 §3.1: type 1 code 4.
  4: { protocol: 'icmp', icmpType: 3, icmpCode: 3 },
  6: { protocol: 'icmpv6', icmpType: 1, icmpCode: 4 },
} as const;

/**
 * One rule for RSTs; for port unreachables one for each family that the addresses leave open.
 *
 * @throws ERR_ADDRESS, ERR_RANGE, ERR_VALUE
 */
export function guardRules(request: GuardRequest): PlannedRule[] {
  const { protocol, localPort, remotePort } = request;
  if (protocol !== 'tcp' && protocol !== 'udp')
    throw new PacketwrightError('ERR_VALUE', `protocol '${String(protocol)}': a guard is for tcp or udp`, { value: protocol });
  if (checkPort('localPort', localPort) === 0)
    throw new PacketwrightError('ERR_RANGE', 'localPort 0: expected a port of 1 … 65535', { value: localPort });
  if (remotePort !== undefined) checkPort('remotePort', remotePort);
  const local = addressOf('localAddress', request.localAddress);
  const remote = addressOf('remoteAddress', request.remoteAddress);
  const zone = local?.zone ?? remote?.zone;
  if (local !== undefined && remote !== undefined && local.family !== remote.family)
    throw new PacketwrightError(
      'ERR_VALUE',
      `localAddress ${local.address} is IPv${local.family}, remoteAddress ${remote.address} is IPv${remote.family}: expected one family`,
    );
  const base = present<FirewallRule>({ direction: 'out', action: 'drop', iface: zone });
  if (protocol === 'tcp') {
    const rule = present<FirewallRule>({
      ...base,
      protocol: 'tcp',
      source: local?.address,
      destination: remote?.address,
      sourcePort: localPort,
      destinationPort: remotePort,
      tcpFlags: { set: 'R' },
    });
    return [{ checked: checkRule(rule), further: [] }];
  }
  const family = local?.family ?? remote?.family;
  const guard = present<GuardRequest>({ protocol, localPort, localAddress: local?.address, remoteAddress: remote?.address, remotePort });
  return (family === undefined ? ([4, 6] as const) : [family]).map((one) => ({
    checked: checkRule({ ...base, ...UNREACHABLE[one] }),
    further: quotes(one, guard),
    guard,
  }));
}

/**
 * The quoted packet went from the remote end to the local one. Only where its header has the usual length can the ports be
 * found: with IPv4 options or IPv6 extension headers the error is not held back.
 */
function quotes(family: Family, { localPort, localAddress, remoteAddress, remotePort }: GuardRequest): Expression[] {
  const { first, protocol, source, destination, ports } = QUOTED[family];
  const [mask, value] = first;
  const at = (offset: number): number => ICMP_OCTETS + offset;
  return [
    ...octetIs(TRANSPORT_HEADER, at(0), mask, value),
    ...payloadIs(TRANSPORT_HEADER, at(protocol), Uint8Array.of(PROTOCOL_NUMBERS.udp)),
    ...(remoteAddress === undefined ? [] : payloadIs(TRANSPORT_HEADER, at(source), addressOctets(remoteAddress))),
    ...(localAddress === undefined ? [] : payloadIs(TRANSPORT_HEADER, at(destination), addressOctets(localAddress))),
    ...(remotePort === undefined ? [] : portIs(at(ports), [remotePort, remotePort])),
    ...portIs(at(ports + 2), [localPort, localPort]),
  ];
}

/** An address of its own, perhaps with a zone, which is the interface. */
function addressOf(part: string, text: string | undefined): { address: string; family: Family; zone?: string } | undefined {
  if (text === undefined) return undefined;
  const [address = '', zone] = text.split('%');
  const family = isIpv4(address) && zone === undefined ? 4 : isIpv6(address) ? 6 : undefined;
  if (family === undefined)
    throw new PacketwrightError('ERR_ADDRESS', `${part} '${text}': expected an address, such as 192.0.2.1 or 2001:db8::1`, { value: text });
  return { address, family, ...(zone === undefined ? {} : { zone }) };
}
