/** What a session leaves behind, and how it stops: exports, Ctrl-Z, Ctrl-C while a script runs. On a pseudo-terminal. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it, onTestFailed } from 'vitest';
import { type BuiltCli, buildCli } from '../support/built-cli.ts';
import { describeIf, requireProgram } from '../support/require.ts';
import { Pty } from '../support/terminal/pty.ts';

/** The package as it is built: only there a program can import it by its name. */
const WHOLE = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const PROMPT = '>>> ';

let built: BuiltCli;
let home: string;
let open: Pty | undefined;
beforeAll(async () => {
  built = await buildCli('src/cli/main.ts');
  home = mkdtempSync(join(tmpdir(), 'packetwright-home-'));
});
afterEach(() => {
  open?.kill();
  open = undefined;
});
afterAll(() => {
  built.remove();
  rmSync(home, { recursive: true });
});

function onTerminal(...words: string[]): Pty {
  const pty = new Pty(words, { PKW_HOME: home, NO_COLOR: '1', PS1: '$ ' });
  open = pty;
  onTestFailed(() => console.error(`the terminal showed at last:\n${pty.text.slice(-800)}`));
  return pty;
}

describeIf(requireProgram('python3'), 'export_session', () => {
  const LINES = ['a = sr1(IP(dst="192.0.2.1")/ICMP(), verbose=0)', 'foo', 'a.src, "<b>&"', 'print("```")'];

  it('writes what was typed and printed: as Markdown, as HTML, and as a program that prints the same', async () => {
    const pty = onTerminal(built.path, '--lab', '--quiet');
    await pty.expect(PROMPT);
    for (const line of LINES) {
      pty.send(`${line}\r`);
      await pty.expect(`${line}\n`);
      await pty.expect(PROMPT);
    }
    pty.send('len?\r');
    await pty.expect('len?\n');
    const help = (await pty.expect(PROMPT)).trimEnd();
    for (const ending of ['md', 'html', 'ts']) {
      pty.send(`export_session("${home}/s.${ending}")\r`);
      await pty.expect(`.${ending}")\n`);
      await pty.expect(PROMPT);
    }
    pty.send('\x04');
    expect(await pty.end()).toBe(0);

    const error = "NameError: name 'foo' is not defined (column 1)";
    expect(readFileSync(join(home, 's.md'), 'utf8')).toMatch(/^# A session of Packetwright \d/);
    expect(readFileSync(join(home, 's.md'), 'utf8').split('\n').slice(2)).toEqual([
      ...['```python', `>>> ${LINES[0]}`, '```', ''],
      ...['```python', '>>> foo', error, '```', ''],
      ...['```python', `>>> ${LINES[2]}`, `('192.0.2.1', '<b>&')`, '```', ''],
      // A fence that its text does not end.
      ...['````python', `>>> ${LINES[3]}`, '```', '````', ''],
      ...['```python', '>>> len?', ...help.split('\n'), '```', ''],
    ]);

    const html = readFileSync(join(home, 's.html'), 'utf8');
    const texts = Array.from(html.matchAll(/<pre class="(\w+)">([\s\S]*?)<\/pre>/g), ([, kind, text]) => [kind, text]);
    expect(texts.slice(1, 5)).toEqual([
      ['in', '&gt;&gt;&gt; foo'],
      ['error', error],
      ['in', '&gt;&gt;&gt; a.src, &quot;&lt;b&gt;&amp;&quot;'],
      ['out', "('192.0.2.1', '&lt;b&gt;&amp;')"],
    ]);

    const run = runProgram(join(home, 's.ts'));
    expect(run).toEqual({ stdout: `('192.0.2.1', '<b>&')\n\`\`\`\n${help}\n`, stderr: '', status: 0 });
  });
});

function runProgram(file: string): { stdout: string; stderr: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [WHOLE, 'run', '--lab', file], { encoding: 'utf8' });
  return { stdout, stderr, status };
}

describeIf(requireProgram('python3'), 'pictures at the prompt', () => {
  const start = async (...env: string[]): Promise<Pty> => {
    const pty = onTerminal('env', '-u', 'TMUX', '-u', 'STY', ...env, built.path, '--lab', '--quiet');
    await pty.expect(PROMPT);
    return pty;
  };

  it('canvas_dump has colours, and nothing else of a terminal', async () => {
    const pty = await start('NO_COLOR=');
    pty.send('(IP()/Raw("\\x1b[31mred\\x1b]0;title\\x07")).canvas_dump()\r');
    await pty.expect('dump()\n');
    const shown = await pty.expect(PROMPT);
    expect(shown).toMatch(/^┌ IP ─+┐ {2}0000 {2}45 00 00 /m);
    expect(pty.raw.replaceAll('\x1b', 'ESC')).toMatch(/ESC\[38;2;\d+;\d+;\d+;48;2;\d+;\d+;\d+m/);
    expect(shown).not.toContain('\\u001b');
    expect(shown).not.toContain('\x1b');
    expect(pty.raw).not.toContain('\x1b]0;');
    pty.send('\x04');
    await pty.end();
  });

  it('pdfdump is a file; iTerm2 shows it', async () => {
    for (const program of ['other', 'iTerm.app']) {
      const pty = await start('NO_COLOR=1', `TERM_PROGRAM=${program}`);
      pty.send('(IP()/UDP()).pdfdump()\r');
      await pty.expect('dump()\n');
      await pty.expect(PROMPT);
      const file = readFileSync(/^.*\/pdfdump-1\.pdf$/m.exec(pty.text)?.[0] ?? '');
      const image = /\]1337;File=name=\S+;size=(\d+);inline=1;width=80:([\w+/=]+)/.exec(pty.raw);
      if (program === 'other') expect(image).toBeNull();
      else expect([Number(image?.[1]), Buffer.from(image?.[2] ?? '', 'base64').equals(file)]).toEqual([file.length, true]);
      pty.send('\x04');
      await pty.end();
    }
  });
});

describeIf(requireProgram('bash'), 'Ctrl-Z', () => {
  it('gives the terminal back to the shell, and fg goes on with the line', async () => {
    const pty = onTerminal('bash', '--norc', '--noprofile', '-i');
    await pty.expect('$ ');
    pty.send(`${built.path} --lab --quiet\r`);
    await pty.expect(PROMPT);
    pty.send('b = 41\r');
    await pty.expect('b = 41\n');
    await pty.expect(PROMPT);
    pty.send('b + ');
    await pty.expect('b + ');
    pty.send('\x1a');
    await pty.expect(/Stopped[^\n]*\n\$ /);
    // The shell's own keys work: the terminal is as it was.
    pty.send('echo $((6 * 7))\r');
    await pty.expect('\n42\n$ ');
    pty.send('fg\r');
    await pty.expect('>>> b + ');
    pty.send('1\r');
    await pty.expect('b + 1\n42\n>>> ');
    pty.send('\x04');
    await pty.expect('$ ');
    pty.send('exit\r');
    expect(await pty.end()).toBe(0);
  });
});

describeIf(requireProgram('python3'), 'Ctrl-C while pkw run works', () => {
  it.each([
    ['a loop of Python', 'loop.py', 'print("begun")\nwhile True:\n    pass\n'],
    ['a wait of Python', 'wait.py', 'import time\nprint("begun")\ntime.sleep(1000)\nprint("not this")\n'],
    [
      'a wait of TypeScript',
      'wait.ts',
      'console.log("begun");\nawait new Promise((go) => setTimeout(go, 1e6));\nconsole.log("not this");\n',
    ],
  ])('%s ends with status 130, as shells have it', async (_, name, text) => {
    writeFileSync(join(home, name), text);
    const pty = onTerminal(process.execPath, WHOLE, 'run', join(home, name));
    await pty.expect('begun\n');
    pty.send('\x03');
    expect(await pty.end()).toBe(130);
    expect(pty.text).not.toContain('not this');
  });

  it('a script that listens goes on with what it has', async () => {
    writeFileSync(join(home, 'listen.py'), 'print("begun")\nps = sniff()\nprint("heard", len(ps))\n');
    const pty = onTerminal(built.path, 'run', '--lab', join(home, 'listen.py'));
    await pty.expect('begun\n');
    pty.send('\x03');
    await pty.expect(/heard \d+\n/);
    expect(await pty.end()).toBe(130);
  });
});
