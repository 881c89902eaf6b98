/** What `from scapy.all import *` brings besides packets: inet_aton, valid_ip …, logs, constants of the system. */
import { isIpv4, isIpv6, isMac, parseIpv4, parseIpv6, readIpv6 } from '../../bytes/address.ts';
import { fletcher16 } from '../../bytes/crc.ts';
import { parsePrefix } from '../../bytes/prefix.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { defaultInterface } from '../../host/default-interface.ts';
import { type Behaviour, GET, REPR, Tuple, TYPE_NAME, UNKNOWN } from '../python/behaviour.ts';
import { Builtin, functions } from '../python/callable.ts';
import { osErrorType, PyError, valueError } from '../python/errors.ts';
import { str } from '../python/text/repr.ts';
import type { Shell } from '../session.ts';
import { nameOf } from './sending.ts';
import { octetsOf } from './values.ts';

/** AF_INET, AF_INET6 (Linux). */
const INET = 2;
const INET6 = 10;

const octets4 = (text: string): Uint8Array => {
  if (!isIpv4(text)) throw new PyError(osErrorType, ['illegal IP address string passed to inet_aton']);
  const n = parseIpv4(text);
  return Uint8Array.of(n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);
};

const packed = (family: unknown, text: string): Uint8Array => {
  if (family === INET) return octets4(text);
  if (family !== INET6) throw valueError(`inet_pton() takes socket.AF_INET (${INET}) or socket.AF_INET6 (${INET6})`);
  if (!isIpv6(text)) throw new PyError(osErrorType, ['illegal IP address string passed to inet_pton']);
  return parseIpv6(text);
};

const textOf = (octets: Uint8Array): string => {
  if (octets.length === 4) return [...octets].join('.');
  if (octets.length === 16) return readIpv6(octets, 0);
  throw valueError('an address has 4 or 16 octets');
};

const isNet = (text: string): boolean => {
  try {
    parsePrefix(text, { short: true });
    return true;
  } catch (error) {
    if (error instanceof PacketwrightError) return false;
    throw error;
  }
};

export function systemFunctions(shell: Shell): Record<string, unknown> {
  return {
    MTU: 0xffff,
    WINDOWS: process.platform === 'win32',
    LINUX: process.platform === 'linux',
    DARWIN: process.platform === 'darwin',
    VERSION: '2.5.0',
    log_runtime: new Log(shell),
    log_loading: new Log(shell),
    log_interactive: new Log(shell),
    IFACES: shell.conf.settings.get('ifaces')?.(),
    ...functions({
      'inet_aton(ip_string)': octets4,
      'inet_ntoa(packed_ip)': textOf,
      'inet_pton(af, addr)': packed,
      'inet_ntop(af, addr)': (_: unknown, octets: Uint8Array) => textOf(octets),
      'valid_ip(addr)': (text: unknown) => typeof text === 'string' && isIpv4(text),
      'valid_ip6(addr)': (text: unknown) => typeof text === 'string' && isIpv6(text),
      'valid_mac(mac)': (text: unknown) => typeof text === 'string' && isMac(text),
      'valid_net(addr)': (text: unknown) => typeof text === 'string' && isNet(text),
      'lhex(x)': lhex,
      'binrepr(val)': (n: number) => n.toString(2),
      'fletcher16_checkbytes(binbuf, offset)': (v: unknown, offset: number) => checkOctets(octetsOf(shell, v), offset),
      'network_name(iff)': nameOf,
      'resolve_iface(dev)': nameOf,
      'get_working_if()': async () => (await defaultInterface(await shell.host())).name,
      'warning(x, *args, **kargs)': (text: unknown) => {
        shell.note(str(text));
        return null;
      },
    } as never),
  };
}

/** `log_runtime.setLevel(…)`: how much is said is conf.verb; what a script logs is a note. */
class Log implements Behaviour {
  readonly #shell: Shell;
  constructor(shell: Shell) {
    this.#shell = shell;
  }
  get [TYPE_NAME](): string {
    return 'Logger';
  }
  [REPR](): string {
    return '<Logger scapy>';
  }
  [GET](name: string): unknown {
    if (name === 'setLevel' || name === 'addHandler' || name === 'removeHandler' || name === 'addFilter')
      return new Builtin(`${name}(what)`, (() => null) as never);
    if (!/^(debug|info|warning|warn|error|critical|exception)$/.test(name)) return UNKNOWN;
    return new Builtin(`${name}(msg, *args, **kargs)`, (async (text: unknown, args: Tuple) => {
      if (name !== 'debug' && name !== 'info')
        this.#shell.note(str(args.length === 0 ? text : await this.#shell.runtime.binary('%', text, args)));
      return null;
    }) as never);
  }
}

const lhex = (x: unknown): string =>
  typeof x === 'number' || typeof x === 'bigint'
    ? `0x${x.toString(16)}`
    : x instanceof Tuple
      ? `(${Array.from(x as unknown[], lhex).join(', ')})`
      : str(x);

/** The two octets at `offset` that make the sum over all of them 0 (RFC 1008 §7.2). */
function checkOctets(octets: Uint8Array, offset: number): Uint8Array {
  if (offset > octets.length) throw valueError('offset: expected a place within the octets');
  const clean = octets.slice();
  clean.fill(0, offset, offset + 2);
  const sum = fletcher16(clean);
  const [c0, c1] = [sum & 255, sum >>> 8];
  let x = ((clean.length - offset - 1) * c0 - c1) % 255;
  if (x <= 0) x += 255;
  let y = 510 - c0 - x;
  if (y > 255) y -= 255;
  return Uint8Array.of(x, y);
}
