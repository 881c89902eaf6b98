/** A classic BPF program as the socket needs it: cut to the snapshot length, and moved where a cooked socket's packets begin. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { BpfProgram } from '../../host.ts';
import { type CookedType, LINKTYPE_LINUX_SLL } from './link-type.ts';
import { cookedLength } from './sideband.ts';

const BPF_RET_K = 0x06;
const CLASS = 0x07;
const BPF_LD = 0x00;
const BPF_LDX = 0x01;
const SIZE = 0x18;
const BPF_W = 0x00;
const BPF_H = 0x08;
const BPF_B = 0x10;
const MODE = 0xe0;
const BPF_ABS = 0x20;
const BPF_IND = 0x40;
const BPF_MSH = 0xa0;

/** linux/filter.h: offsets from here on are facts about the packet instead of its octets. */
const SKF_AD_OFF = 0xfffff000;
const SKF_AD_PROTOCOL = 0;
const SKF_AD_PKTTYPE = 4;
const SKF_AD_IFINDEX = 8;
const SKF_AD_HATYPE = 28;

/** As many octets as a filter lets through that cuts nothing (libpcap's MAXIMUM_SNAPLEN). */
export const WHOLE = 262_144;

/** `return 0`: lets nothing through. */
export const DROP_ALL = returning(0);

function returning(octets: number): Uint8Array {
  const program = new Uint8Array(8);
  const view = new DataView(program.buffer);
  view.setUint16(0, BPF_RET_K, true);
  view.setUint32(4, octets, true);
  return program;
}

/**
 * The instructions to attach; empty for "no filter".
 *
 * The kernel cuts a packet to the number that a program returns, so the snapshot length goes in there. The made-up
 * header of a cooked capture is not yet there when the kernel filters: what reads it asks for the fact instead, and
 * what reads behind it moves to the front.
 */
export function filterFor(program: BpfProgram | undefined, snaplen: number, cooked: CookedType | undefined): Uint8Array {
  if (program === undefined) return snaplen < WHOLE ? returning(snaplen) : new Uint8Array(0);
  const out = program.instructions.slice();
  const view = new DataView(out.buffer);
  for (let at = 0; at + 8 <= out.length; at += 8) {
    const code = view.getUint16(at, true);
    const k = view.getUint32(at + 4, true);
    if (code === BPF_RET_K) view.setUint32(at + 4, Math.min(k, snaplen), true);
    else if (cooked !== undefined) view.setUint32(at + 4, cookedOffset(cooked, code, k, at / 8), true);
  }
  return out;
}

/** The fact that stands for what a program loads from a made-up header, by offset and size (BPF_W is 0). */
const SLL_FACTS: Readonly<Record<string, number>> = {
  [`0 ${BPF_H}`]: SKF_AD_PKTTYPE,
  [`2 ${BPF_H}`]: SKF_AD_HATYPE,
  [`14 ${BPF_H}`]: SKF_AD_PROTOCOL,
};
const SLL2_FACTS: Readonly<Record<string, number>> = {
  [`0 ${BPF_H}`]: SKF_AD_PROTOCOL,
  [`4 ${BPF_W}`]: SKF_AD_IFINDEX,
  [`8 ${BPF_H}`]: SKF_AD_HATYPE,
  [`10 ${BPF_B}`]: SKF_AD_PKTTYPE,
};

function cookedOffset(cooked: CookedType, code: number, k: number, instruction: number): number {
  const loads = (code & CLASS) === BPF_LD || (code & CLASS) === BPF_LDX;
  const mode = code & MODE;
  if (!loads || (mode !== BPF_ABS && mode !== BPF_IND && mode !== BPF_MSH) || k >= SKF_AD_OFF) return k;
  const length = cookedLength(cooked);
  if (k >= length) return k - length;
  const fact = mode === BPF_ABS ? (cooked === LINKTYPE_LINUX_SLL ? SLL_FACTS : SLL2_FACTS)[`${k} ${code & SIZE}`] : undefined;
  if (fact !== undefined) return SKF_AD_OFF + fact;
  throw new PacketwrightError(
    'ERR_FILTER',
    `instruction ${instruction} reads octet ${k} of the cooked header, which the kernel does not have`,
    {
      remedy: 'name one interface, or filter what was captured',
      instruction,
      offset: k,
    },
  );
}
