/** A classic BPF program as the socket needs it: cut to the snapshot length, and moved where a cooked socket's packets begin. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import * as op from '../../../filter/bpf/program/codes.ts';
import { packProgram } from '../../../filter/bpf/program/instructions.ts';
import { type BpfProgram, WHOLE } from '../../../filter/bpf/program/program.ts';
import { type CookedType, LINKTYPE_LINUX_SLL } from './link-type.ts';
import { cookedLength } from './sideband.ts';

/** `return 0`: lets nothing through. */
export const DROP_ALL = returning(0);

function returning(octets: number): Uint8Array {
  return packProgram([{ code: op.RET | op.K, jt: 0, jf: 0, k: octets }]).instructions;
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
    if (code === (op.RET | op.K)) view.setUint32(at + 4, Math.min(k, snaplen), true);
    else if (cooked !== undefined) view.setUint32(at + 4, cookedOffset(cooked, code, k, at / 8), true);
  }
  return out;
}

/** The fact that stands for what a program loads from a made-up header, by offset and size (W is 0). */
const SLL_FACTS: Readonly<Record<string, number>> = {
  [`0 ${op.H}`]: op.ANCILLARY_FACTS.type,
  [`2 ${op.H}`]: op.ANCILLARY_FACTS.hatype,
  [`14 ${op.H}`]: op.ANCILLARY_FACTS.proto,
};
const SLL2_FACTS: Readonly<Record<string, number>> = {
  [`0 ${op.H}`]: op.ANCILLARY_FACTS.proto,
  [`4 ${op.W}`]: op.ANCILLARY_FACTS.ifidx,
  [`8 ${op.H}`]: op.ANCILLARY_FACTS.hatype,
  [`10 ${op.B}`]: op.ANCILLARY_FACTS.type,
};

function cookedOffset(cooked: CookedType, code: number, k: number, instruction: number): number {
  const loads = (code & op.CLASS_MASK) === op.LD || (code & op.CLASS_MASK) === op.LDX;
  const mode = code & op.MODE_MASK;
  if (!loads || (mode !== op.ABS && mode !== op.IND && mode !== op.MSH) || k >= op.ANCILLARY) return k;
  const length = cookedLength(cooked);
  if (k >= length) return k - length;
  const fact = mode === op.ABS ? (cooked === LINKTYPE_LINUX_SLL ? SLL_FACTS : SLL2_FACTS)[`${k} ${code & op.SIZE_MASK}`] : undefined;
  if (fact !== undefined) return op.ANCILLARY + fact;
  throw new PacketwrightError(
    'ERR_FILTER',
    `instruction ${instruction} reads octet ${k} of the cooked header, which the kernel cannot see`,
    {
      remedy: 'capture on one interface, or filter the packets after capturing them',
      instruction,
      offset: k,
    },
  );
}
