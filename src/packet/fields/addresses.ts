/** Addresses as canonical text. */
import { formatIpv4, parseIpv4, parseIpv6, parseMac, readIpv4, readIpv6, readMac } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { toHex, fromHex } from '../../bytes/hex.ts';
import { splitZone } from '../../bytes/zone.ts';
import { type Field, type FieldOptions, field } from '../spec/field.ts';

type AddressOptions = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: string };

/** A name that a host looks up when the packet is sent. */
export class HostName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  toString(): string {
    return this.name;
  }
}

/** `IP({ dst: host('example.org') })`: looked up when the packet is sent; reading the octets before that throws ERR_UNRESOLVED. */
export const host = (name: string): HostName => new HostName(name);

function unresolved(v: unknown): void {
  if (v instanceof HostName)
    throw new PacketwrightError('ERR_UNRESOLVED', `the name ${v.name} has no address yet: a host looks it up when the packet is sent`, {
      name: v.name,
    });
}

/** The call that gives what a text means that is no address: a network, several hosts, a name. Undefined: none. */
function meantBy(text: string): string | undefined {
  if (/^[\d.]+\/\d+$|^[\da-f:.]*:[\da-f:.]*\/\d+$/i.test(text)) return `each address of the network: net('${text}')`;
  if (/^[\d.,*-]+$/.test(text) && /[,*-]/.test(text)) return `each of these addresses: hosts('${text}')`;
  if (/^[a-z\d_-]+(\.[a-z\d_-]+)*\.?$/i.test(text) && /[g-z]/i.test(text))
    return `the address of a name, looked up when the packet is sent: host('${text}')`;
  return undefined;
}

/** Reads an address; where it is none but something else that has a function, the error says so. */
function parsed<T>(parse: (text: string) => T, text: string): T {
  try {
    return parse(text);
  } catch (error) {
    const meant = meantBy(text);
    if (meant === undefined || !(error instanceof PacketwrightError)) throw error;
    throw new PacketwrightError('ERR_ADDRESS', `'${text}' is not an address`, { ...error.details, remedy: `For ${meant}`, cause: error });
  }
}

const octetsOf = (v: unknown, n: number): v is Uint8Array => v instanceof Uint8Array && v.length === n;

/** IPv4 address: `192.0.2.1`. */
export function ipv4(o: AddressOptions = {}): Field<string, string | Uint8Array | number | HostName> {
  // As with MACs: the last text is not parsed again.
  let last = '',
    number = 0;
  return field(
    {
      form: 'fixed',
      octets: 4,
      label: 'ipv4',
      value: 'ipv4',
      initial: '0.0.0.0',
      read: readIpv4,
      write: (b, at, v) => {
        let n: number;
        if (typeof v === 'string') {
          if (v !== last) {
            number = parsed(parseIpv4, v);
            last = v;
          }
          n = number;
        } else if (octetsOf(v, 4)) {
          b.set(v, at);
          return;
        } else {
          unresolved(v);
          n = Number(v);
          if (n >>> 0 !== n) throw new PacketwrightError('ERR_RANGE', `${String(v)} is not an IPv4 address`, { value: v });
        }
        b[at] = n >>> 24;
        b[at + 1] = n >>> 16;
        b[at + 2] = n >>> 8;
        b[at + 3] = n;
      },
      random: (r) => formatIpv4(r.u32()),
    },
    o,
  );
}

/** IPv6 address: `2001:db8::1`. Source and destination may have a zone (`fe80::1%eth0`): it tells the sending host the interface, and is no octet. */
export function ipv6(o: AddressOptions = {}): Field<string, string | Uint8Array | HostName> {
  const mayHaveZone = o.fill === 'source-address' || o.fill === 'destination-address';
  return field(
    {
      form: 'fixed',
      octets: 16,
      label: 'ipv6',
      value: 'ipv6',
      initial: '::',
      read: readIpv6,
      write: (b, at, v) => {
        if (octetsOf(v, 16)) b.set(v, at);
        else {
          unresolved(v);
          parsed((text) => parseIpv6(mayHaveZone ? splitZone(text).address : text, b, at), String(v));
        }
      },
      random: (r) => readIpv6(r.octets(16), 0),
    },
    o,
  );
}

/** MAC address: `02:00:5e:00:53:01`. */
export function mac(o: AddressOptions = {}): Field<string, string | Uint8Array> {
  // The same few MACs are given over and over: the last one is not parsed again.
  let last = '';
  const octets = new Uint8Array(6);
  return field(
    {
      form: 'fixed',
      octets: 6,
      label: 'mac',
      value: 'mac',
      initial: '00:00:00:00:00:00',
      read: readMac,
      write: (b, at, v) => {
        if (typeof v !== 'string' && octetsOf(v, 6)) {
          b.set(v, at);
          return;
        }
        if (v !== last) {
          last = '';
          parseMac(String(v), octets, 0);
          last = String(v);
        }
        b[at] = octets[0] as number;
        b[at + 1] = octets[1] as number;
        b[at + 2] = octets[2] as number;
        b[at + 3] = octets[3] as number;
        b[at + 4] = octets[4] as number;
        b[at + 5] = octets[5] as number;
      },
      random: (r) => readMac(r.octets(6), 0),
    },
    o,
  );
}

/** A hardware address whose length another field gives: `02:00:5e:00:53:01`, or any other number of octets. */
export function hardwareAddress(o: AddressOptions = {}): Field<string, string | Uint8Array> {
  return field(
    {
      form: 'variable',
      label: 'hardware address',
      value: 'hardware-address',
      end: (_b, at, limit, { size = 6 }) => Math.min(at + size, limit),
      read: (b, at, end) => toHex(b.subarray(at, end), ':'),
      write: (w, v, { size = 6 }) => (v === undefined ? w.zeros(size) : w.octets(v instanceof Uint8Array ? v : fromHex(String(v)))),
      random: (r) => toHex(r.octets(6), ':'),
    },
    o,
  );
}

/** A protocol address whose length another field gives: IPv4 or IPv6 text, other lengths as octets with colons. */
export function protocolAddress(o: AddressOptions = {}): Field<string, string | Uint8Array | HostName> {
  return field(
    {
      form: 'variable',
      label: 'protocol address',
      value: 'protocol-address',
      end: (_b, at, limit, { size = 4 }) => Math.min(at + size, limit),
      // One that is cut short is no address: digits without colons say so, and are written back as they are.
      read: (b, at, end, { size = 4 }) => {
        if (end - at !== size) return toHex(b.subarray(at, end));
        return size === 4 ? readIpv4(b, at) : size === 16 ? readIpv6(b, at) : toHex(b.subarray(at, end), ':');
      },
      write: (w, v, { size = 4 }) => {
        unresolved(v);
        if (v === undefined) w.zeros(size);
        else if (v instanceof Uint8Array) w.octets(v);
        else if (/^\d+\.\d+\.\d+\.\d+$/.test(String(v))) w.u32(parseIpv4(String(v)));
        else if (String(v).includes('::') || (String(v).split(':').length === 8 && size === 16)) w.octets(parseIpv6(String(v)));
        else w.octets(parsed((text) => fromHex(text), String(v)));
      },
      random: (r) => formatIpv4(r.u32()),
    },
    o,
  );
}
