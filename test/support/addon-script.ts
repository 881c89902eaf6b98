/** Runs a script with the addon in a process of its own, since what it tries may take the process down. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeCandidates } from '../../native/loader.ts';

export interface ScriptEnd {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** For a script: a ring of four blocks of 4 kB on loopback. `ring()` gives [handle, ArrayBuffer]; `maps()` counts the mapped ones, `unmapped()` waits for their end, which is on another thread, and counts what is left. */
export const RING = `const u32 = (...n) => new Uint8Array(new Uint32Array(n).buffer);
    const maps = () => require('fs').readFileSync('/proc/self/maps', 'latin1').split('socket:').length - 1;
    const unmapped = async () => { for (let i = 0; i < 1000 && maps() > 0; i++) await turn(); return maps(); };
    const ring = () => { const h = native.open(17, 3, 0, -1); native.setsockopt(h, 263, 10, u32(2));
      const rc = native.setsockopt(h, 263, 5, u32(4096, 4, 2048, 8, 1, 0, 0)); if (rc !== 0) throw new Error('ring ' + rc);
      return [h, native.mmap(h, 16384)]; };`;

/** `native` is loaded; `udp()` gives a bound socket, `send(h)` sends it a packet, `fds()` counts descriptors, `turn()` waits a little. */
export function addonScript(text: string, ...flags: string[]): ScriptEnd {
  const path = nativeCandidates(new URL('../../native/loader.ts', import.meta.url).href, `linux-${process.arch}`).find(existsSync);
  const folder = mkdtempSync(join(tmpdir(), 'pkwt-'));
  try {
    const file = join(folder, 'script.cjs');
    writeFileSync(
      file,
      `const native = require(${JSON.stringify(path)});
       const fds = () => require('fs').readdirSync('/proc/self/fd').length;
       const turn = () => new Promise((r) => setTimeout(r, 5));
       const udp = () => { const h = native.open(2, 2, 0, -1); native.bind(h, Uint8Array.of(2, 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)); return h; };
       const send = (h) => { const to = new Uint8Array(16); native.getsockname(h, to); const s = udp(); native.sendto(s, to, 0, 4, 0, to); native.close(s); };
       ${text}`,
    );
    const run = spawnSync(process.execPath, [...flags, file], { encoding: 'utf8', timeout: 25_000 });
    return { status: run.status, stdout: run.stdout, stderr: run.stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
