/** `conf`: what scapy's users set there. */
import { version } from '../../../bytes/version.ts';
import { didYouMean, nearest } from '../../../bytes/nearest.ts';
import { type Behaviour, DIR, GET, REPR, SET, TYPE_NAME } from '../../python/behaviour.ts';
import { attributeErrorType, PyError, suggestionOf, valueError } from '../../python/errors.ts';
import { asNumber } from '../../python/kinds.ts';
import { repr } from '../../python/text/repr.ts';
import { awaited } from '../../python/waiting.ts';
import { isTheme, THEMES } from './themes.ts';
import { truth } from '../../python/operators.ts';

/** Settings that scapy has, and that have no meaning here: read as scapy begins with them; set they are kept, and it is said. */
const WITHOUT_EFFECT: Readonly<Record<string, readonly [value: unknown, why: string]>> = {
  L2listen: [null, 'sockets are chosen by themselves'],
  use_pcap: [false, 'libpcap is not needed'],
  use_npcap: [false, 'it is for other systems'],
  use_bpf: [false, 'it is for other systems'],
  bufsize: [65_536, 'buffers grow by themselves'],
  recv_poll_rate: [0.05, 'nobody polls'],
  logLevel: [30, 'there are few warnings'],
  debug_dissector: [0, 'p.issues tells what is wrong with a packet'],
  debug_match: [false, 'explain() tells why an answer is no answer'],
  auto_crop_tables: [true, 'tables are as wide as they are'],
  interactive: [true, 'it has no effect here'],
  padding: [1, 'padding is kept'],
  warning_threshold: [5, 'it has no effect here'],
  ipv6_enabled: [true, 'IPv6 is always there'],
  monitor: [false, 'monitor mode is set by iw'],
  except_filter: ['', 'give filter= to each call'],
  session: ['', 'save_session(file) and load_session(file) name theirs'],
  stealth: ['not implemented', 'it has no effect in scapy either'],
  checkIPinIP: [true, 'answers within tunnels are always found'],
  temp_files: [[], 'files are removed by themselves'],
  loopback_name: ['lo', 'it is as the system has it'],
};

/** Settings that are no values here, and what to write instead. */
const NOT_HERE: Readonly<Record<string, string>> = {
  neighbor: 'getmacbyip(ip) asks for a neighbour, and conf.netcache shows whom the system knows',
  neighbour: 'getmacbyip(ip) asks for a neighbour, and conf.netcache shows whom the system knows',
  l2types: 'bind_layers() says which layer follows which',
  l3types: 'bind_layers() says which layer follows which',
  resolve: 'names are shown for numbers where there are some; int(p.dport) is the number',
  noenum: 'names are shown for numbers where there are some; int(p.dport) is the number',
  services_sctp: 'ls(SCTP, verbose=True) shows the names',
  manufdb: 'makers of hardware addresses are not here',
  mib: 'write OIDs as numbers',
  prog: 'tcpdump() and wireshark() find their programs by PATH',
  AS_resolver: 'nobody is asked for AS numbers; the command whois does that',
  geoip_city: 'places of addresses are not here',
  nameservers: 'names are looked up as the system says; pkw dns @SERVER asks another one',
  contribs: 'load_contrib(name) loads more layers',
  load_layers: 'explore() lists the layers',
  commands: 'lsc() lists the functions',
  default_l2: 'give the layer: Ether(octets)',
  raw_layer: 'it is Raw',
  padding_layer: 'it is Padding',
};

const SOCKETS: ReadonlySet<string> = new Set(['L3socket', 'L2socket', 'L3socket6']);

/** What conf.iface is checked against. */
export interface Machine {
  /** The names of its interfaces, as they were last read. */
  interfaces(): readonly string[];
  refresh(): Promise<void>;
}

export type Setting = () => unknown;

export class Conf implements Behaviour {
  verb = 2;
  /** How long answers are waited for when nobody says it, seconds. */
  timeout = 2;
  checkIPaddr = true;
  checkIPsrc = true;
  checkIPID = false;
  promisc = true;
  theme = 'default';
  prompt = '>>> ';
  histfile = '';
  /** All that is typed and printed is appended to this file; empty: to none. */
  logfile = '';
  /** The interface that the user chose. */
  chosenIface: string | undefined;
  readonly #others = new Map<string, unknown>();
  /** What others know: conf.iface, conf.route … */
  readonly settings = new Map<string, Setting>();
  readonly #note: (text: string) => void;
  readonly #machine: Machine;

  constructor(note: (text: string) => void, machine: Machine) {
    this.#note = note;
    this.#machine = machine;
  }

  /** @throws ValueError where the machine has none of that name, and the names that it has. A machine that cannot be read is not asked. */
  #interfaceOf(value: unknown): string {
    const name = typeof value === 'object' && value !== null && 'name' in value ? String((value as { name: unknown }).name) : String(value);
    if (this.#machine.interfaces().includes(name)) return name;
    // Another program, or the script itself, may just have made it.
    awaited(() => this.#machine.refresh());
    const names = this.#machine.interfaces();
    if (names.length === 0 || names.includes(name)) return name;
    throw valueError(`conf.iface: there is no interface '${name}'${didYouMean(nearest(name, names))} (there are ${names.join(', ')})`);
  }

  get [TYPE_NAME](): string {
    return 'Conf';
  }

  [GET](name: string): unknown {
    switch (name) {
      case 'verb':
      case 'timeout':
      case 'checkIPaddr':
      case 'checkIPsrc':
      case 'checkIPID':
      case 'promisc':
      case 'theme':
      case 'prompt':
      case 'histfile':
      case 'logfile':
        return this[name];
      case 'sniff_promisc':
        return this.promisc;
      case 'color_theme':
        return this.theme;
      case 'version':
        return version;
      case 'checkIPAddr':
        return this.checkIPaddr;
    }
    const setting = this.settings.get(name);
    if (name === 'iface' && this.chosenIface !== undefined) return this.chosenIface;
    if (setting !== undefined) return setting();
    if (this.#others.has(name)) return this.#others.get(name);
    const without = Object.hasOwn(WITHOUT_EFFECT, name) ? WITHOUT_EFFECT[name] : undefined;
    if (without !== undefined) return without[0];
    if (Object.hasOwn(NOT_HERE, name)) throw new PyError(attributeErrorType, [`conf.${name} is not here: ${NOT_HERE[name]}`]);
    throw new PyError(attributeErrorType, [`'Conf' object has no attribute '${name}'`], suggestionOf(nearest(name, this[DIR]())));
  }

  [SET](name: string, value: unknown): unknown {
    switch (name) {
      case 'verb':
      case 'timeout': {
        const n = asNumber(value);
        if (n === undefined) throw new PyError(attributeErrorType, [`conf.${name} is a number`]);
        this[name] = n;
        return undefined;
      }
      case 'checkIPaddr':
      case 'checkIPsrc':
      case 'checkIPID':
      case 'promisc':
        this[name] = truth(value);
        return undefined;
      case 'checkIPAddr':
        this.checkIPaddr = truth(value);
        return undefined;
      case 'sniff_promisc':
        this.promisc = truth(value);
        return undefined;
      case 'iface':
        // None: the usual one again.
        this.chosenIface = value === null || value === undefined ? undefined : this.#interfaceOf(value);
        return undefined;
      case 'theme':
      case 'color_theme':
        this.theme = themeOf(value);
        return undefined;
      case 'prompt':
      case 'logfile':
        this[name] = value === null ? '' : String(value);
        return undefined;
    }
    const why = Object.hasOwn(WITHOUT_EFFECT, name)
      ? WITHOUT_EFFECT[name]?.[1]
      : SOCKETS.has(name)
        ? 'sockets are chosen by themselves'
        : NOT_HERE[name];
    if (why !== undefined) this.#note(`conf.${name} changes nothing: ${why}`);
    else if (!this.#others.has(name)) {
      const near = nearest(name, this[DIR]());
      this.#note(`conf.${name} is new: nothing here reads it${near === undefined ? '' : `; did you mean conf.${near}?`}`);
    }
    this.#others.set(name, value);
    return undefined;
  }

  [DIR](): readonly string[] {
    return [
      ...[
        'verb',
        'timeout',
        'iface',
        'checkIPaddr',
        'checkIPsrc',
        'checkIPID',
        'promisc',
        'sniff_promisc',
        'theme',
        'color_theme',
        'prompt',
        'histfile',
        'logfile',
        'version',
      ],
      ...this.settings.keys(),
      ...this.#others.keys(),
    ].filter((name, i, all) => all.indexOf(name) === i);
  }

  /** Each setting on a line, as scapy shows them. */
  [REPR](): string {
    return this[DIR]()
      .toSorted()
      .map((name) => {
        const text = repr(this[GET](name)).replaceAll('\n', ' ');
        return `${name.padEnd(10)} = ${text.length > 65 ? `${text.slice(0, 62)}...` : text}`;
      })
      .join('\n');
  }
}

/** `conf.color_theme = BlackAndWhite()`, or its name. @throws ValueError with the names that there are */
function themeOf(value: unknown): string {
  if (typeof value === 'string') {
    if (isTheme(value)) return value;
    throw valueError(`conf.theme: there is no theme '${value}'${didYouMean(nearest(value, THEMES))} (there are ${THEMES.join(', ')})`);
  }
  const name = (value as { name?: unknown } | null)?.name;
  return typeof name === 'string' ? name : 'default';
}
