/** Fields that scapy 2.5 has in a layer and ours has not: what they say is known from what surrounds them. */
import { pythonBytes } from '../../../bytes/escape.ts';
import { equalOctets } from '../../../bytes/equal-octets.ts';
import { pythonOctetText } from '../../../packet/fields/shared/python-text.ts';
import { headerValue, isHeader, setHeader } from './http-headers.ts';
import { isRecordPart, recordPart, setRecordPart } from './record-data.ts';
import { raw, type ScapyPacket } from '../scapy-packet.ts';
import { DHCP_COOKIE } from '../scapy-spelling.ts';

export interface Extra {
  readonly name: string;
  /** undefined: this packet does not have it. */
  value(p: ScapyPacket): unknown;
  text(octets: Uint8Array): string;
  /** Whether repr() shows it. */
  isShown(p: ScapyPacket): boolean;
  /** Whether it took the value. */
  set(p: ScapyPacket, value: unknown): boolean;
}

const NONE = new Uint8Array(0);
const carriesDhcp = (p: ScapyPacket): boolean => p.payload?.layer.layerName === 'DHCP';

const EXTRAS: Readonly<Record<string, Extra>> = {
  // Of most types nothing is unused: scapy shows an empty text, once octets follow the header.
  ICMP: {
    name: 'unused',
    value: (p) => ((p.view() as unknown as { unused?: number }).unused === undefined ? NONE : undefined),
    text: pythonOctetText,
    isShown: (p) => p.isRead && p.payload !== undefined,
    set: () => false,
  },
  BOOTP: {
    name: 'options',
    value: (p) => (carriesDhcp(p) ? DHCP_COOKIE : NONE),
    text: (octets) => `${pythonBytes(octets)}${octets.length > 0 ? ' (DHCP magic)' : ''}`,
    isShown: carriesDhcp,
    set: (p, value) => {
      if (value instanceof Uint8Array && !equalOctets(value, DHCP_COOKIE)) p.carry(raw(p.place, value));
      return true;
    },
  },
};

/** A part of a field that repr() shows whole. */
const quiet = (
  name: string,
  get: (p: ScapyPacket, name: string) => unknown,
  set: (p: ScapyPacket, name: string, value: unknown) => void,
): Extra => ({
  name,
  value: (p) => get(p, name),
  text: pythonOctetText,
  isShown: () => false,
  set: (p, value) => {
    set(p, name, value);
    return true;
  },
});

/** The field of that name; without a name, the one that the layer has. */
export function extraOf(p: ScapyPacket, name?: string): Extra | undefined {
  if (name !== undefined && isHeader(p, name)) return quiet(name, headerValue, setHeader);
  if (name !== undefined && isRecordPart(p, name)) return quiet(name, recordPart, setRecordPart);
  const extra = EXTRAS[p.layer.layerName];
  return extra !== undefined && (name === undefined || name === extra.name) && extra.value(p) !== undefined ? extra : undefined;
}
