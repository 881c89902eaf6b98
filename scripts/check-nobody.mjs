// The README's commands, on Node 24 after `npm ci`, as a user without rights and without a compiler: `node scripts/check-nobody.mjs [VERSION]`, as root.
//
// The tree's files are copied to a folder that belongs to nobody, and `npm ci`, `npm start` and `npm test` run there as nobody
// with CC naming no program. What needs root, the addon or another program is skipped there with its reason.
import { spawnSync } from 'node:child_process';
import { chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { otherNode } from './lib/other-node.mjs';
import { run } from './lib/run.mjs';
import { finish, root } from './lib/tree.mjs';

/** @param {string} flag */
const idOf = (flag) => Number(run('id', [flag, 'nobody']).trim());
const version = process.argv[2] ?? '24';
const problems = [];
const folder = mkdtempSync(join(tmpdir(), 'packetwright-nobody-'));
try {
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  const tree = join(folder, 'tree'),
    home = join(folder, 'home');
  const made = new Set();
  /** @param {string} path */
  const own = (path) => {
    if (path.length < folder.length || made.has(path)) return;
    own(dirname(path));
    mkdirSync(path, { recursive: true });
    chownSync(path, uid, gid);
    made.add(path);
  };
  own(tree);
  own(home);
  const ofNode = join(folder, 'node');
  mkdirSync(ofNode);
  const path = `${otherNode(version, ofNode)}${delimiter}${process.env.PATH}`;
  for (const path of run('git', ['-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard']).split('\0')) {
    if (path === '' || !existsSync(join(root, path))) continue;
    own(dirname(join(tree, path)));
    copyFileSync(join(root, path), join(tree, path));
    chownSync(join(tree, path), uid, gid);
  }
  // Damaged packets were tried in plenty elsewhere, and other programs were asked.
  const env = { HOME: home, CC: '/nonexistent', PKW_ALONE: '1', PKW_MUTATIONS: '0.01', NO_COLOR: '1' };
  for (const args of [['ci'], ['start', '--silent'], ['test']]) {
    const { status, signal, stdout, stderr } = spawnSync('npm', args, {
      cwd: tree,
      // Packages come with the machine's own Node, which knows the machine's certificates.
      env: { ...env, PATH: args[0] === 'ci' ? process.env.PATH : path },
      uid,
      gid,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      timeout: 40 * 60_000,
    });
    if (status === 0) continue;
    problems.push(
      `npm ${args.join(' ')} as nobody: ended with ${status ?? signal}\n${`${stdout}${stderr}`.split('\n').slice(-60).join('\n')}`,
    );
    break;
  }
} catch (error) {
  problems.push(error.message);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish(problems, `npm ci, npm start and npm test are well on Node ${version} as nobody without a compiler`);
