/** The linter on the programs of people who were bitten. */
import { describe, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { lint, lintModule } from './lint.ts';

/** The first, wrong version of "Fun with Raw Packets" (2017), in short. */
const SEED_0 = `
from scapy.all import *

def http(payload, ip, dport=80):
    sport = RandNum(1025, 65535)
    seq = RandInt()
    syn = IP(dst=ip) / TCP(dport=dport, sport=sport, flags='S', seq=seq)
    synack = sr1(syn)
    seq = synack[TCP].ack
    ack = synack[TCP].seq + 1
    request = IP(dst=ip) / TCP(dport=dport, sport=sport, flags='A', seq=seq, ack=ack) / Raw(payload)
    ans, unans = sr(request)
    return ans
`;

describe('lint', () => {
  it('finds the random port of two packets, and its line', () => {
    expect(lint(SEED_0)).toMatchObject([{ line: 11, rule: 'random-twice', text: expect.stringContaining('sport = int(RandNum(…))') }]);
  });

  it('has nothing to say of the mended one', () => {
    expect(lint(SEED_0.replace('RandNum(1025, 65535)', 'int(RandNum(1025, 65535))'))).toEqual([]);
  });

  it('a value that is set again is another one', () => {
    expect(lint('s = RandShort()\nsend(IP()/TCP(sport=s))\ns = RandShort()\nsend(IP()/TCP(sport=s))\n')).toEqual([]);
  });

  it.each([
    ["sr1(IP(dst=d)/TCP(sport=1234, dport=80, flags='S'))\nsend(IP(dst=d)/TCP(sport=1235, dport=80, flags='A'))", 'other-port', 2],
    ["sr1(IP(dst=d)/TCP(sport=1234, dport=80, flags='S'))\nsend(IP(dst=d)/TCP(dport=80, flags='A'))", 'other-port', 2],
    ["sr1(IP(dst=d)/TCP(sport=RandShort(), dport=80))\nsend(IP(dst=d)/TCP(sport=RandShort(), dport=80, flags='A'))", 'other-port', 2],
    ['a = sr1(IP(dst=d)/TCP(sport=RandShort()))\nsend(IP(dst=d)/TCP(sport=RandShort(), ack=a.seq + 1))', 'other-port', 2],
    ['p = IP(len=20)/UDP()', 'length-by-hand', 1],
    ['p = IP()/UDP(len=8)', 'length-by-hand', 1],
    ['p = IP(chksum=0x1234)', 'checksum-by-hand', 1],
    ['while p.sport == RandShort():\n    pass', 'random-compared', 1],
    ['p = IP(', 'grammar', 1],
  ])('%s', (text, rule, line) => {
    expect(lint(text)).toMatchObject([{ rule, line }]);
  });

  it.each([
    "sr1(IP(dst=d)/TCP(sport=1234, dport=80, flags='S'))\nsend(IP(dst=d)/TCP(sport=1234, dport=80, flags='A'))",
    'p = IP(len=n)/UDP()',
    // Two connections.
    'sr1(IP(dst=d)/TCP(sport=RandShort(), dport=80))\nsr1(IP(dst=d)/TCP(sport=RandShort(), dport=80))',
    'p = TCP(sport=5, dport=80)\nq = TCP(sport=5, dport=80, flags="A")',
  ])('nothing: %s', (text) => {
    expect(lint(text)).toEqual([]);
  });
});

describe('lint of TypeScript', () => {
  const examples = new URL('../../../examples/', import.meta.url);

  it.each(readdirSync(examples).filter((name) => name.endsWith('.ts')))(
    'reads examples/%s, and names what one damages on purpose',
    async (name) => {
      const rules = (await lintModule(readFileSync(new URL(name, examples), 'utf8'))).map(({ rule }) => rule);
      expect(rules).toEqual(name === 'edit-and-fix.ts' ? ['length-by-hand', 'checksum-by-hand'] : []);
    },
  );

  it.each([
    ["import { IP, UDP } from 'packetwright';\nconst p: unknown = packet(IP({ dst }), UDP({ len: 8 }));", 'length-by-hand', 2],
    ['async function f(d: string): Promise<void> {\n  return send(IP({ dst: d, chksum: 1 }));\n}', 'checksum-by-hand', 2],
    [
      "await sr1(packet(IP({ dst }), TCP({ sport: 1234, dport: 80, flags: 'S' })));\nawait send(packet(IP({ dst }), TCP({ sport: 1235, dport: 80, flags: 'A' })));",
      'other-port',
      2,
    ],
    ['const a: number = 1;\nconst x = [1,\n2 3];', 'grammar', 3],
  ])('%s', async (text, rule, line) => {
    expect(await lintModule(text)).toMatchObject([{ rule, line }]);
  });
});
