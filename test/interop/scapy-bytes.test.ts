/** Packets built by scapy and by us from the same expression: the same octets, and the same summary() of what was built. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toHex } from '../../src/bytes/hex.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { dissect, packet } from '../../src/protocols/protocols.ts';
import { describeIf, requireScapy, SYSTEM_PYTHON } from '../support/require.ts';
import { applicationCases } from './scapy-cases/application.ts';
import { networkCases } from './scapy-cases/network.ts';

// A protocol's cases are a file in scapy-cases/, and a line here.
const groups = { network: networkCases, application: applicationCases };

describeIf(requireScapy(), 'octets against scapy', () => {
  for (const [name, cases] of Object.entries(groups)) {
    const run = spawnSync(SYSTEM_PYTHON, [join(import.meta.dirname, 'scapy_bytes.py')], {
      input: JSON.stringify(cases.map((c) => c.scapy)),
      encoding: 'utf8',
    });
    const answers = JSON.parse(run.stdout || `"${run.stderr.replaceAll(/[\n"\\]/g, ' ')}"`) as readonly (
      | readonly [string, string]
      | string
    )[];
    it.each(cases.map((c, i) => [`${name}: ${c.scapy}`, c, answers[i]] as const))('%s', (_title, c, answer) => {
      if (typeof answer !== 'object') throw new Error(`scapy: ${String(answer)}`);
      const p = packet(...(c.ours() as never[])) as unknown as Packet;
      expect(toHex(p.bytes)).toBe(answer[0]);
      if (c.otherSummary === undefined) expect(dissect(p.bytes, p.layers()[0]).summary()).toBe(answer[1]);
    });
  }
});
