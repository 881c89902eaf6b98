// The addon's tests under gcc's sanitizers: `node scripts/check-sanitizers.mjs`.
//
// Builds the addon with ASAN and UBSAN in a copy of the tree, so that the binary that others load stays as it is, and runs native/*.test.ts
// there. Node itself is not built with them: they are loaded before it. What lives until Node's end is no leak. Without the sanitizers it
// says so and passes; under PKW_REQUIRE_ALL=1 that is a failure. Debian: apt-get install gcc libc6-dev
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './lib/run.mjs';
import { finish, root } from './lib/tree.mjs';

const PARTS = ['native', 'src', 'test/support', 'test/fixtures', 'vitest.config.ts', 'package.json'];
const modules = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules');
const compiler = process.env.CC || 'cc';

/** The library's path; undefined where the compiler has none. @param {string} name */
function libraryOf(name) {
  const asked = spawnSync(compiler, [`-print-file-name=${name}`], { encoding: 'utf8' });
  const path = asked.status === 0 ? asked.stdout.trim() : '';
  return isAbsolute(path) ? path : undefined;
}

const libraries = ['libasan.so', 'libubsan.so'].map(libraryOf);
if (process.platform !== 'linux' || libraries.includes(undefined)) {
  const reason = `${compiler} has no sanitizers here`;
  finish(process.env.PKW_REQUIRE_ALL === '1' ? [`PKW_REQUIRE_ALL=1, and ${reason}`] : [], `left out: ${reason}`);
}

/** @type {string[]} */
const problems = [];
const folder = mkdtempSync(join(tmpdir(), 'packetwright-sanitizers-'));
try {
  for (const part of PARTS) {
    const from = join(root, part);
    if (existsSync(from)) cpSync(from, join(folder, part), { recursive: true, filter: (path) => !/native\/(build|prebuilds)$/.test(path) });
  }
  symlinkSync(modules, join(folder, 'node_modules'));
  run(process.execPath, ['native/build.mjs', '--sanitize'], { cwd: folder });
  if (!existsSync(join(folder, 'native/build/packetwright.node'))) throw new Error('the addon could not be built with the sanitizers');
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, 'node_modules/vitest/vitest.mjs'), 'run', 'native/', '--project', 'unit', '--reporter', 'dot'],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...process.env,
        NO_COLOR: '1',
        // Its end by a signal is the test's failure, whatever the test compares.
        ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=1:allocator_may_return_null=1',
        UBSAN_OPTIONS: 'print_stacktrace=1:abort_on_error=1',
        LD_PRELOAD: libraries.join(' '),
        PKW_TEST_SUMMARY: '',
      },
    },
  );
  if (status !== 0)
    problems.push(`under the sanitizers: ended with ${status ?? signal}\n${`${stdout}${stderr}`.split('\n').slice(-120).join('\n')}`);
} catch (error) {
  problems.push(error.message);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish(problems, "the addon's tests pass under ASAN and UBSAN");
