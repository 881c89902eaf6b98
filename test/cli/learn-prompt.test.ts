/** A lesson on a pseudo-terminal. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCli, type BuiltCli } from '../support/built-cli.ts';
import { describeIf, requireProgram } from '../support/require.ts';
import { Pty } from '../support/terminal/pty.ts';

let built: BuiltCli;
let home: string;
beforeAll(async () => {
  built = await buildCli('src/cli/main.ts');
  home = mkdtempSync(join(tmpdir(), 'packetwright-home-'));
});
afterAll(() => {
  built.remove();
  rmSync(home, { recursive: true });
});

describeIf(requireProgram('python3'), 'pkw learn on a terminal', () => {
  it('teaches at the prompt, and remembers', async () => {
    const pty = new Pty([built.path, 'learn', 'arp'], { PKW_HOME: home, NO_COLOR: '1' });
    try {
      await pty.expect('a.show().\n');
      pty.send('a = ARP(psrc="192.0.2.80")\r');
      await pty.expect('Not yet. psrc is who asks');
      pty.send('show me\r');
      await pty.expect('a = ARP(pdst="192.0.2.80")\n');
      pty.send('a = ARP(pdst="192.0.2.80"); a.show()\r');
      await pty.expect('Step 2 of 8');
      pty.send('quit\r');
      expect(await pty.end()).toBe(0);
    } finally {
      pty.kill();
    }
    expect(JSON.parse(readFileSync(join(home, 'learn.json'), 'utf8'))).toEqual({ version: 1, steps: { arp: 1 } });
  });
});
