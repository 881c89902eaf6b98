/** show(), show2(), summary(), repr(), sprintf() and the dumps against scapy's own text for the same packets. */
import { expect, it } from 'vitest';
import { hexdiff } from '../../src/packet/display/hexdiff.ts';
import { chexdump, hexdump, hexstr } from '../../src/packet/display/dumps.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { PacketList } from '../../src/packet/packet-list.ts';
import { Padding } from '../../src/packet/layer/raw.ts';
import type { AnyLayer } from '../../src/packet/spec/spec.ts';
import { Dot1Q, Ether } from '../../src/protocols/link/ethernet.ts';
import { ARP } from '../../src/protocols/network/arp.ts';
import { ICMP } from '../../src/protocols/network/icmp/icmp.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../src/protocols/network/ipv6/ipv6.ts';
import { dissect, packet } from '../../src/protocols/protocols.ts';
import { DNS, DNSQR, DNSRR } from '../../src/protocols/application/dns/dns.ts';
import { TCP } from '../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { describeIf, requireScapy } from '../support/require.ts';
import { askPython } from '../support/python.ts';

const SCRIPT = `
from io import StringIO
from scapy.all import *
conf.color_theme = NoTheme()
def caught(f):
    old, sys.stdout = sys.stdout, StringIO()
    try:
        f()
        return sys.stdout.getvalue()
    finally:
        sys.stdout = old
answer = [eval(q) for q in given]
`;

/** The values of Python expressions, with all of scapy's names; `caught(f)` gives what f prints. */
const askScapy = <T>(expressions: readonly string[]): T[] => askPython(SCRIPT, expressions) as T[];

const MACS = { src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' };
const ENDS = { src: '192.0.2.1', dst: '192.0.2.2' };
const ENDS6 = { src: '2001:db8::1', dst: '2001:db8::2' };
const E = "Ether(src='02:00:00:00:00:01',dst='02:00:00:00:00:02')";
const I = "src='192.0.2.1',dst='192.0.2.2'";
const I6 = "src='2001:db8::1',dst='2001:db8::2'";

/** The same packet in both notations. */
const CASES: readonly { ours: Packet; theirs: string; first: AnyLayer }[] = [
  {
    ours: packet(Ether(MACS), IP(ENDS), TCP({ dport: 443, flags: 'SA', seq: 7 })),
    theirs: `${E}/IP(${I})/TCP(dport=443,flags='SA',seq=7)`,
    first: Ether,
  },
  {
    ours: packet(Ether(MACS), Dot1Q({ vlan: 7, prio: 3 }), ARP({ op: 'who-has', hwsrc: MACS.src, psrc: '10.0.0.1', pdst: '10.0.0.2' })),
    theirs: `${E}/Dot1Q(vlan=7,prio=3)/ARP(op='who-has',hwsrc='02:00:00:00:00:01',psrc='10.0.0.1',pdst='10.0.0.2')`,
    first: Ether,
  },
  {
    ours: packet(Ether(MACS), IP(ENDS), TCP({ flags: 'R' }), Padding({ load: new Uint8Array(6) })),
    theirs: `${E}/IP(${I})/TCP(flags='R')/Padding(b'\\0'*6)`,
    first: Ether,
  },
  {
    ours: packet(
      IP({ ...ENDS, flags: 'DF', ttl: 3 }),
      UDP({ sport: 5000, dport: 60_001 }),
      new Uint8Array([0, 1, 0x27, 0xff, 0x22, 0x5c, 10]),
    ),
    theirs: `IP(${I},flags='DF',ttl=3)/UDP(sport=5000,dport=60001)/Raw(bytes([0,1,0x27,255,0x22,0x5c,10]))`,
    first: IP,
  },
  {
    ours: packet(
      IP(ENDS),
      TCP({
        sport: 1,
        dport: 60_001,
        flags: 'FPUECN',
        options: [['MSS', 1460], 'NOP', ['WScale', 7], 'SAckOK', ['Timestamp', [1, 2]], ['SAck', [5, 9]], [99, new Uint8Array([97, 98])]],
      }),
      "it's",
    ),
    theirs: `IP(${I})/TCP(sport=1,dport=60001,flags='FPUECN',options=[('MSS',1460),('NOP',None),('WScale',7),('SAckOK',b''),('Timestamp',(1,2)),('SAck',(5,9)),(99,b'ab')])/b"it's"`,
    first: IP,
  },
  {
    ours: packet(IP({ ...ENDS, chksum: 0, len: 40, tos: 0xb8, proto: 255 }), 'x'),
    theirs: `IP(${I},chksum=0,len=40,tos=0xb8,proto=255)/b'x'`,
    first: IP,
  },
  {
    ours: packet(Ether(MACS), IPv6({ ...ENDS6, hlim: 1 }), UDP({ sport: 53, dport: 40_000 }), 'y'),
    theirs: `${E}/IPv6(${I6},hlim=1)/UDP(sport=53,dport=40000)/b'y'`,
    first: Ether,
  },
  { ours: packet(Ether(MACS), IPv6(ENDS6), TCP({ dport: 22 })), theirs: `${E}/IPv6(${I6})/TCP(dport=22)`, first: Ether },
  { ours: packet(IP(ENDS), ICMP({ id: 7, seq: 9 }), 'ping'), theirs: `IP(${I})/ICMP(id=7,seq=9)/b'ping'`, first: IP },
  {
    ours: packet(IP({ ...ENDS, flags: 'MF' }), UDP({ sport: 9, dport: 60_001 }), 'abc'),
    theirs: `IP(${I},flags='MF')/UDP(sport=9,dport=60001)/b'abc'`,
    first: IP,
  },
  {
    ours: packet(Ether({ ...MACS, type: 0x1234 }), 'zz'),
    theirs: `Ether(src='02:00:00:00:00:01',dst='02:00:00:00:00:02',type=0x1234)/b'zz'`,
    first: Ether,
  },
  {
    ours: packet(Ether(MACS), IP(ENDS), UDP(), DNS({ id: 5, qd: [DNSQR({ qname: 'www.example.org' })] })),
    theirs: `${E}/IP(${I})/UDP()/DNS(id=5,qd=DNSQR(qname='www.example.org'))`,
    first: Ether,
  },
  {
    ours: packet(
      IP(ENDS),
      UDP({ sport: 53, dport: 40_000 }),
      DNS({
        id: 5,
        qr: 1,
        qd: [DNSQR({ qname: 'a.example.', qtype: 'MX' })],
        an: [DNSRR({ rrname: 'a.example.', type: 'A', rdata: '192.0.2.7', ttl: 60 })],
      }),
    ),
    theirs: `IP(${I})/UDP(sport=53,dport=40000)/DNS(id=5,qr=1,qd=DNSQR(qname='a.example.',qtype='MX'),an=DNSRR(rrname='a.example.',type='A',rdata='192.0.2.7',ttl=60))`,
    first: IP,
  },
  {
    ours: packet(
      Ether(MACS),
      ARP({ op: 2, hwsrc: MACS.src, psrc: '10.0.0.1', hwdst: MACS.dst, pdst: '10.0.0.2' }),
      Padding({ load: new Uint8Array(18) }),
    ),
    theirs: `${E}/ARP(op=2,hwsrc='02:00:00:00:00:01',psrc='10.0.0.1',hwdst='02:00:00:00:00:02',pdst='10.0.0.2')/Padding(b'\\0'*18)`,
    first: Ether,
  },
  {
    ours: packet(IP(ENDS), IP({ src: '10.0.0.1', dst: '10.0.0.2' }), TCP()),
    theirs: `IP(${I})/IP(src='10.0.0.1',dst='10.0.0.2')/TCP()`,
    first: IP,
  },
];

/** Where our text differs on purpose (docs/display.md): scapy's line or word, and ours. */
function asOurs(text: string): string {
  return (
    text
      .replace(/^( *id {8}= )(\d+)$/gm, (_, head: string, n: string) => `${head}0x${Number(n).toString(16)}`)
      .replace(
        /^( *tc {8}= )(\d+)(\n *fl {8}= )(\d+)$/gm,
        (_, tc: string, t: string, fl: string, f: string) => `${tc}0x${Number(t).toString(16)}${fl}0x${Number(f).toString(16)}`,
      )
      // The bit is the drop eligibility since IEEE 802.1Q-2011; scapy 2.5 still has its first name.
      .replace(/^( *prio {6}= \d\n *)id {8}= 0x/gm, '$1dei       = ')
      .replace(/^( *nh {8}= )(TCP|UDP)$/gm, (_, head: string, name: string) => head + name.toLowerCase())
      .replace('###[ DNS Question Record ]###', '###[ DNSQR ]###')
      .replace('###[ DNS Resource Record ]###', '###[ DNSRR ]###')
      // A section of DNS is a list, empty or not.
      .replace(/^( *)(qd|an|ns|ar) {8}= None$/gm, '$1\\$2        \\')
      // What ICMP has for this type, and no more.
      .replace(/^ *unused {4}= ''\n/gm, '')
  );
}

/** The same in one line. A section of DNS that is one record has no brackets in scapy, nor has it an empty list. */
const reprAsOurs = (text: string): string =>
  text
    .replace(
      /\b(id=|tc=|fl=)(\d+)(?= (?:flags|fl=|plen|q[rd]=|seq))/g,
      (_, head: string, n: string) => `${head}0x${Number(n).toString(16)}`,
    )
    .replace(/(prio=\d )id=/g, '$1dei=')
    .replace(/nh=(TCP|UDP)/g, (_, name: string) => `nh=${name.toLowerCase()}`)
    // scapy binds IP's payload by frag=0 too.
    .replace(/<IP {2}(?!version)[^|]*\|/g, (ip) => ip.replace(' frag=0', '').replace('<IP frag=0', '<IP '))
    // A port that the next layer suggests is ours to choose, and so not shown as given.
    .replace('<UDP  sport=domain |<DNS', '<UDP  |<DNS')
    .replace(/ unused=''/g, '')
    .replace(/ (?:an|ns|ar)=None/g, '')
    .replace(/ (qd|an)=(<(?:DNSQR|DNSRR)[^<]*?\|>)/g, ' $1=[$2]');

/** scapy 2.5 on Python 3 shows DNS names as the octets that they are there, and a space behind. */
const plainNames = (text = ''): string => text.replace(/"b'([^']*)'"/, '"$1"').trimEnd();

describeIf(requireScapy(), 'display as scapy 2.5', () => {
  const asked = new Map(
    askScapy<Record<string, string>>(
      CASES.map(({ theirs, first }) => {
        const again = `${first.layerName}(bytes(${theirs}))`;
        return `{'hex': bytes(${theirs}).hex(), 'show': (${theirs}).show(dump=True), 'show2': (${theirs}).show2(dump=True), 'summary': (${theirs}).summary(), 'repr': repr(${theirs}), 'dissectedRepr': repr(${again}), 'dissected': ${again}.show(dump=True), 'dissectedSummary': ${again}.summary()}`;
      }),
    ).map((a, i) => [i, a]),
  );

  it.each(CASES.map((c, i) => [c.theirs, i] as const))('%s', (_, i) => {
    const { ours, first } = CASES[i] as (typeof CASES)[number];
    const theirs = asked.get(i) ?? {};
    expect(Buffer.from(ours.bytes).toString('hex')).toBe(theirs['hex']);
    expect(asOurs(ours.show())).toBe(asOurs(theirs['show'] ?? ''));
    expect(asOurs(ours.show2())).toBe(asOurs(theirs['show2'] ?? ''));
    expect(ours.summary()).toBe(plainNames(theirs['summary']));
    const read = dissect(ours.bytes, first);
    expect(read.repr()).toBe(reprAsOurs(theirs['dissectedRepr'] ?? ''));
    expect(ours.repr()).toBe(reprAsOurs(theirs['repr'] ?? ''));
    expect(asOurs(read.show())).toBe(asOurs(theirs['dissected'] ?? ''));
    expect(read.show2()).toBe(read.show());
    expect(read.summary()).toBe(plainNames(theirs['dissectedSummary']));
  });

  it('writes sprintf directives and conditions alike', () => {
    const formats = [
      '%IP.src% > %IP.dst%',
      '%-15s,IP.src%|%5s,TCP.flags%|',
      '%03xr,IP.proto%',
      '%r,TCP.flags%',
      '%r,TCP.dport% %TCP.dport%',
      '{TCP:%TCP.sport%}{UDP:udp}',
      '{!UDP:no udp}{!TCP:no tcp}',
      '%IP:2.src%',
      '{IP:%IP.dst% {ICMP:%ICMP.type%}{TCP:%TCP.dport%}}',
      '%(%)%%',
      '%Ether.src%',
      '%dst% %ttl%',
      '%TCP.options%',
      '%IP.ttl%%IP.chksum%',
      '%8.3s,IP.src%',
      '%#xr,IP.id%',
      '%+dr,IP.ttl%',
      '%Raw.load%',
    ];
    const packets = [
      { ours: packet(IP(ENDS), TCP({ flags: 'SA', dport: 443 })), theirs: `IP(bytes(IP(${I})/TCP(flags='SA',dport=443)))` },
      {
        ours: packet(IP(ENDS), IP({ src: '10.0.0.1', dst: '10.0.0.2' }), UDP({ sport: 9, dport: 60_001 }), 'hi\n'),
        theirs: `IP(bytes(IP(${I})/IP(src='10.0.0.1',dst='10.0.0.2')/UDP(sport=9,dport=60001)/b'hi\\n'))`,
      },
    ];
    const wanted = askScapy<string>(packets.flatMap(({ theirs }) => formats.map((f) => `${theirs}.sprintf(${JSON.stringify(f)})`)));
    expect(packets.flatMap(({ ours }) => formats.map((f) => dissect(ours.bytes, IP).sprintf(f)))).toEqual(wanted);
  });

  it('writes hexdiff alike', () => {
    const octets = (n: number, from = 0): Uint8Array => Uint8Array.from({ length: n }, (_, i) => (from + i * 7) & 0xff);
    const base = octets(70);
    const changed = Uint8Array.from(base, (x, i) => (i === 20 || i === 21 ? 0xee : x));
    const pairs: [Uint8Array, Uint8Array][] = [
      [base, base],
      [base, changed],
      [base.subarray(3), base],
      [base, base.subarray(5)],
      [base, Uint8Array.from([...base.subarray(0, 33), 1, 2, 3, ...base.subarray(33)])],
      [base, new Uint8Array(0)],
      [base.subarray(0, 40), base],
      [octets(5), octets(5, 1)],
      [base, Uint8Array.from([...base.subarray(0, 10), ...base.subarray(30)])],
    ];
    const py = (b: Uint8Array): string => `bytes.fromhex('${Buffer.from(b).toString('hex')}')`;
    const wanted = askScapy<string>(pairs.map(([a, b]) => `caught(lambda: hexdiff(${py(a)}, ${py(b)}))`));
    // scapy 2.5 prints the right one's offset in both columns.
    const lines = (text: string): string[] =>
      text
        .replace(/\n$/, '')
        .split('\n')
        .map((l) => l.replace(/^[-\da-f]{4}/, 'left'));
    expect(pairs.map(([a, b]) => lines(hexdiff(a, b)))).toEqual(wanted.map(lines));
    expect(hexdiff(base.subarray(3), base).split('\n')[1]?.slice(0, 9)).toBe('     0000');
    expect(hexdiff(base.subarray(3), base).split('\n')[2]?.slice(0, 9)).toBe('000d 0010');
  });

  it('writes lists of packets alike', () => {
    const made = [CASES[0], CASES[3], CASES[1], CASES[6]].map((c) => c as (typeof CASES)[number]);
    const list = new PacketList(
      made.map(({ ours, first }, i) => {
        const p = dissect(ours.bytes, first);
        Object.assign(p.meta, { sec: 1_700_000_000 + i, nsec: 500_000_000 });
        return p;
      }),
      'f.pcap',
    );
    const theirs = `[setattr(p, 'time', 1700000000.5 + i) or p for i, p in enumerate([${made.map(({ theirs: t, first }) => `${first.layerName}(bytes(${t}))`).join(', ')}])]`;
    const of = (what: string): string => `(lambda l: ${what})(PacketList(${theirs}, 'f.pcap'))`;
    const [text, summary, nsummary, hexdumps, hexraw, padding, sessions] = askScapy<string>(
      [
        'repr(l)',
        'caught(l.summary)',
        'caught(l.nsummary)',
        'caught(l.hexdump)',
        'caught(l.hexraw)',
        'caught(l.padding)',
        "'|'.join(l.sessions())",
      ].map(of),
    );
    expect(list.text).toBe(text);
    expect(`${list.summary()}\n`).toBe(summary);
    expect(`${list.nsummary()}\n`).toBe(nsummary);
    expect(`${list.hexdump()}\n`).toBe(hexdumps);
    expect(`${list.hexraw()}\n`).toBe(hexraw);
    expect(list.padding()).toBe(padding?.trimEnd());
    // scapy looks for addresses only behind Ethernet.
    expect([...list.sessions().keys()].filter((_, i) => list[i]?.has(Ether))).toEqual(sessions?.split('|').filter((k) => k !== 'Other'));
  });

  it('writes the other dumps alike', () => {
    const p = packet(IP(ENDS), UDP(), 'some text\n');
    const it2 = `IP(${I})/UDP()/b'some text\\n'`;
    expect([hexdump(p), hexstr(p), chexdump(p), hexstr(p, { onlyAscii: true })]).toEqual(
      askScapy([`hexdump(${it2}, dump=True)`, `hexstr(bytes(${it2}))`, `chexdump(${it2}, dump=True)`, `hexstr(bytes(${it2}), onlyasc=1)`]),
    );
  });
});
