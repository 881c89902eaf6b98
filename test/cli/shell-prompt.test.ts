/** The prompt on a pseudo-terminal: a person types, and sees what comes. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, onTestFailed } from 'vitest';
import { buildCli, type BuiltCli } from '../support/built-cli.ts';
import { Pty } from '../support/terminal/pty.ts';
import { describeIf, requireProgram } from '../support/require.ts';

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

const PROMPT = '>>> ';
/** A promise of Node's that no Ctrl-C reaches. */
const LATER = 'import { setTimeout as later } from "node:timers/promises"';
const UP = '\x1b[A';

/** A session that shows its first prompt. */
async function start(o: { words?: string[]; env?: Record<string, string> } = {}): Promise<Pty> {
  open = new Pty([built.path, '--lab', ...(o.words ?? [])], { PKW_HOME: home, NO_COLOR: '', ...o.env });
  const pty = open;
  onTestFailed(() => console.error(`the terminal showed at last:\n${pty.text.slice(-800)}`));
  await pty.expect(PROMPT);
  return pty;
}

/** Types a line, and gives what it prints. */
async function typed(pty: Pty, line: string, last = line): Promise<string> {
  pty.send(`${line}\r`);
  await pty.expect(`${last}\n`);
  const printed = await pty.expect(PROMPT);
  return printed;
}

/** Drops what is on the line, and leaves. */
async function leave(pty: Pty): Promise<number> {
  pty.send('\x05\x15\x04');
  return pty.end();
}

describeIf(requireProgram('python3'), 'the prompt', () => {
  it('greets in two lines, prints values, keeps the last in _, and leaves by Ctrl-D', async () => {
    const pty = await start();
    expect(pty.text.slice(0, pty.text.indexOf(PROMPT)).trim().split('\n')).toEqual([
      expect.stringMatching(/^Packetwright \d.*Ctrl-D leaves/),
      `History: ${home}/history`,
    ]);
    expect(await typed(pty, '6*7')).toBe('42\n');
    expect(await typed(pty, '_ + 1')).toBe('43\n');
    expect(await typed(pty, 'None')).toBe('');
    await typed(pty, LATER);
    expect(await typed(pty, 'later(1, "waited")')).toBe("'waited'\n");
    expect(await leave(pty)).toBe(0);
  });

  it('ends with the status of exit()', async () => {
    const pty = await start();
    pty.send('exit(3)\r');
    expect(await pty.end()).toBe(3);
  });

  it('shows an error in one line and marks the place of one of grammar', async () => {
    const pty = await start();
    expect(await typed(pty, '1 + foo')).toBe("NameError: name 'foo' is not defined (column 5)\n");
    expect((await typed(pty, 'x = = 1')).split('\n').slice(0, 2)).toEqual(['    x = = 1', '        ^']);
    await leave(pty);
  });

  it('takes blocks until an empty line, and open brackets until they are closed', async () => {
    const pty = await start();
    pty.send('for i in range(2):\r');
    await pty.expect('... ');
    pty.send('    print(i)\r');
    await pty.expect('... ');
    pty.send('\r');
    await pty.expect('0\n1\n>>> ');
    pty.send('x = [1,\r');
    await pty.expect('... ');
    pty.send('2]\r');
    await pty.expect(PROMPT);
    expect(await typed(pty, 'x')).toBe('[1, 2]\n');
    await leave(pty);
  });

  it('edits the line: left, Home, deleting, words, and what was cut comes back', async () => {
    const pty = await start();
    expect(await typed(pty, '12\x1b[D0', '102')).toBe('102\n');
    expect(await typed(pty, '2\x013', '32')).toBe('32\n');
    expect(await typed(pty, '78\x7f9', '79')).toBe('79\n');
    expect(await typed(pty, 'foo \x17 5', ' 5')).toBe('5\n');
    expect(await typed(pty, '1+\x15\x19\x192', '1+1+2')).toBe('4\n');
    await leave(pty);
  });
});

describeIf(requireProgram('python3'), 'completion', () => {
  it.each([
    ['names', 'sr1\t', /srloop|sr1/],
    ['fields of a call', 'IP(ds\t', 'IP(dst='],
    ["values of a field's numbers", 'ARP(op="wh\t', 'ARP(op="who-has'],
    ['attributes of a value', 'p.show\t', 'show_indent'],
    ['fields of a layer that a packet carries', 'p[TCP].dpo\t', 'p[TCP].dport'],
    ['fields behind a layer that is being made', 'TCP().dpo\t', 'TCP().dport'],
    ['values of an attribute', 'p.proto = "ic\t', 'p.proto = "icmp'],
    ['interfaces', 'sniff(iface="et\t', 'sniff(iface="eth0'],
    ['keywords', 'contin\t', 'continue'],
    ['arguments of functions', 'sniff(stop_f\t', 'sniff(stop_filter='],
  ])('knows %s', async (_, keys, shown) => {
    const pty = await start();
    await typed(pty, 'p = IP()/TCP()');
    pty.send(keys);
    await pty.expect(shown);
    await leave(pty);
  });

  it('knows files, and enters folders', async () => {
    const pty = await start();
    writeFileSync(join(home, 'some capture.pcap'), '');
    pty.send(`rdpcap("${home}/so\t`);
    await pty.expect(`${home}/some capture.pcap`);
    await leave(pty);
  });

  it('calls nothing of the user', async () => {
    const pty = await start();
    pty.send('class A:\r  @property\r  def x(self): print("called"); return "text"\r\ra = A()\r');
    await pty.expect('a = A()\n>>> ');
    pty.send('a.x.up\t\x03');
    await pty.expect('^C\n');
    expect(await typed(pty, '1')).toBe('1\n');
    expect(pty.text).not.toContain('\ncalled');
    await leave(pty);
  });

  it('shows how the call under the cursor is made', async () => {
    const pty = await start();
    await typed(pty, '1');
    pty.send('sr1(');
    await pty.expect('sr1(p, iface=None, timeout=2');
    pty.send('IP(dst=');
    await pty.expect('IP.dst: ');
    await leave(pty);
  });

  it('answers name?', async () => {
    const pty = await start();
    expect(await typed(pty, 'sr1?')).toContain('Send, and wait for the first answer');
    await leave(pty);
  });
});

describeIf(requireProgram('python3'), 'history', () => {
  it('goes on in the next session, also by Ctrl-R, and only its user may read it', async () => {
    const folder = mkdtempSync(join(home, 'h-'));
    const first = await start({ env: { PKW_HOME: folder } });
    await typed(first, 'a = 11');
    await typed(first, 'b = 22');
    first.send('for i in [1]:\r  print(i)\r\r');
    await first.expect('1\n>>> ');
    await leave(first);
    const path = join(folder, 'history');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe('a = 11\nb = 22\nfor i in [1]:\n...   print(i)\n');

    const second = await start({ env: { PKW_HOME: folder } });
    // The block has two lines.
    second.send(`${UP}${UP}${UP}\r`);
    await second.expect('b = 22\n>>> ');
    second.send('\x12a = ');
    await second.expect("(search)'a = ': a = 11");
    second.send('\r');
    await second.expect('a = 11\n>>> ');
    expect(await typed(second, 'a, b')).toBe('(11, 22)\n');
    expect(await typed(second, 'conf.histfile')).toBe(`'${path}'\n`);
    await leave(second);
  });

  it('is done without where its file cannot be written', async () => {
    const pty = await start({ env: { PKW_HOME: '/dev/null/x' } });
    expect(pty.text).toContain('no history is kept: ');
    expect(await typed(pty, '1')).toBe('1\n');
    await leave(pty);
  });
});

describeIf(requireProgram('python3'), 'Ctrl-C', () => {
  it('stops what runs, and keeps what came', async () => {
    const pty = await start();
    await typed(pty, '1');
    pty.send('ps = sniff(prn=lambda p: print("heard"), lfilter=lambda p: True)\r');
    await pty.expect('lambda p: True)\n');
    pty.send('\x03');
    await pty.expect(PROMPT);
    expect(await typed(pty, 'len(ps) >= 0')).toBe('True\n');
    pty.send('while True: pass\r\r');
    await pty.expect('pass\n');
    pty.send('\x03');
    await pty.expect('KeyboardInterrupt');
    await pty.expect(PROMPT);
    await leave(pty);
  });

  it('a second time gives up waiting', async () => {
    const pty = await start();
    await typed(pty, LATER);
    pty.send('later(100000000)\r');
    await pty.expect('00000)\n');
    pty.send('\x03');
    await pty.expect('a second Ctrl-C gives up waiting');
    pty.send('\x03');
    await pty.expect('not waited for');
    await pty.expect(PROMPT);
    expect(await typed(pty, '2')).toBe('2\n');
    await leave(pty);
  });

  it('drops what is being typed, and at an empty prompt says how to leave', async () => {
    const pty = await start();
    pty.send('foo(\x03');
    await pty.expect('foo(^C\n>>> ');
    pty.send('\x03');
    await pty.expect('Ctrl-D or exit() leaves\n');
    expect(await leave(pty)).toBe(0);
  });
});

describeIf(requireProgram('python3'), 'a paste', () => {
  const paste = (text: string): string => `\x1b[200~${text}\x1b[201~`;

  it('of several statements runs each, with prompts of other shells, and blocks with empty lines inside', async () => {
    const pty = await start();
    pty.send(paste('>>> a = 1\r>>> def f(x):\r...     y = x\r...\r...     return y + a\r...\r>>> f(1)\r'));
    await pty.expect('\n2\n>>> ');
    pty.send(paste('def g():\n    b = 5\n\n    return b\ng()\nlast = '));
    await pty.expect('5\n>>> last = ');
    pty.send('7\r');
    await pty.expect(PROMPT);
    expect(await typed(pty, 'last')).toBe('7\n');
    await leave(pty);
  });

  it('of one line is text to go on with', async () => {
    const pty = await start();
    pty.send(`${paste('1 + ')}2\r`);
    await pty.expect('1 + 2\n3\n');
    await leave(pty);
  });

  it('of 10,000 lines runs them all', async () => {
    const pty = await start();
    await typed(pty, 'n = 0');
    pty.send(`${paste('n += 1\r'.repeat(10_000))}"n is %d" % n\r`);
    await pty.expect("'n is 10000'");
    await leave(pty);
  });

  it('ends by Ctrl-C', async () => {
    const pty = await start();
    await typed(pty, 'import time');
    pty.send(paste('while True: pass\r\rprint("not this")\r'));
    await pty.expect('pass\n');
    pty.send('\x03');
    await pty.expect('KeyboardInterrupt');
    await pty.expect(PROMPT);
    expect(await typed(pty, '3')).toBe('3\n');
    expect(pty.text).not.toContain('\nnot this');
    await leave(pty);
  });
});

describeIf(requireProgram('python3'), 'colours', () => {
  it('of packets and errors are there, and go with conf.theme, NO_COLOR or another terminal', async () => {
    const pty = await start();
    await typed(pty, 'IP()');
    expect(pty.raw).toContain('\x1b[31mIP\x1b[0m');
    await typed(pty, 'conf.theme = "black-and-white"');
    const before = pty.raw.length;
    await typed(pty, 'TCP(dport=5)');
    expect(pty.raw.slice(before)).not.toContain('\x1b[31m');
    await leave(pty);
    const plain = await start({ env: { NO_COLOR: '1' } });
    await typed(plain, 'IP()');
    await typed(plain, 'foo');
    expect(plain.raw).not.toContain('\x1b[31m');
    await leave(plain);
  });
});

describeIf(requireProgram('python3'), 'a log', () => {
  it('has what was typed and printed', async () => {
    const path = join(home, 'log.txt');
    const pty = await start({ words: ['--log', path] });
    await typed(pty, '1 + 1');
    await typed(pty, 'foo');
    await leave(pty);
    expect(readFileSync(path, 'utf8')).toBe(">>> 1 + 1\n2\n>>> foo\nNameError: name 'foo' is not defined (column 1)\n");
  });
});

describeIf(requireProgram('python3'), 'input()', () => {
  it('asks at the terminal', async () => {
    const pty = await start();
    pty.send('name = input("who? ")\r');
    await pty.expect('\nwho? ');
    pty.send('bob\r');
    await pty.expect(PROMPT);
    expect(await typed(pty, 'name')).toBe("'bob'\n");
    await leave(pty);
  });
});
