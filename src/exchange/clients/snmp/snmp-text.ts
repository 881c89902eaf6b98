/** Variables as net-snmp's programs print them with `-On` and without a MIB. */
import { printableLine } from '../../../bytes/escape.ts';
import { latin1 } from '../../../bytes/text.ts';
import type { SnmpValue, SnmpVariable } from './snmp-pdu.ts';

/** `.1.3.6.1.2.1.1.3.0 = Timeticks: (12345) 0:02:03.45` */
export const snmpLine = ({ oid, value }: SnmpVariable): string => `.${oid} = ${snmpValueText(value)}`;

/** What stands behind the equals sign. */
export function snmpValueText([type, v]: SnmpValue): string {
  switch (type) {
    case 'null':
      return 'NULL';
    case 'integer':
      return `INTEGER: ${v}`;
    case 'octets':
      return stringText(v);
    case 'oid':
      return `OID: .${v}`;
    case 'ip_address':
      return `IpAddress: ${v}`;
    case 'counter32':
      return `Counter32: ${v}`;
    case 'gauge32':
      return `Gauge32: ${v}`;
    case 'uinteger32':
      return `UInteger32: ${v}`;
    case 'counter64':
      return `Counter64: ${v}`;
    case 'time_ticks':
      return `Timeticks: (${v}) ${uptime(Number(v))}`;
    case 'opaque':
      return opaqueText(v);
    case 'nsap':
      return `NsapAddress: ${hexLines(v)}`;
    case 'noSuchObject':
      return 'No Such Object available on this agent at this OID';
    case 'noSuchInstance':
      return 'No Such Instance currently exists at this OID';
    case 'endOfMibView':
      return 'No more variables left in this MIB View (It is past the end of the MIB tree)';
  }
}

/** Characters of ASCII that C's isprint and isspace take. */
const isShown = (octet: number): boolean => (octet >= 0x20 && octet < 0x7f) || (octet >= 9 && octet <= 13);

function stringText(octets: Uint8Array): string {
  if (octets.length === 0) return '""';
  return octets.every(isShown)
    ? `STRING: "${printableLine(latin1(octets).replaceAll(/["\\]/g, '\\$&'))}"`
    : `Hex-STRING: ${hexLines(octets)}`;
}

const PER_LINE = 16;

function hexLines(octets: Uint8Array): string {
  let text = '';
  for (const [i, octet] of octets.entries()) {
    if (i > 0 && i % PER_LINE === 0) text += '\n';
    text += `${octet.toString(16).toUpperCase().padStart(2, '0')} `;
  }
  return text;
}

/** Hundredths of a second as days, hours, minutes and seconds. */
function uptime(ticks: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const [days, hours, minutes, seconds, rest] = [
    Math.floor(ticks / 8_640_000),
    Math.floor(ticks / 360_000) % 24,
    Math.floor(ticks / 6000) % 60,
    Math.floor(ticks / 100) % 60,
    ticks % 100,
  ] as const;
  const clock = `${hours}:${two(minutes)}:${two(seconds)}.${two(rest)}`;
  return days === 0 ? clock : `${days} day${days === 1 ? '' : 's'}, ${clock}`;
}

/** net-snmp carries numbers in an Opaque: 9f 78 and a length before a float, 9f 79 before a double. */
function opaqueText(octets: Uint8Array): string {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const isNumber = octets.length > 3 && octets[0] === 0x9f && octets[2] === octets.length - 3;
  if (isNumber && octets[1] === 0x78 && octets.length === 7) return `Opaque: Float: ${view.getFloat32(3).toFixed(6)}`;
  if (isNumber && octets[1] === 0x79 && octets.length === 11) return `Opaque: Double: ${view.getFloat64(3).toFixed(6)}`;
  return `OPAQUE: ${hexLines(octets)}`;
}
