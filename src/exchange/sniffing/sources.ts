/** Where sniffed packets come from: interfaces that are opened here, or sources that somebody else has opened. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { PacketSource } from '../../capture/batch.ts';
import { mergeByTime, type MergeWait } from '../../capture/merge-by-time.ts';
import { packetFilter } from '../../filter/bpf/packet-filter.ts';
import { anyTimer } from '../../host/any-timer.ts';
import { defaultInterface } from '../../host/default-interface.ts';
import type { LinkOptions } from '../../host/host.ts';
import { interfaceDown } from '../../host/no-interface.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { shown } from '../../packet/spec/wants.ts';
import { defaultHost } from '../default-host.ts';
import { nextTurn } from '../next-turn.ts';
import type { SniffOptions } from './sniff-options.ts';

/** What is listened to. */
export interface Opened {
  readonly sources: readonly PacketSource<Packet>[];
  /** How they wait for each other, where they are live: such a source may be silent for ever. */
  readonly wait?: MergeWait;
  /** The filter, where the kernel does not run it. */
  readonly passes?: (packet: Packet) => boolean;
  timer(ms: number, f: () => void): () => void;
  close(): Promise<void>;
}

/** Several interfaces wait so long for each other: longer than a ring holds packets back. */
const MERGE_MS = 20;

/** @throws ERR_INTERFACE, for one that is down as well: the kernel opens it, and nothing ever comes; ERR_PERMISSION, ERR_FILTER */
export async function openLinks(o: SniffOptions): Promise<Opened> {
  const host = o.host ?? (await defaultHost());
  const names = o.iface === undefined ? [(await defaultInterface(host)).name] : typeof o.iface === 'string' ? [o.iface] : o.iface;
  // The default is one that is up.
  const down = o.iface === undefined ? undefined : (await host.interfaces()).find(({ name, up }) => names.includes(name) && up === false);
  if (down !== undefined) throw interfaceDown(down.name);
  const options = { promiscuous: o.promiscuous ?? true, referenced: false, ...(o.filter !== undefined && { filter: o.filter }) };
  const opening = await Promise.allSettled([...new Set(names)].map((name) => host.open(name, options)));
  const links = opening.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const close = async (): Promise<void> => void (await Promise.all(links.map((link) => link.close())));
  const failed = opening.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await close();
    throw failed.reason;
  }
  await Promise.all(links.map((link) => link.ready));
  const timer = (ms: number, f: () => void): (() => void) => host.clock.timer(ms, f);
  return { sources: links, wait: { now: () => host.clock.now(), timer, ms: MERGE_MS, turn: nextTurn }, timer, close };
}

const isSource = (source: unknown): source is PacketSource<Packet> =>
  typeof source === 'object' && source !== null && Symbol.asyncDispose in source;

/** @throws ERR_VALUE for what is no source, ERR_FILTER */
export function given(source: NonNullable<SniffOptions['source']>, filter: LinkOptions['filter']): Opened {
  const sources = isSource(source) ? [source] : source;
  const wrong = Array.isArray(sources) ? sources.find((one) => !isSource(one)) : sources;
  if (wrong !== undefined)
    throw new PacketwrightError('ERR_VALUE', `sniff: ${shown(wrong)} is no source of packets`, {
      remedy:
        typeof wrong === 'string'
          ? 'open the capture: { source: await openCapture(path) }'
          : "give what openCapture(path) gives, or a lab's segment",
    });
  const timer = (ms: number, f: () => void): (() => void) => anyTimer(ms, f, true);
  const linkTypes = sources.flatMap(({ interfaces }) => interfaces.map(({ linkType }) => linkType));
  const passes = filter === undefined ? undefined : packetFilter(filter, linkTypes);
  return { sources, timer, close: () => Promise.resolve(), ...(passes !== undefined && { passes }) };
}

/** Of one source the way that is fastest; of several in the order of time. Ends with the signal, quietly. */
export async function* inOrder({ sources, wait }: Opened, ended: AbortSignal): AsyncGenerator<Packet, void, undefined> {
  // Links end by being closed, with what came before.
  const isLive = wait !== undefined;
  const [only, ...others] = sources;
  const packets = only !== undefined && others.length === 0 ? only.packets(isLive ? {} : { signal: ended }) : mergeByTime(sources, wait);
  try {
    for await (const packet of packets) {
      yield packet;
      if (ended.aborted && !isLive) return;
    }
  } catch (error) {
    if (!ended.aborted) throw error;
  }
}
