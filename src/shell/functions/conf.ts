/** `conf`: what scapy's users set there. */
import { version } from '../../bytes/version.ts';
import { nearest } from '../../bytes/nearest.ts';
import { type Behaviour, DIR, GET, REPR, SET, TYPE_NAME } from '../python/behaviour.ts';
import { attributeErrorType, PyError, suggestionOf } from '../python/errors.ts';
import { asNumber } from '../python/kinds.ts';
import { repr } from '../python/text/repr.ts';
import { truth } from '../python/operators.ts';

/** Settings that scapy has, and that have no meaning here: taken, kept, and said. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  L3socket: 'sockets are chosen by themselves',
  L2socket: 'sockets are chosen by themselves',
  L2listen: 'sockets are chosen by themselves',
  use_pcap: 'libpcap is not needed',
  use_bpf: 'it is for other systems',
  bufsize: 'buffers grow by themselves',
  recv_poll_rate: 'nobody polls',
  logLevel: 'there are few warnings',
  debug_dissector: 'packet.issues tells what is wrong',
  auto_crop_tables: 'tables are as wide as they are',
  interactive: 'it has no effect here',
  padding: 'padding is kept',
  warning_threshold: 'it has no effect here',
};

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

  constructor(note: (text: string) => void) {
    this.#note = note;
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
    if (name in WITHOUT_EFFECT) return null;
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
        this.chosenIface =
          typeof value === 'object' && value !== null && 'name' in value ? String((value as { name: unknown }).name) : String(value);
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
    const why = WITHOUT_EFFECT[name];
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

/** `conf.color_theme = BlackAndWhite()`, or its name. */
function themeOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const name = (value as { name?: unknown } | null)?.name;
  return typeof name === 'string' ? name : 'default';
}
