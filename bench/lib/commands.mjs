// From a participant's tool and arguments to a command line, or to the reason why there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { program } from './compile.mjs';
import { paths } from './paths.mjs';

const python = process.env.PKW_PYTHON ?? '/usr/bin/python3';
let scapy;

/** @returns {{ command: string[] } | { missing: string }} */
export function commandOf({ missing, netns, core, urgent, ...participant }) {
  if (missing) return { missing };
  const made = commandHere(participant);
  if (!made.command) return made;
  // Each of these becomes the next one: no process stays between.
  const where = [
    ...(netns ? ['ip', 'netns', 'exec', netns] : []),
    ...(urgent ? ['nice', '-n', '-20'] : []),
    ...(core === undefined ? [] : ['taskset', '-c', String(core)]),
  ];
  return { command: [...where, ...made.command] };
}

function commandHere({ tool, args }) {
  switch (tool) {
    case 'node':
      return { command: [process.execPath, ...args] };
    case 'probe': // plain JavaScript of ours, in peers/
      return { command: [process.execPath, join(paths.peers, args[0]), ...args.slice(1)] };
    case 'ours': // a program of ours/ over what the build made
      if (!existsSync(join(paths.ours, args[0]))) return { missing: `bench/ours/${args[0]} is not written yet` };
      return built('index.js') ?? { command: [process.execPath, join(paths.ours, args[0]), ...args.slice(1)] };
    case 'live': // a program of live/ that starts others
      return { command: [process.execPath, join(paths.live, args[0]), ...args.slice(1)] };
    case 'cli':
      return built('cli/main.js') ?? { command: [process.execPath, join(paths.dist, 'cli/main.js'), ...args] };
    case 'scapy':
      scapy ??= spawnSync(python, ['-c', 'import scapy'], { stdio: 'ignore' }).status === 0;
      if (!scapy) return { missing: `${python} has no scapy (Debian: apt-get install python3-scapy)` };
      return { command: [python, '-B', join(paths.peers, args[0]), ...args.slice(1)] };
    case 'system': {
      // a program of the machine's
      const there = spawnSync('sh', ['-c', 'command -v "$0"', args[0]], { stdio: 'ignore' }).status === 0;
      return there ? { command: args } : { missing: `no ${args[0]} (Debian: apt-get install ${args[0]})` };
    }
    default: {
      const { path, missing } = program(tool);
      return missing ? { missing } : { command: [path, ...args] };
    }
  }
}

const built = (file) => (existsSync(join(paths.dist, file)) ? undefined : { missing: `dist/${file} is not built (npm run prepare)` });
