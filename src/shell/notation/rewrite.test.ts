import { describe, expect, it } from 'vitest';
import type { NotationError } from './error.ts';
import { placeOf } from './map.ts';
import { rewrite } from './rewrite.ts';

/** What the code does, against the smallest runtime: numbers, lists and plain functions of JavaScript. */
async function run(text: string, names: Record<string, unknown> = {}): Promise<{ names: Record<string, unknown>; shown: unknown[] }> {
  const shown: unknown[] = [];
  const py = {
    load: (name: string) => (names as any)[name],
    store: (name: string, value: unknown) => void (names[name] = value),
    get: (of: any, name: string) => of[name],
    item: (of: any, key: any) => of[key],
    call: (what: any, positions: unknown[], named?: object) => what(...positions, ...(named === undefined ? [] : [named])),
    method: (of: any, name: string, positions: unknown[]) => of[name](...positions),
    binary: (operator: string, a: any, b: any) => (operator === '/' ? [a, b].flat() : operator === '+' ? a + b : a * b),
    inPlace: (_: string, a: any, b: any) => a + b,
    compare: (operator: string, a: any, b: any) => (operator === '<' ? a < b : a === b),
    truth: (of: any) => Boolean(of),
    tuple: (items: unknown[]) => items,
    dict: (entries: [unknown, unknown][]) => new Map(entries),
    iterate: (of: any) => of,
    unpack: async (of: any) => of,
    pause: () => undefined,
    func: (_name: string, _parameters: unknown, body: unknown) => body,
    show: async (value: unknown) => void shown.push(value),
  };
  await new Function(`return ${rewrite(text, { interactive: true }).code}`)()(py);
  return { names, shown };
}

describe('a pasted line', () => {
  it('stacks layers and gives names', async () => {
    const made = (name: string) => (named?: object) => [{ name, ...named }];
    const { shown } = await run('>>> IP(dst="192.0.2.1")/ICMP()\nBegin emission:\n', { IP: made('IP'), ICMP: made('ICMP') });
    expect(shown).toEqual([[{ name: 'IP', dst: '192.0.2.1' }, { name: 'ICMP' }]]);
  });

  it('takes blocks, and TypeScript between', async () => {
    const { names } = await run(
      'total = 0\nfor a, b in [[1, 2], [3, 4]]:\n    if a < 3:\n        total += b\n    else: total += 100\nconst f = x => x * 2;\ny = f(total)',
    );
    expect(names).toMatchObject({ total: 102, y: 204 });
  });
});

describe('an error', () => {
  it('has a place, and says what to write', () => {
    let error: NotationError | undefined;
    try {
      rewrite('>>> x = 1\n>>> if x = 3:\n...     pass');
    } catch (thrown) {
      error = thrown as NotationError;
    }
    expect(error).toMatchObject({
      place: { line: 2, column: 10 },
      source: '>>> if x = 3:',
      message: "line 2, column 10: '=' does not compare: write '=='",
    });
  });
});

describe('the source map', () => {
  it('leads from a call to its place', () => {
    const { code, map } = rewrite('x = 1\ny = foo(bar.baz)');
    const lines = code.split('\n');
    const at = (word: string) => {
      const line = lines.findIndex((one) => one.includes(word));
      return placeOf(map, line + 1, lines[line]!.indexOf(word) + 1);
    };
    expect(at('py.call(')).toEqual({ line: 2, column: 5 });
    expect(at('py.get(')).toEqual({ line: 2, column: 13 });
    expect(at('py.load("bar")')).toEqual({ line: 2, column: 9 });
  });
});

describe('what is wrong, and what to write', () => {
  it.each([
    ['f(g(a)\nwhile x:\n  i', "line 2, column 1: ',' or ')' was expected and not 'while': '(' was opened at line 1, column 2"],
    ['x = [1,\n2 3]', "line 2, column 3: ',' or ']' was expected and not 3: '[' was opened at line 1, column 5"],
    ['f(a, b', "line 1, column 7: ')' was expected before the end: '(' was opened at line 1, column 2"],
    ['fro x in y:\n  z', "line 1, column 1: unknown word 'fro': did you mean 'for'?"],
    ['if x\n  y', "line 1, column 5: ':' was expected behind 'if' and its condition before the end of the line"],
    ['f(]', "line 1, column 3: ')' was expected and not ']': '(' was opened at line 1, column 2"],
    ['"abc', 'line 1, column 1: the string that begins here does not end in this line: close it with "'],
    [
      'def f():\nx',
      "line 2, column 1: an indented line was expected behind 'def f(…)' of line 1: indent what belongs to it, or write 'pass'",
    ],
    ['def f():\n    x\n  y', 'line 3, column 3: this indentation fits no block before: begin the line at one of the columns 1, 5'],
    ['f(a=1,a=2)', "line 1, column 7: the argument 'a' stands twice: leave one of them out"],
    ['f(a=1,2)', "line 1, column 7: an argument without a name stands behind one with a name: put it before 'a='"],
    ['f() = 3', "line 1, column 1: a call cannot be assigned to: write '==' to compare"],
    ['3 = x', "line 1, column 1: a number cannot be assigned to: write '==' to compare"],
    ['return 5', "line 1, column 1: 'return' stands in a function only: leave it out, or write def"],
    ['x = 192.168.0.1', "line 1, column 5: '192.168.0.1' is an address and needs quotes: write '192.168.0.1'"],
    ['esle:', "line 1, column 1: unknown word 'esle': did you mean 'else'?"],
    ['x = 1j', 'line 1, column 5: complex numbers are not supported: keep the two parts in a tuple'],
    ['exec "x"', "line 1, column 1: 'exec' is not supported: write the code itself, or put it into a file for pkw run"],
    ['raise A, "b"', 'line 1, column 8: this is how Python 2 raises: write raise Error(text)'],
    ['if x:\n  y\nelse if z:\n  w', "line 3, column 1: 'else if' is one word here: write 'elif'"],
    ['foo(1))', "line 1, column 7: ')' closes nothing: leave it out, or open it before"],
    ['break', "line 1, column 1: 'break' stands in a loop only"],
  ])('%j', (text, message) => {
    expect(() => rewrite(text)).toThrow(message);
  });
});

describe('lines of posts and slides, as they stand there', () => {
  it.each([
    ['$ sudo scapy\n>>> sr(IP(dst="8.8.8.8")/ICMP())\nBegin emission:\n', ["'$ sudo scapy' is a command", 'line 3 is output']],
    ['$ >>> sr1(IP(dst="192.0.2.1",tos=184)/TCP(dport=80,sport=RandShort()))', []],
    [
      "t = TCP(dport=80, sport=syn_ack[TCP].dport, \\ seq=syn_ack[TCP].ack,\nack=syn_ack[TCP].seq + 1, flags='A')",
      ['a backslash in the middle'],
    ],
    [
      'ans,unans = srp(packet, iface="eth0")  \nfor snd,rcv in ans:  \n    mac = rcv.sprintf(r"%Ether.src%")  \n  \nprint "MAC: " + a.pdst + "is " + mac',
      ["'print x' is Python 2's"],
    ],
    ["In [1]: ip = dns_query('a')\n.....\n\nIn [2]: ip\nOut[2]: '192.0.2.1'", ['line 2 is output', 'line 5 is output']],
    ['x = “8.8.8.8”\u00a0+ ‘a’', ['“ is read as "', 'a non-breaking space', '‘ is read as']],
    ['print x,', ["'print x'"]],
  ])('%j', (text, notes) => {
    const told = rewrite(text).notes;
    expect(told).toHaveLength(notes.length);
    for (const [index, note] of notes.entries()) expect(told[index]!.text).toContain(note);
  });
});
