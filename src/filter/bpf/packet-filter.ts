/** A filter over packets of any link type: each has its own program. */
import { LINKTYPE } from '../../capture/link-types.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { compile } from './compile.ts';
import type { BpfProgram } from './program/program.ts';
import { type FilterRunner, filterRunner } from './program/run-filter.ts';

/**
 * Whether a packet passes. `linkTypes` are those that will come: a filter that says nothing of one is an error at once; others are compiled when they come.
 * @throws ERR_FILTER
 */
export function packetFilter(filter: string | BpfProgram, linkTypes: Iterable<number>): (p: Packet) => boolean {
  const runners = new Map<number, FilterRunner>();
  const runnerOf = (linkType: number): FilterRunner => {
    let runner = runners.get(linkType);
    if (runner === undefined)
      runners.set(linkType, (runner = filterRunner(typeof filter === 'string' ? compile(filter, { linkType, kernel: false }) : filter)));
    return runner;
  };
  for (const linkType of linkTypes) runnerOf(linkType);
  return (p) => {
    const { bytes, meta } = p;
    return runnerOf(meta.linkType ?? linkTypeOf(p))(bytes, { wireLength: meta.wireLength ?? bytes.length }) > 0;
  };
}

/** One that no capture has tells it by its outermost layer. */
function linkTypeOf(p: Packet): number {
  const name = p.layers()[0]?.layerName;
  return name === 'IP' || name === 'IPv6' ? LINKTYPE.RAW : LINKTYPE.ETHERNET;
}
