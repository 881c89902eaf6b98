/** Capture files: rdpcap, wrpcap, PcapReader, PcapWriter. */
import { openCapture, wrpcap } from '../../capture/node/captures.ts';
import type { CaptureFile } from '../../capture/node/open-capture.ts';
import type { WriteOptions } from '../../capture/node/packet-files.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { type Behaviour, GET, ITERATE, REPR, TYPE_NAME, UNKNOWN } from '../python/behaviour.ts';
import { Builtin, functions } from '../python/callable.ts';
import { eofError, PyError, typeError } from '../python/errors.ts';
import { ScapyList } from '../lists/scapy-list.ts';
import { ScapyPacket } from '../packets/scapy-packet.ts';
import type { Shell } from '../session.ts';
import { type Given, Options } from './options.ts';
import { packetsIn } from './packets-to-send.ts';
import { expandHome } from './paths.ts';

export const fileFunctions = (shell: Shell): Record<string, unknown> => ({
  ...functions({
    'rdpcap(filename, count=-1)': (path: unknown, count: number) => readAll(shell, path, count),
    'rderf(filename, count=-1)': (path: unknown, count: number) => readAll(shell, path, count),
    'wrpcap(filename, pkt, *args, **kargs)': (path: unknown, packets: unknown, args: readonly unknown[], kargs: Given) =>
      write(shell, 'wrpcap', path, packets, args, kargs),
    'wrpcapng(filename, pkt, *args, **kargs)': (path: unknown, packets: unknown, args: readonly unknown[], kargs: Given) =>
      write(shell, 'wrpcapng', path, packets, args, kargs, 'pcapng'),
  }),
  ...Object.fromEntries(
    ['PcapReader', 'RawPcapReader', 'PcapNgReader', 'RawPcapNgReader'].map((name) => [
      name,
      new Builtin(`${name}(filename)`, ((path: unknown) => new Reader(shell, pathOf(path), name.startsWith('Raw'))) as never),
    ]),
  ),
  ...Object.fromEntries(
    ['PcapWriter', 'PcapNgWriter'].map((name) => [
      name,
      new Builtin(
        `${name}(filename, *args, **kargs)`,
        ((path: unknown, _args: readonly unknown[], kargs: Given) =>
          new Writer(shell, pathOf(path), name === 'PcapNgWriter' ? { ...kargs, format: 'pcapng' } : kargs)) as never,
      ),
    ]),
  ),
});

function pathOf(path: unknown): string {
  if (typeof path === 'string') return expandHome(path);
  throw typeError('the path of a file was expected');
}

async function readAll(shell: Shell, path: unknown, count: number): Promise<ScapyList> {
  const name = pathOf(path);
  await using file = await openCapture(name);
  const items: ScapyPacket[] = [];
  for await (const p of file.packets()) {
    if (count >= 0 && items.length >= count) break;
    if (shell.signal.aborted) break;
    items.push(ScapyPacket.of(shell.place, p));
  }
  return new ScapyList(shell.place, items, name.replace(/^.*\//, ''));
}

function writeOptions(o: Options): WriteOptions & { readonly gz?: boolean } {
  const append = o.flag('append');
  const nano = o.flag('nano');
  const linkType = o.number('linktype', 'linkType');
  const snaplen = o.number('snaplen');
  const format = o.take('format');
  const gz = o.flag('gz');
  o.take('sync', 'endianness', 'bufsz');
  return {
    ...(append && { append }),
    ...(nano && { nanoseconds: true }),
    ...(linkType !== undefined && { linkType }),
    ...(snaplen !== undefined && { snaplen }),
    ...(typeof format === 'string' && { format: format as 'pcap' | 'pcapng' }),
    ...(gz && { gz }),
  };
}

async function write(
  shell: Shell,
  what: string,
  path: unknown,
  packets: unknown,
  args: readonly unknown[],
  kargs: Given,
  format?: 'pcapng',
): Promise<null> {
  const o = new Options(what, args, kargs);
  const { gz = false, ...options } = writeOptions(o);
  o.done(shell);
  const list = await packetsIn(shell.place, packets);
  const name = pathOf(path);
  await wrpcap(gz && !name.endsWith('.gz') ? `${name}.gz` : name, list.flatMap(concretePackets), {
    ...options,
    ...(format !== undefined && { format }),
  });
  return null;
}

/** Each packet with its time; one that stands for many gives each. */
function concretePackets(p: ScapyPacket): Packet[] {
  const ones = p.isTemplate ? [...p.concrete()] : [p];
  return ones.map((one) => {
    const { laid } = one.laid();
    const packet = laid as unknown as Packet;
    const { meta = {} } = p.told;
    if (meta.sec !== undefined) Object.assign(packet.meta, meta);
    else if (p.told.sentTime !== undefined) Object.assign(packet.meta, timeOf(p.told.sentTime));
    else if (packet.meta.sec === undefined) Object.assign(packet.meta, timeOf(Date.now() / 1000));
    return packet;
  });
}

const timeOf = (seconds: number): { sec: number; nsec: number } => ({
  sec: Math.floor(seconds),
  nsec: Math.round((seconds % 1) * 1e6) * 1000,
});

/** `for p in PcapReader("f.pcap")`, `with PcapReader(…) as pcap`. */
class Reader implements Behaviour {
  readonly #shell: Shell;
  readonly #path: string;
  readonly #raw: boolean;
  #file: Promise<CaptureFile<Packet>> | undefined;
  #packets: AsyncIterator<Packet> | undefined;

  constructor(shell: Shell, path: string, raw: boolean) {
    this.#shell = shell;
    this.#path = path;
    this.#raw = raw;
  }

  get [TYPE_NAME](): string {
    return 'PcapReader';
  }
  [REPR](): string {
    return `<PcapReader ${this.#path}>`;
  }

  async #next(): Promise<unknown> {
    this.#file ??= openCapture(this.#path);
    this.#packets ??= (await this.#file).packets()[Symbol.asyncIterator]();
    const step = await this.#packets.next();
    if (step.done === true) {
      await this.#close();
      return undefined;
    }
    const p = ScapyPacket.of(this.#shell.place, step.value);
    return this.#raw ? [p.octets(), p.told.meta] : p;
  }

  async #close(): Promise<null> {
    const file = this.#file;
    this.#file = undefined;
    this.#packets = undefined;
    if (file !== undefined) await (await file)[Symbol.asyncDispose]();
    return null;
  }

  async *[ITERATE](): AsyncGenerator<unknown> {
    for (;;) {
      const p = await this.#next();
      if (p === undefined) return;
      yield p;
    }
  }

  [GET](name: string): unknown {
    switch (name) {
      case '__enter__':
        return new Builtin('__enter__()', (() => this) as never);
      case '__exit__':
        return new Builtin('__exit__(*args)', (() => this.#close()) as never);
      case 'close':
        return new Builtin('close()', (() => this.#close()) as never);
      case 'read_packet':
      case 'recv':
      case '__next__':
      case 'next':
        return new Builtin(`${name}(size=None)`, (async () => {
          const p = await this.#next();
          if (p === undefined) throw new PyError(eofError, []);
          return p;
        }) as never);
      case 'read_all':
        return new Builtin('read_all(count=-1)', (async (count: number) => {
          const items: ScapyPacket[] = [];
          for (let p = await this.#next(); p !== undefined && (count < 0 || items.length < count); p = await this.#next())
            items.push(p as ScapyPacket);
          return new ScapyList(this.#shell.place, items, this.#path.replace(/^.*\//, ''));
        }) as never);
      default:
        return UNKNOWN;
    }
  }
}

/** What is written goes to the file at once: the first packet makes it, each other one is added. */
class Writer implements Behaviour {
  readonly #shell: Shell;
  readonly #path: string;
  readonly #options: WriteOptions;
  #begun = false;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(shell: Shell, path: string, kargs: Given) {
    this.#shell = shell;
    const o = new Options('PcapWriter', [], kargs);
    const { gz = false, ...options } = writeOptions(o);
    o.done(shell);
    this.#path = gz && !path.endsWith('.gz') ? `${path}.gz` : path;
    this.#options = options;
    this.#begun = options.append === true;
  }

  get [TYPE_NAME](): string {
    return 'PcapWriter';
  }
  [REPR](): string {
    return `<PcapWriter ${this.#path}>`;
  }

  async #write(packets: unknown): Promise<null> {
    const list = (await packetsIn(this.#shell.place, packets)).flatMap(concretePackets);
    this.#queue = this.#queue.then(() => {
      const append = this.#begun;
      this.#begun = true;
      return wrpcap(this.#path, list, { ...this.#options, append });
    });
    await this.#queue;
    return null;
  }

  [GET](name: string): unknown {
    switch (name) {
      case 'write':
      case 'write_packet':
        return new Builtin(`${name}(pkt)`, ((packets: unknown) => this.#write(packets)) as never);
      case 'flush':
      case 'close':
        return new Builtin(`${name}()`, (() => this.#queue.then(() => null)) as never);
      case '__enter__':
        return new Builtin('__enter__()', (() => this) as never);
      case '__exit__':
        return new Builtin('__exit__(*args)', (() => this.#queue.then(() => null)) as never);
      case 'filename':
        return this.#path;
      default:
        return UNKNOWN;
    }
  }
}
