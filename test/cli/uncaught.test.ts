/** An error that nobody caught is one screen, in the library as it is published: Node shows the whole line that threw. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { PacketwrightError } from '../../src/bytes/errors.ts';

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

  it('has its cause once, and what the message speaks of', () => {
    const cause = new Error('the reason');
    const error = new PacketwrightError('ERR_FILE', 'a file is damaged', { offset: 24, cause });
    expect(inspect(error).split('the reason')).toHaveLength(2);
    expect(error.cause).toBe(cause);
    expect(error.details).toEqual({ offset: 24 });
  });
});
