/** The capture filter of `pkw dump` where the kernel does not run it: on captures, and as a listing. */
import type { InterfaceInfo, PacketBatch } from '../../capture/batch.ts';
import type { BpfProgram } from '../../filter/bpf/program/program.ts';
import { type FilterListing, formatFilter } from '../../filter/bpf/program/format-filter.ts';
import { type FilterRunner, filterRunner } from '../../filter/bpf/program/run-filter.ts';
import type { Host } from '../../host/host.ts';
import { compileForLink } from '../../host/linux/links/link-filter.ts';
import type { CommandIo } from '../command.ts';
import { openInput } from '../open-input.ts';
import { orSignal } from '../../host/or-signal.ts';
import { Pace } from '../pace.ts';
import { abilitiesOf, chosenInterface } from './dump-listings.ts';
import type { DumpOptions } from './dump-options.ts';
import { LINKTYPE } from '../../capture/link-types.ts';

const resolver = (host: Host) => (name: string) => host.resolve(name);

/** Which packets of a capture a filter takes. It is compiled for each link type that the capture has. */
export class CaptureFilter {
  readonly #text: string;
  readonly #host: Host;
  readonly #interfaces: readonly InterfaceInfo[];
  readonly #byLinkType = new Map<number, Promise<FilterRunner>>();
  /** By the interface's number. */
  readonly #runners: FilterRunner[] = [];

  constructor(text: string, host: Host, interfaces: readonly InterfaceInfo[]) {
    this.#text = text;
    this.#host = host;
    this.#interfaces = interfaces;
  }

  /** @throws ERR_FILTER when it is no filter, or none for an interface that the capture has described so far */
  async check(): Promise<void> {
    for (let iface = 0; iface < Math.max(1, this.#interfaces.length); iface++) await this.#runnerOf(iface);
  }

  /** Those of a batch that it takes, at most this many packets, as a bitmap and their number. */
  async select(batch: PacketBatch, most: number, pace: Pace): Promise<{ selection: Uint8Array; packets: number }> {
    const selection = new Uint8Array(batch.n);
    let packets = 0;
    for (let i = 0; i < batch.n && packets < most; i++) {
      const turn = pace.step();
      if (turn !== undefined) await turn;
      const iface = batch.iface[i] as number;
      const runs = this.#runners[iface] ?? (await this.#runnerOf(iface));
      const at = batch.offset[i] as number;
      const octets = batch.data.subarray(at, at + (batch.captured[i] as number));
      if (runs(octets, { wireLength: batch.wire[i] as number }) === 0) continue;
      selection[i] = 1;
      packets++;
    }
    return { selection, packets };
  }

  async #runnerOf(iface: number): Promise<FilterRunner> {
    const linkType = this.#interfaces[iface]?.linkType ?? 1;
    const options = { linkType, resolve: resolver(this.#host), addresses: () => Promise.resolve([]), kernel: false };
    let made = this.#byLinkType.get(linkType);
    if (made === undefined) this.#byLinkType.set(linkType, (made = compileForLink(this.#text, options).then(filterRunner)));
    const runs = await made;
    this.#runners[iface] = runs;
    return runs;
  }
}

const LISTINGS: readonly FilterListing[] = ['assembly', 'c', 'decimal'];

/** `-d`: the compiled filter, for the capture, the link type or the interface that the other options name. */
export async function filterListing(host: Host, o: DumpOptions, text: string, io: CommandIo): Promise<string> {
  // It may ask for addresses, which may take long.
  const program = await orSignal(compiled(host, o, text, io), io.signal);
  return formatFilter(program, LISTINGS[Math.min(o.d ?? 1, LISTINGS.length) - 1]);
}

async function compiled(host: Host, o: DumpOptions, text: string, io: CommandIo): Promise<BpfProgram> {
  const common = {
    resolve: resolver(host),
    ...(o.snapshotLength !== undefined && { snaplen: o.snapshotLength }),
    addresses: () => Promise.resolve([]),
  };
  if (o.read !== undefined) {
    const capture = await openInput(o.read, io, new Pace(io), o);
    await capture.close();
    return compileForLink(text, { ...common, linkType: capture.interfaces[0]?.linkType ?? 1, kernel: false });
  }
  // A link type alone is no interface of a kernel's.
  if (o.linktype !== undefined && o.interface === undefined)
    return compileForLink(text, { ...common, linkType: o.linktype, kernel: false });
  const name = await chosenInterface(host, o.interface);
  const linkType = o.linktype ?? (await abilitiesOf(host, name)).linkTypes[0] ?? LINKTYPE.ETHERNET;
  const addresses = async (): Promise<readonly string[]> => (await host.interfaces()).find((one) => one.name === name)?.addresses ?? [];
  return compileForLink(text, { ...common, linkType, addresses });
}
