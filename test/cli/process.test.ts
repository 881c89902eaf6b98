import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli, type BuiltCli } from '../support/built-cli.ts';
import { describeIf, requireProgram } from '../support/require.ts';

let built: BuiltCli;
beforeAll(async () => {
  built = await buildCli('test/cli/probe-main.ts');
});
afterAll(() => built.remove());

/** A shell line with `pkw` in PATH. */
function shell(line: string, o: { input?: string; env?: Record<string, string> } = {}) {
  const env = { ...process.env, ...o.env, PATH: `${built.folder}:${process.env['PATH']}` };
  return spawnSync('bash', ['-c', line], { encoding: 'utf8', env, input: o.input ?? '', timeout: 20_000 });
}

describe('the program', () => {
  it('loads little before it knows its command', async () => {
    const program = await buildCli('src/cli/main.ts');
    const loaded = new Set<string>();
    const load = (name: string): void => {
      if (loaded.has(name)) return;
      loaded.add(name);
      const text = readFileSync(join(program.folder, name), 'utf8');
      for (const [, next] of text.matchAll(/^(?:import|export)\b[^;]*?["']\.\/([^"']+)["'];/gm)) if (next !== undefined) load(next);
    };
    load('pkw.mjs');
    const octets = [...loaded].reduce((sum, name) => sum + statSync(join(program.folder, name)).size, 0);
    expect(octets).toBeLessThan(20_000);
    expect(spawnSync(program.path, ['--version'], { encoding: 'utf8' }).stdout).toMatch(/^packetwright \d+\.\d+\.\d+\n$/);
    program.remove();
  });
});

describe('output', () => {
  it('is whole, in a file and in a pipe that is read slowly', () => {
    const run = shell(
      'set -o pipefail; pkw lines -c 200000 | (sleep 0.3; cksum); pkw lines -c 200000 > $0.out; cksum < $0.out; rm $0.out'.replaceAll(
        '$0',
        `${built.folder}/x`,
      ),
    );
    const [piped, filed] = run.stdout.trim().split('\n');
    expect(piped).toBe(filed);
    const whole = shell('seq 0 199999 | sed "s/.*/line & of many/" | cksum').stdout.trim();
    expect(piped).toBe(whole);
  });

  it('ends cleanly when the reader goes away', () => {
    const run = shell('pkw lines -c 5000000 | head -n 1; echo "${PIPESTATUS[0]}"');
    expect(run.stdout).toBe('line 0 of many\n0\n');
    expect(run.stderr).toBe('');
  });

  it('says that the disk is full', () => {
    const run = shell('pkw lines -c 100000 > /dev/full');
    expect(run.stderr).toBe('pkw lines: write: no space left on the device\n');
    expect(run.status).toBe(1);
    const short = shell('pkw lines -c 1 > /dev/full');
    expect(short.stderr).toMatch(/^pkw[a-z ]*: write: no space left on the device\n$/);
    expect(short.status).toBe(1);
    expect(shell('pkw --help > /dev/full')).toMatchObject({ status: 1, stderr: 'pkw: write: no space left on the device\n' });
  });
});

describeIf(requireProgram('python3'), 'a pipe that another program made non-blocking', () => {
  it('is waited for while it is full', () => {
    const script =
      'import os, subprocess, time\nr, w = os.pipe()\nos.set_blocking(w, False)\np = subprocess.Popen(["pkw", "lines", "-c", "100000"], stdout=w)\nos.close(w)\ntime.sleep(0.5)\nn = 0\nwhile True:\n  b = os.read(r, 65536)\n  if not b: break\n  n += b.count(b"\\n")\nprint(n, p.wait())';
    expect(shell(`python3 -c '${script}'`).stdout).toBe('100000 0\n');
  });
});

describe('Ctrl-C', () => {
  async function start(...args: string[]) {
    const child = spawn(built.path, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    await once(child.stdout, 'data');
    return { child, out: () => out };
  }

  it('gives what there is, and 130', async () => {
    const { child, out } = await start('wait');
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(out()).toBe('begun\nwhat there is\n');
  });

  it('twice ends a command that takes no notice', async () => {
    const { child, out } = await start('wait', '--forever');
    child.kill('SIGINT');
    // Signals of one kind that wait are one signal, so the second is sent when the first has surely been seen.
    const again = setInterval(() => child.kill('SIGINT'), 100);
    expect(await once(child, 'close')).toEqual([130, null]);
    clearInterval(again);
    expect(out()).toBe('begun\n');
  });

  it('is told apart from SIGTERM', async () => {
    const { child } = await start('wait');
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([143, null]);
  });
});

describe('the terminal', () => {
  it('is none in a pipe: no colours, no progress, 80 columns or COLUMNS', () => {
    const run = shell('pkw ask x');
    expect(JSON.parse(run.stdout)).toEqual({ isTerminal: false, colour: false, columns: 80, read: 0 });
    expect(run.stderr).toBe('operands: x\n');
    expect(JSON.parse(shell('pkw ask', { env: { COLUMNS: '132' } }).stdout)).toMatchObject({ columns: 132 });
  });

  it('gives standard input', () => {
    expect(JSON.parse(shell('pkw ask -', { input: 'x'.repeat(100_000) }).stdout)).toMatchObject({ read: 100_000 });
  });
});

describeIf(requireProgram('script'), 'a real terminal', () => {
  it('has colours unless NO_COLOR or --no-color, and a progress line that goes away', () => {
    const onTerminal = (line: string) =>
      shell(`script -qec 'stty cols 100; ${line}' /dev/null`, { env: { TERM: 'xterm', NO_COLOR: '' } }).stdout;
    const answer = (text: string) => JSON.parse(/\{.*\}/.exec(text)?.[0] ?? '') as unknown;
    const shown = onTerminal('pkw ask');
    expect(answer(shown)).toEqual({ isTerminal: true, colour: true, columns: 100, read: 0 });
    expect(shown).toContain('\r\x1b[K10 %\r\x1b[Koperands');
    expect(answer(onTerminal('pkw ask --no-color'))).toMatchObject({ colour: false });
    expect(answer(onTerminal('NO_COLOR=1 pkw ask'))).toMatchObject({ colour: false });
    expect(onTerminal('pkw ask --quiet')).not.toContain('10 %');
  });
});

describe('completion in bash', () => {
  /** What bash would offer after the words, as it would call the function at Tab. */
  function offered(...words: string[]): string[] {
    const list = ['pkw', ...words].map((word) => `'${word}'`).join(' ');
    const run = shell(
      `eval "$(pkw completion bash)"; COMP_WORDS=(${list}); COMP_CWORD=${words.length}; _pkw; printf '%s\\n' "\${COMPREPLY[@]}"; complete -p pkw`,
    );
    expect(run.stderr).toBe('');
    const lines = run.stdout.trimEnd().split('\n');
    expect(lines.pop()).toBe('complete -o default -F _pkw pkw');
    return lines.filter((line) => line !== '');
  }

  it('offers commands, options and their values', () => {
    expect(offered('')).toEqual(['lines', 'wait', 'ask', 'completion', 'help', '--help', '--version']);
    expect(offered('wa')).toEqual(['wait']);
    expect(offered('wait', '--fo')).toEqual(['--forever']);
    expect(offered('ask', '-T', 'f')).toEqual(['fields']);
    expect(offered('ask', '-i', 'l')).toEqual(['lo']);
    expect(offered('ask', '--interface', '=', 'l')).toEqual(['lo']);
    expect(offered('ask', '--interface', '=')).toContain('lo');
    expect(offered('ask', '')).toEqual([]);
  });

  it('comes as a script that each shell there takes', () => {
    for (const name of ['bash', 'zsh', 'fish']) {
      const script = shell(`pkw completion ${name}`);
      expect(script.status).toBe(0);
      expect(script.stdout).toContain('pkw completion --words');
      const check = shell(`command -v ${name} > /dev/null || exit 0; pkw completion ${name} | ${name} -n /dev/stdin`);
      expect([name, check.status, check.stderr]).toEqual([name, 0, '']);
    }
  });
});

describeIf(requireProgram('man'), 'man page', () => {
  it('is roff that man takes without a warning', () => {
    for (const words of ['', 'ask']) {
      const run = shell(
        `pkw help --man ${words} > $0.1 && MANWIDTH=100 man --warnings -l $0.1 | col -b; rm $0.1`.replaceAll('$0', `${built.folder}/page`),
      );
      expect(run.stderr).toBe('');
      expect(run.stdout).toContain('EXIT STATUS');
      if (words === 'ask') expect(run.stdout).toContain('-i, --interface NAME');
    }
  });
});
