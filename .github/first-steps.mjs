// What must work wherever Node does, with the package installed in the current folder: `node first-steps.mjs`.
// Crafting, dissecting, files, filters, the command line; and the one clear line where live traffic needs Linux.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(join(process.cwd(), 'first-steps.cjs'));
const home = dirname(require.resolve('packetwright/package.json'));
const { bin, exports } = require('packetwright/package.json');
const load = (entry) => import(pathToFileURL(join(home, exports[entry].node)).href);
const { packet, dissect, Ether, IP, UDP, DNS, openCapture, wrpcap, linuxHost, PacketwrightError } = await load('.');
await load('./core');
await load('./lab');
assert.equal(typeof require('packetwright').packet, 'function');

const query = packet(Ether(), IP({ src: '192.0.2.1', dst: '192.0.2.53' }), UDP({ sport: 4711 }), DNS({ qd: [{ qname: 'a.example.' }] }));
assert.equal(dissect(query.bytes).get(DNS).qd[0].qname, 'a.example.');

const folder = mkdtempSync(join(tmpdir(), 'first steps '));
try {
  const file = join(folder, 'query.pcap');
  await wrpcap(file, [query]);
  const seen = [];
  for await (const p of (await openCapture(file)).packets()) seen.push(p.summary());
  assert.equal(seen.length, 1);

  const pkw = (...args) => execFileSync(process.execPath, [join(home, bin.pkw), ...args], { encoding: 'utf8' });
  assert.match(pkw('--version'), /^packetwright \d/);
  assert.equal(pkw('read', file, '-T', 'fields', '-e', 'dns.qry.name').trim(), 'a.example');

  if (process.platform !== 'linux') {
    assert.throws(
      () => linuxHost(),
      (error) => error instanceof PacketwrightError && error.code === 'ERR_PLATFORM' && !error.message.includes('\n'),
    );
    const { status, stderr } = spawnSync(process.execPath, [join(home, bin.pkw), 'ifaces'], { encoding: 'utf8' });
    assert.notEqual(status, 0);
    assert.match(stderr, /needs Linux/);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`first steps on ${process.platform}, Node ${process.version}: well`);
