/** Attribute-value pairs of Diameter, and those of the base protocol. @see RFC 6733 §4 */
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { aligned } from '../../../packet/fields/aligned.ts';
import { choose, when } from '../../../packet/fields/conditional.ts';
import { flags, u16, u24, u32, u64 } from '../../../packet/fields/integers.ts';
import { list, record } from '../../../packet/fields/lists.ts';
import { octets, padding, text } from '../../../packet/fields/octets.ts';
import { timestamp } from '../../../packet/fields/special/times.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { Self } from '../../../packet/spec/field.ts';
import { names } from '../../../packet/spec/names.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { exact } from '../../../packet/fields/exact.ts';

/** An address, of a family. @see RFC 6733 §4.3.1; IANA "Address Family Numbers" */
export const DiameterAddress = layer('DiameterAddress', () => ({
  about: 'An address, and its family.',
  source: 'RFC 6733 §4.3.1',
  wireshark: '',
  fields: {
    family: u16({ default: 1, names: { IPv4: 1, IPv6: 2, E164: 8 }, wireshark: 'diameter.Host-IP-Address.addr_family' }),
    address: choose(
      'family',
      {
        IPv4: ipv4({ wireshark: 'diameter.Host-IP-Address.IPv4' }),
        IPv6: ipv6({ wireshark: 'diameter.Host-IP-Address.IPv6' }),
      },
      octets(),
    ),
  },
}));

/** Pairs begin at multiples of 4 octets. Inside a group they stand again. */
const pairs = () =>
  list(
    aligned(
      4,
      record((): AnyLayer => AVP),
    ),
  );

const ws = (name: string) => ({ wireshark: `diameter.${name}` });
const utf8 = (name: string) => ({ name, field: exact(text({ ...ws(name), encoding: 'utf8' })) }) as const;
const opaque = (name: string) => ({ name, field: octets(ws(name)) }) as const;
const number = (name: string) => ({ name, field: exact(u32(ws(name))) }) as const;
const number64 = (name: string) => ({ name, field: exact(u64(ws(name))) }) as const;
// RFC 6733 §4.3.1: seconds of NTP, which begin in 1900.
const time = (name: string) => ({ name, field: exact(timestamp(u32(ws(name)), { epoch: -2_208_988_800 })) }) as const;
const address = (name: string) => ({ name, field: exact(record(() => DiameterAddress)) }) as const;
const group = (name: string) => ({ name, field: pairs() }) as const;

/** The base protocol's, by code. @see RFC 6733 §4.5 */
const base = {
  1: utf8('User-Name'),
  25: opaque('Class'),
  27: number('Session-Timeout'),
  33: opaque('Proxy-State'),
  44: opaque('Acct-Session-Id'),
  50: utf8('Accounting-Multi-Session-Id'),
  55: time('Event-Timestamp'),
  85: number('Acct-Interim-Interval'),
  257: address('Host-IP-Address'),
  258: number('Auth-Application-Id'),
  259: number('Acct-Application-Id'),
  260: group('Vendor-Specific-Application-Id'),
  261: number('Redirect-Host-Usage'),
  262: number('Redirect-Max-Cache-Time'),
  263: utf8('Session-Id'),
  264: utf8('Origin-Host'),
  265: number('Supported-Vendor-Id'),
  266: number('Vendor-Id'),
  267: number('Firmware-Revision'),
  268: number('Result-Code'),
  269: utf8('Product-Name'),
  270: number('Session-Binding'),
  271: number('Session-Server-Failover'),
  272: number('Multi-Round-Time-Out'),
  273: number('Disconnect-Cause'),
  274: number('Auth-Request-Type'),
  276: number('Auth-Grace-Period'),
  277: number('Auth-Session-State'),
  278: number('Origin-State-Id'),
  279: group('Failed-AVP'),
  280: utf8('Proxy-Host'),
  281: utf8('Error-Message'),
  282: utf8('Route-Record'),
  283: utf8('Destination-Realm'),
  284: group('Proxy-Info'),
  285: number('Re-Auth-Request-Type'),
  287: number64('Accounting-Sub-Session-Id'),
  291: number('Authorization-Lifetime'),
  292: utf8('Redirect-Host'),
  293: utf8('Destination-Host'),
  294: utf8('Error-Reporting-Host'),
  295: number('Termination-Cause'),
  296: utf8('Origin-Realm'),
  297: group('Experimental-Result'),
  298: number('Experimental-Result-Code'),
  299: number('Inband-Security-Id'),
  480: number('Accounting-Record-Type'),
  483: number('Accounting-Realtime-Required'),
  485: number('Accounting-Record-Number'),
} as const;
type Base = typeof base;

const entries = Object.entries(base);
const codes = names(Object.fromEntries(entries.map(([code, { name }]) => [name, Number(code)])));
const forms = Object.fromEntries(entries.map(([code, { field }]) => [code, field])) as { [C in keyof Base]: Base[C]['field'] };
const groups = new Set<number | undefined>([260, 279, 284, 297]);

/** A vendor's codes are its own. */
const formOf = ({ avpCode, avpVnd }: Self): number | undefined =>
  ((avpVnd as number | undefined) ?? 0) === 0 ? (avpCode as number) : undefined;

/** An attribute and its value. @see RFC 6733 §4.1 */
export const AVP = layer('AVP', () => ({
  about: 'An attribute and its value.',
  source: 'RFC 6733 §4.1',
  wireshark: '',
  fields: {
    avpCode: u32({ names: codes, wireshark: 'diameter.avp.code' }),
    avpFlags: flags(8, ['r7', 'r6', 'r5', 'r4', 'r3', 'P', 'M', 'V'], { default: 'M', wireshark: 'diameter.avp.flags' }),
    avpLen: u24({ measures: 'header', wireshark: 'diameter.avp.len', about: 'octets without the padding' }),
    avpVnd: when(
      { avpFlags: 'V' },
      u32({ wireshark: 'diameter.avp.vendorId', about: 'the vendor that defined the code (IANA enterprise number)' }),
    ),
    val: choose(formOf, forms, octets()),
    // A group has the padding of its last pair; that of others is no part of them.
    pad: when((self) => groups.has(formOf(self)), padding(4)),
  },
}));
