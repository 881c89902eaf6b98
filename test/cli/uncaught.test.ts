/** An error that nobody caught is one screen, in the library as it is published: Node shows the whole line that threw. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const library = new URL('../../dist/node/index.js', import.meta.url);

describe.skipIf(!existsSync(library))('an error that nobody caught', () => {
  it('is one screen with its message in it', () => {
    const program = `import { IP, packet } from ${JSON.stringify(library.href)};\npacket(IP({ dst: '192.0.2.300' })).bytes;`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain("PacketwrightError: IP.dst: '192.0.2.300' is not an IPv4 address: expected the form 192.0.2.1");
    expect(stderr.length).toBeLessThan(6000);
    expect(Math.max(...stderr.split('\n').map((line) => line.length))).toBeLessThan(500);
  });
});
