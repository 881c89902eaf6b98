/** Packets of ours whose octets are to be scapy's: one Python for all of them. */
import { expect, it } from 'vitest';
import { toHex } from '../../src/bytes/hex.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { askPython } from './python.ts';
import { describeIf, requireScapy } from './require.ts';

/** An expression of scapy's, and the packet, or its layers, that it is to be. */
export type ScapyCase = readonly [scapy: string, ours: () => Packet<any> | readonly unknown[]];

const isPacket = (made: Packet<any> | readonly unknown[]): made is Packet<any> => 'bytes' in made;
const octetsOf = (made: Packet<any> | readonly unknown[]): Uint8Array => (isPacket(made) ? made : packet(...(made as [never]))).bytes;

const program = (imports: string): string => `
warnings = __import__('warnings'); warnings.simplefilter('ignore')
from scapy.all import *
${imports}
conf.route.routes = []
def one(e):
    try:
        return bytes(eval(e)).hex()
    except Exception as error:
        return str(error)
answer = [one(e) for e in given]
`;

/** A test for each case. `imports`: what scapy does not load by itself, as lines of Python. */
export function compareOctets(title: string, imports: string, cases: readonly ScapyCase[]): void {
  describeIf(requireScapy(), title, () => {
    const answers = askPython(
      program(imports),
      cases.map(([scapy]) => scapy),
    ) as readonly string[];
    it.each(cases.map(([scapy, ours], i) => [scapy, ours, answers[i]] as const))('%s', (_title, ours, theirs) => {
      expect(toHex(octetsOf(ours()))).toBe(theirs);
    });
  });
}
