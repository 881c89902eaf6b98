/** `pkw -c`, `pkw run` and text from a pipe: the shell without a terminal. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'packetwright-shell-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const piped = (text: string, ...words: string[]) => runCli(words, { stdin: new TextEncoder().encode(text) });

describe('pkw -c', () => {
  it('prints as the prompt does', async () => {
    expect(await runCli(['-c', '6*7; None; "a"'])).toEqual({ status: 0, out: "42\n'a'\n", err: '' });
    expect(await runCli(['--lab', '-c', 'sr1(IP(dst="192.0.2.1")/ICMP(), verbose=0).src'])).toMatchObject({ out: "'192.0.2.1'\n" });
    expect(await runCli(['shell', '-c', 'raw(ARP(op=2))[:8]'])).toMatchObject({
      out: "b'\\x00\\x01\\x08\\x00\\x06\\x04\\x00\\x02'\n",
    });
  });

  it('says in one line what is wrong, and where', async () => {
    expect(await runCli(['-c', '1 + foo'])).toEqual({
      status: 1,
      out: '',
      err: "pkw shell: column 5: NameError: name 'foo' is not defined\n",
    });
    expect(await runCli(['-c', '(1'])).toMatchObject({ status: 1, err: expect.stringMatching(/^pkw shell: column 3: .*\n$/) });
  });

  it('ends as exit() says', async () => {
    expect(await runCli(['-c', 'print(1); exit(3); print(2)'])).toEqual({ status: 3, out: '1\n', err: '' });
    expect(await runCli(['-c', 'exit("done")'])).toEqual({ status: 1, out: '', err: 'done\n' });
  });
});

describe('where packets leave from', () => {
  const script = (): string => file('arguments.py', 'import sys\nprint(sys.argv[1:])\n');

  it.each(['--lab', '--lab=me', '--netns', '--seed=1'])('%s behind the file is refused before anything runs', async (word) => {
    const name = word.replace(/=.*/, '');
    const { status, out, err } = await runCli(['run', script(), 'a', word]);
    expect([status, out]).toEqual([2, '']);
    expect(err).toBe(
      `pkw run: ${name} behind the file goes to the script; put it before the file, or write -- behind the file to mean the script's own ${name}\n`,
    );
  });

  it("is the script's own behind --", async () => {
    expect(await runCli(['run', script(), '--', '--lab', 'a'])).toMatchObject({ status: 0, out: "['--lab', 'a']\n" });
    expect(await runCli(['run', script(), 'a', '--', '--lab'])).toMatchObject({ status: 0, out: "['a', '--', '--lab']\n" });
    expect(await runCli(['run', '--lab', script(), '--laboratory'])).toMatchObject({ status: 0, out: "['--laboratory']\n" });
  });

  it.each([
    [['--netns', 'nope-of-no-use', '-c', '1'], /^pkw shell: there is no network namespace nope-of-no-use: .*\n$/],
    [['--lab=zz', '-c', '1'], /^pkw shell: .*zz.*\n$/],
    [['run', '--lab=zz', 'no.py'], /^pkw run: .*zz.*\n$/],
  ])('%j: one that is not there is refused at the start', async (words, line) => {
    const { status, out, err } = await runCli(words);
    expect([status, out]).toEqual([1, '']);
    expect(err).toMatch(line);
  });
});

describe('text from a pipe', () => {
  it('runs line by line, without prompts', async () => {
    const text = 'x = [\n1,\n2]\nx\nfor i in x:\n  print(i)\n\ndef f(a):\n  if a:\n    return 1\n  else:\n    return 2\nf(0)\n';
    expect(await piped(text)).toEqual({ status: 0, out: '[1, 2]\n1\n2\n2\n', err: '' });
  });

  it('goes on after an error, names its line, and ends with 1', async () => {
    expect(await piped('foo\n1\n')).toEqual({ status: 1, out: '1\n', err: "NameError: name 'foo' is not defined (line 1, column 1)\n" });
    const text = 'a = input()\nbob\n\nfor i in [1]:\n  a\n  2 + foo\n1/0\n';
    expect(await piped(text)).toMatchObject({
      status: 1,
      err: expect.stringMatching(/'foo' is not defined \(line 6, column 7\)\nZeroDivisionError: division by zero \(line 7, column 2\)\n$/),
    });
    expect(await piped('1\n2\nx = (\n1 2)\n')).toMatchObject({ err: expect.stringMatching(/\(line 4, column 3\)\n$/) });
    expect(await piped('1\nfoo\n')).toMatchObject({ status: 1, out: '1\n' });
    expect(await piped('exit(4)\n1\n')).toEqual({ status: 4, out: '', err: '' });
  });

  it('marks the place of an error of grammar', async () => {
    const { err } = await piped('1\nx = = 2\n');
    expect(err.split('\n').slice(0, 2)).toEqual(['    x = = 2', '        ^']);
  });

  it('reads what input() asks for from the lines that follow', async () => {
    expect(await piped('a = input("name? ")\nbob\na\n')).toMatchObject({ status: 0, out: expect.stringMatching(/'bob'\n$/) });
  });
});

describe('a log and exports, without a terminal', () => {
  const lines = ['p = IP(ttl=3)/ICMP()', 'foo', 'p.ttl', 'for i in range(2):', '  print(i)', ''];
  const turns =
    ">>> p = IP(ttl=3)/ICMP()\n>>> foo\nNameError: name 'foo' is not defined (line 2, column 1)\n>>> p.ttl\n3\n>>> for i in range(2):\n...   print(i)\n... \n0\n1\n";

  it('have what ran and what it printed', async () => {
    const [log, markdown] = [join(folder, 'piped.log'), join(folder, 'piped.md')];
    const { status, out } = await piped([...lines, `export_session("${markdown}")`, ''].join('\n'), '--log', log);
    expect([status, out]).toEqual([1, '3\n0\n1\n']);
    expect(readFileSync(log, 'utf8')).toBe(`${turns}>>> export_session("${markdown}")\n`);
    expect(readFileSync(markdown, 'utf8')).toContain('```python\n>>> p.ttl\n3\n```\n');
  });

  it('of -c have the whole text', async () => {
    const log = join(folder, 'c.log');
    expect(await runCli(['--log', log, '-c', '6*7; foo'])).toMatchObject({ status: 1, out: '42\n' });
    expect(readFileSync(log, 'utf8')).toBe(">>> 6*7; foo\n42\ncolumn 6: NameError: name 'foo' is not defined\n");
  });

  it('are appended to another file from then on, when conf.logfile says so, and to none when it is empty', async () => {
    const [first, second] = [join(folder, 'first.log'), join(folder, 'second.log')];
    await piped(`1\nconf.logfile = "${second}"\n2\nconf.logfile = ""\n3\n`, '--log', first);
    expect(readFileSync(first, 'utf8')).toBe(`>>> 1\n1\n>>> conf.logfile = "${second}"\n`);
    expect(readFileSync(second, 'utf8')).toBe('>>> 2\n2\n>>> conf.logfile = ""\n');
  });
});

describe('pkw run', () => {
  it('runs Python as a program, which sees its words', async () => {
    const path = file('a.py', 'if __name__ == "__main__":\n    print(IP(ttl=3).ttl, __name__)\n    5\n');
    expect(await runCli(['run', '-q', path, 'x', '-y', '--laboratory'])).toEqual({ status: 0, out: '3 __main__\n', err: '' });
    expect(await runCli(['run', '-y', path])).toMatchObject({ status: 2, err: expect.stringContaining("unknown option '-y'") });
  });

  it('names file, line and column of an error', async () => {
    const path = file('b.py', 'x = 1\ndef f():\n    return foo\nf()\n');
    expect(await runCli(['run', path])).toEqual({
      status: 1,
      out: '',
      err: `pkw run: ${path}:3:12: NameError: name 'foo' is not defined\n`,
    });
    const grammar = file('c.py', 'x = 1\ny = = 2\n');
    expect(await runCli(['run', grammar])).toMatchObject({ status: 1, err: expect.stringContaining(`${grammar}:2:5: `) });
  });

  it('takes no other endings', async () => {
    expect(await runCli(['run', 'x.rb'])).toMatchObject({ status: 2, err: expect.stringContaining('expected a name that ends in .py') });
  });
});

describe('a program in TypeScript or JavaScript', () => {
  const program = new URL('../../dist/cli/main.js', import.meta.url).pathname;
  const run = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'run', ...words], { encoding: 'utf8', cwd: folder });
    return { status, stdout, stderr };
  };

  it('imports this package and files beside it, without its types, and sends into the lab', () => {
    file('other.ts', 'export const name: string = "other";\n');
    file(
      'a.ts',
      `import { packet, IP, ICMP, sr1 } from 'packetwright';
import { lab } from 'packetwright/lab';
import { name } from './other.ts';
interface Told { readonly name: string }
const told: Told = { name };
console.log(told.name, typeof lab, ...process.argv.slice(2));
console.log((await sr1(packet(IP({ dst: '192.0.2.1' }), ICMP())))?.get(IP).src);
setTimeout(() => console.log('at the end'), 1);
`,
    );
    const expected = { status: 0, stdout: 'other function x --y\n192.0.2.1\nat the end\n', stderr: '' };
    expect(run('--lab', 'a.ts', 'x', '--y')).toEqual(expected);
  });

  it('names file, line and column of what went wrong', () => {
    file('b.ts', 'const x: number = 1;\nfunction f(): void {\n  throw new TypeError("bad" + x);\n}\nf();\n');
    expect(run('b.ts')).toEqual({ status: 1, stdout: '', stderr: 'pkw run: b.ts:3:9: TypeError: bad1\n' });
    file('c.ts', 'const x = 1;\nconst y: = 2;\n');
    expect(run('c.ts')).toMatchObject({ status: 1, stderr: expect.stringMatching(/^pkw run: c\.ts:2:10: SyntaxError: .*\n$/) });
    file('d.mjs', 'process.exitCode = 3;\n');
    expect(run('d.mjs')).toEqual({ status: 3, stdout: '', stderr: '' });
  });
});

describe('save_session and load_session', () => {
  it('keep data and packets, and no code', async () => {
    const path = join(folder, 'session.json');
    const made = [
      'import time',
      'a = (1, 2.0, "text", b"\\x00\\xff", [None, True], {"k": {3}}, 2**80)',
      'p = Ether(src="02:00:00:00:00:01")/IP(dst="192.0.2.1", options=[])/TCP(dport=[80, 443], flags="SA")/b"data"',
      'q = IP(raw(IP(src="192.0.2.1", dst="192.0.2.2")/UDP(sport=1, dport=2)/b"x"))',
      'f = lambda x: x',
    ];
    const shown = ['a', 'p', 'q', 'q.summary()', 'len([x for x in p])'];
    const save = await piped([...made, ...shown, `save_session("${path}")`, ''].join('\n'));
    expect(save.err).toMatch(/^left out, for they are no data: (time, )?f\n$/);
    const load = await piped([`load_session("${path}")`, ...shown, ''].join('\n'));
    expect(load).toEqual({ status: 0, out: save.out, err: '' });
    expect(save.out.split('\n')).toHaveLength(6);
    expect(readFileSync(path, 'utf8')).not.toContain('lambda');
  });

  it('refuse a file of something else', async () => {
    const path = file('x.json', '{}');
    expect(await piped(`load_session("${path}")\n`)).toMatchObject({
      status: 1,
      err: expect.stringContaining('expected a file that save_session() wrote'),
    });
  });
});

describe('pkw lint', () => {
  it('tells file, line and column, and runs nothing', async () => {
    const path = file('l.py', 'print("ran")\nx = = 1\n');
    expect(await runCli(['lint', path])).toMatchObject({
      status: 1,
      out: expect.stringMatching(new RegExp(`^${path}:2:5: .*\n$`)),
      err: '',
    });
    expect(await runCli(['lint', file('m.py', 'x = 1\n')])).toEqual({ status: 0, out: '', err: '' });
  });
});
