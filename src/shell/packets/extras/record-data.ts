/** The data of a DNS record by its parts, as scapy has them: `record.preference`, `record.exchange`. Ours are one value, rdata. */
import { isIpv4, isIpv6 } from '../../../bytes/address.ts';
import { utf8Octets } from '../../../bytes/text.ts';
import type { ScapyPacket } from '../scapy-packet.ts';

function dataOf(p: ScapyPacket): Readonly<Record<string, unknown>> | undefined {
  if (p.layer.layerName !== 'DNSRR') return undefined;
  const slot = p.slot('rdata');
  const data = slot === undefined ? undefined : p.value(slot);
  return typeof data === 'object' && data !== null && Object.getPrototypeOf(data) === Object.prototype
    ? (data as Record<string, unknown>)
    : undefined;
}

export const isRecordPart = (p: ScapyPacket, name: string): boolean => Object.hasOwn(dataOf(p) ?? {}, name);

/** Names are octets in scapy, and addresses text. */
export function recordPart(p: ScapyPacket, name: string): unknown {
  const value = dataOf(p)?.[name];
  return typeof value === 'string' && !isIpv4(value) && !isIpv6(value) ? utf8Octets(value) : value;
}

export function setRecordPart(p: ScapyPacket, name: string, value: unknown): void {
  const text = value instanceof Uint8Array && typeof dataOf(p)?.[name] === 'string' ? new TextDecoder().decode(value) : value;
  p.setField('rdata', { ...dataOf(p), [name]: text });
}
