/** The check of the addon under the sanitizers says no when octets are written behind a buffer, or a number overflows: in a copy of it with that fault. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { all, describeIf, requireAddon, requireProgram } from '../support/require.ts';

const HERE = join(import.meta.dirname, '../..');

/** Faults that no test sees by what a call gives: where they are planted, and what the sanitizers say. */
const FAULTS = {
  read: { call: 'return result(env, read(h->fd, b.at, b.length));', fault: '((volatile uint8_t *)b.at)[b.length] = 1;' },
  write: { call: 'return result(env, write(h->fd, b.at + offset, length));', fault: 'volatile int wide = 40; errno = 1 << wide;' },
};
const SAID = [/AddressSanitizer: heap-buffer-overflow/, /calls\.c:\d+:\d+: runtime error: shift exponent 40/];

/** A test file each, since the process of the first ends with it. */
const testOf = (call: string): string => `import { createRequire } from 'node:module';
import { it } from 'vitest';
it('calls', () => {
  const native = createRequire(import.meta.url)('./build/packetwright.node');
  const file = native.openFile('/dev/null', 2, -1);
  native.${call};
  native.close(file);
});
`;
const CONFIG = `export default { test: { projects: [{ test: { name: 'unit', pool: 'forks', include: ['native/*.test.ts'] } }] } };`;

describeIf(all(requireAddon(), requireProgram('gcc')), 'check-sanitizers', () => {
  // Some 8 s of processor time: a build, and three processes of Node that are looked after. Both faults are planted in one.
  it('refuses an octet behind a buffer, and a shift that is too wide', () => {
    const folder = mkdtempSync(join(tmpdir(), 'packetwright-checks-'));
    try {
      for (const part of ['native/src', 'native/build.mjs', 'native/binary-check.mjs'])
        cpSync(join(HERE, part), join(folder, part), { recursive: true });
      const path = join(folder, 'native/src/calls.c');
      let text = readFileSync(path, 'utf8');
      for (const { call, fault } of Object.values(FAULTS)) {
        expect(text).toContain(call);
        text = text.replace(call, `${fault} ${call}`);
      }
      writeFileSync(path, text);
      writeFileSync(join(folder, 'native/read.test.ts'), testOf('read(file, new Uint8Array(4096))'));
      writeFileSync(join(folder, 'native/write.test.ts'), testOf('write(file, new Uint8Array(4096), 0, 1)'));
      writeFileSync(join(folder, 'vitest.config.ts'), CONFIG);
      const check = [join(HERE, 'scripts/check-sanitizers.mjs'), '--root', folder];
      const { status, stdout, stderr } = spawnSync(process.execPath, check, { encoding: 'utf8' });
      for (const words of SAID) expect(`${stdout}${stderr}`).toMatch(words);
      expect(status).toBe(1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
