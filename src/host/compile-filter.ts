/** A capture filter's text as the program for one link, with the names and the netmask that only its host knows. */
import { PacketwrightError } from '../bytes/errors.ts';
import { compile } from '../filter/bpf/compile.ts';
import { type FilterName, filterNames } from '../filter/bpf/text/filter-names.ts';
import type { BpfProgram } from '../filter/bpf/program/program.ts';

export interface HostFilterOptions {
  readonly linkType: number;
  /** For the kernel to run, beside whose frames are facts such as the VLAN tag that it took out. Default true; false for a file. */
  readonly kernel?: boolean;
  /** See CompileOptions.snaplen. */
  readonly snaplen?: number;
  /** Addresses of a host, of a network, or of a host on the link; none, or a rejection with ERR_RESOLVE, when nobody knows it. */
  readonly lookUp: (name: string, kind: FilterName['kind']) => Promise<readonly string[]>;
  /** `address/prefix` of the interface: what `ip broadcast` is judged by (pcap_lookupnet). */
  readonly addresses: () => Promise<readonly string[]>;
}

/** @throws ERR_FILTER with the place */
export async function compileForHost(text: string, o: HostFilterOptions): Promise<BpfProgram> {
  const { linkType, lookUp, addresses, kernel = true, snaplen } = o;
  const known = new Map<string, readonly string[]>();
  for (const { name, kind } of filterNames(text)) known.set(`${kind} ${name}`, await lookUp(name, kind).catch(nobodyKnows));
  const netmask = /\bbroadcast\b/.test(text) ? maskOf(await addresses()) : undefined;
  return compile(text, {
    linkType,
    kernel,
    ...(snaplen === undefined ? {} : { snaplen }),
    resolve: (name, kind) => known.get(`${kind} ${name}`),
    ...(netmask === undefined ? {} : { netmask }),
  });
}

/** The compiler says where in the text the name stands that nobody knows. */
function nobodyKnows(error: unknown): readonly string[] {
  if (error instanceof PacketwrightError && error.code === 'ERR_RESOLVE') return [];
  throw error;
}

/** The netmask of the first IPv4 address, in dotted form. */
function maskOf(addresses: readonly string[]): string | undefined {
  const prefix = addresses.map((text) => /^[\d.]+\/(\d+)$/.exec(text)?.[1]).find((length) => length !== undefined);
  if (prefix === undefined) return undefined;
  const mask = prefix === '0' ? 0 : (0xffffffff << (32 - Number(prefix))) >>> 0;
  return [24, 16, 8, 0].map((shift) => (mask >>> shift) & 0xff).join('.');
}
