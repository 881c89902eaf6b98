/** BGP, OSPF and NetFlow built by scapy and by us: the same octets. */
import { expect, it } from 'vitest';
import { toHex } from '../../src/bytes/hex.ts';
import { packet } from '../../src/protocols/protocols.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { askPython } from '../support/python.ts';
import { describeIf, requireScapy } from '../support/require.ts';
import { routingCases } from './scapy-cases/routing.ts';

const SCRIPT = `
from scapy.all import *
from scapy.contrib.bgp import *
from scapy.contrib.ospf import *
from scapy.layers.netflow import *
answer = []
for e in given:
    p = eval(e)
    answer.append([bytes(p).hex(), p.summary()])
`;

describeIf(requireScapy(), 'routing protocols against scapy', () => {
  const answers = askPython(
    SCRIPT,
    routingCases.map((c) => c.scapy),
  ) as readonly (readonly [hex: string, summary: string])[];
  it.each(routingCases.map((c, i) => [c.scapy, c, answers[i]] as const))('%s', (_title, c, answer) => {
    const p = packet(...(c.ours() as never[])) as unknown as Packet;
    expect(toHex(p.bytes)).toBe(answer?.[0]);
    if (c.otherSummary === undefined) expect(p.summary()).toBe(answer?.[1]);
  });
});
