import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { DNS } from '../../protocols/application/dns/dns.ts';
import { HTTPRequest } from '../../protocols/application/http/http.ts';
import { dissect, packet, protocols } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { host } from '../fields/addresses.ts';
import { u16, u64, flags } from '../fields/integers.ts';
import { bind } from '../chain/bindings.ts';
import { octets } from '../fields/octets.ts';
import { Flags } from '../spec/flags.ts';
import { layer } from '../layer/layer.ts';
import { Padding } from '../layer/raw.ts';
import { packetFromJson, packetJson } from '../from-json.ts';
import { jsonValue } from './json.ts';
import { literal, octetLiteral, stringLiteral } from './literal.ts';
import { percentFormat } from './percent-format.ts';
import { pythonOctetText, pythonValue } from '../fields/shared/python-text.ts';

// MX, SOA and an extended error in OPT; made by hand, tshark 4.0 reads the same.
const MX_SOA_OPT =
  '020000000002020000000001080045000089000100004011f65fc0000201c000020200359c40007590e7123481800001000100010001076578616d706c65036f726700000f0001c00c000f00010000012c0007000a026d78c00cc00c000600010000012c001c0161c00c0162c00c000000010000000200000003000000040000000500002904d000000000000a000f0006001273746f70';

const ENDS = { src: '192.0.2.1', dst: '192.0.2.2' };

describe('python text', () => {
  // As Python 3.11 and scapy 2.5 print them.
  it('octets as text, what is not ASCII escaped twice', () => {
    expect(pythonOctetText(fromHex('6869'))).toBe("'hi'");
    expect(pythonOctetText(fromHex('27'))).toBe('"\'"');
    expect(pythonOctetText(fromHex('2722'))).toBe("'\\'\"'");
    expect(pythonOctetText(fromHex('0a5cff7f'))).toBe("'\\n\\\\\\\\xff\\x7f'");
    expect(pythonOctetText(new Uint8Array(0))).toBe("''");
  });

  it('values in lists', () => {
    expect(pythonValue([1, 'a', undefined, fromHex('ff'), [true]])).toBe("[1, 'a', None, b'\\xff', [True]]");
  });
});

describe('percentFormat', () => {
  it.each([
    ['s', 'abc', 'abc'],
    ['5s', 'abc', '  abc'],
    ['-5s', 'abc', 'abc  '],
    ['.2s', 'abc', 'ab'],
    ['d', 7, '7'],
    ['05d', -7, '-0007'],
    ['+d', 7, '+7'],
    ['x', 255, 'ff'],
    ['#06x', 255, '0x00ff'],
    ['X', 255n, 'FF'],
    ['o', 8, '10'],
    ['.2f', 1.005, '1.00'],
    ['e', 12345, '1.234500e+04'],
    ['.3d', 7, '007'],
    ['c', 65, 'A'],
    ['g', 0.5, '0.5'],
    ['#X', 171, '0XAB'],
  ])('%s of %s', (format, value, want) => {
    expect(percentFormat(format, value)).toBe(want);
  });

  it('says what is wrong', () => {
    expect(() => percentFormat('d', 'http')).toThrow(/add r after/);
    expect(() => percentFormat('zz', 1)).toThrow(/not a format/);
    expect(() => percentFormat('q', 1)).toThrow(/not a printf conversion/);
  });
});

describe('literals', () => {
  it('are read back as the same value', () => {
    for (const v of ["it's \\ \n\r\t\x00é€😀", '', 5, -0, 2.5, 7n, true, [1, ['a', 'b']], { a: 1, 'b c': [2n] }])
      expect(new Function(`return ${literal(v)}`)()).toEqual(v);
    expect(stringLiteral("a'b")).toBe("'a\\'b'");
    expect(octetLiteral(fromHex('474554200d0a'))).toBe("'GET \\r\\n'");
    expect(octetLiteral(fromHex('00'))).toBe("fromHex('00')");
    expect(literal(host('example.org'))).toBe("host('example.org')");
    expect(literal(new Flags(3, ['a', 'b'], '+'))).toBe("'a+b'");
    expect(literal(new Flags(5, ['a', 'b'], '+'))).toBe('0x5');
  });
});

describe('command()', () => {
  it('names a registry of its own where other octets come without it', () => {
    const Z = layer('Z', { fields: { a: u16() } });
    const registry = protocols.with(bind(UDP, { dport: 7777 }, Z));
    const made = packet(IP(ENDS), UDP(), Z({ a: 1 }), { registry });
    const text = `packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP(), Z({ a: 1 }), { registry })`;
    expect(made.command()).toBe(text);
    const run = (source: string): Uint8Array =>
      new Function('packet', 'dissect', 'fromHex', 'registry', 'IP', 'UDP', 'Z', `return ${source}`)(
        packet,
        dissect,
        fromHex,
        registry,
        IP,
        UDP,
        Z,
      ).bytes;
    const read = dissect(made.bytes, IP, { registry });
    for (const p of [made, read]) expect(toHex(run(p.command()))).toBe(toHex(made.bytes));
    expect(read.command()).toContain('{ registry }');
    expect(packet(IP({ ttl: [1, 2] }), UDP(), Z(), { registry }).command()).toBe('packet(IP({ ttl: [1, 2] }), UDP(), Z(), { registry })');
    // Where it changes nothing it is not named.
    expect(packet(IP(ENDS), UDP(), { registry }).command()).not.toContain('registry');
    expect(packet(IP({ ttl: [1, 2] }), UDP(), { registry }).command()).toBe('packet(IP({ ttl: [1, 2] }), UDP())');
    const ports = packet(IP(ENDS), UDP({ dport: 7777 }), Z({ a: 1 }), { registry });
    expect(toHex(run(ports.command()))).toBe(toHex(ports.bytes));
  });

  it('writes a crafted packet with what was given', () => {
    expect(packet(Ether(), IP({ ...ENDS, ttl: 64 }), TCP({ dport: 443, flags: 'S' }), 'x').command()).toBe(
      "packet(Ether(), IP({ src: '192.0.2.1', dst: '192.0.2.2', ttl: 64 }), TCP({ dport: 443, flags: 'S' }), 'x')",
    );
    expect(packet(IP({ dst: host('example.org') }), UDP()).command()).toBe("packet(IP({ dst: host('example.org') }), UDP())");
  });

  it('leaves out of a dissected one what comes by itself, but not the addresses', () => {
    const p = packet(Ether(), IP(ENDS), TCP({ dport: 443 }), Padding({ load: new Uint8Array(3) }));
    expect(dissect(p.bytes).command()).toBe(
      "packet(Ether({ dst: 'ff:ff:ff:ff:ff:ff', src: '00:00:00:00:00:00' }), IP({ src: '192.0.2.1', dst: '192.0.2.2' }), TCP({ dport: 443 }), Padding({ load: fromHex('000000') }))",
    );
    const wrong = dissect(packet(IP({ ...ENDS, chksum: 0x1234, len: 99 }), UDP()).bytes, IP);
    expect(wrong.command()).toContain('len: 99');
    expect(wrong.command()).toContain('chksum: 0x1234');
  });

  it('knows what was set after crafting', () => {
    const p = packet(IP(ENDS), UDP({ dport: 9 }));
    p.bytes;
    p.set(UDP, { dport: 60_001 });
    expect(p.command()).toBe("packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ dport: 60001 }))");
  });
});

describe('json()', () => {
  const Wide = layer('Wide', { fields: { n: u64(), bits: flags(16, 'AB'), id: u16(), rest: octets() } });

  it('has numbers, texts, hex; wide numbers as text; flags without a name as their number', () => {
    const p = packet(Wide({ n: 2n ** 63n + 1n, bits: 'A', id: 7, rest: fromHex('00ff') }));
    expect(packetJson(p)).toEqual({
      schema: 1,
      frame: { length: 14 },
      layers: { Wide: { n: '9223372036854775809', bits: 'A', id: 7, rest: '00ff' } },
    });
    expect(packetJson(packet(Wide({ bits: 5 }))).layers['Wide']?.['bits']).toBe(5);
  });

  it('has objects for structures, at any depth, whatever they are made of', () => {
    const inherited = Object.assign(Object.create({ above: 1 }) as object, { n: 2n ** 40n, inside: [{ octets: fromHex('00') }] });
    expect(jsonValue([inherited])).toEqual([{ n: '1099511627776', inside: [{ octets: { hex: '00' } }] }]);
  });

  it('has an object for each structure of DNS, and comes back', () => {
    const p = dissect(fromHex(MX_SOA_OPT));
    expect(packetJson(p).layers['DNS']).toMatchObject({
      an: [{ rdata: { preference: 10, exchange: 'mx.example.org.' } }],
      ns: [{ rdata: { mname: 'a.example.org.', serial: 1 } }],
      ar: [{ rdata: [['EDE', { code: 18, text: 'stop' }]] }],
    });
    expect(p.json()).not.toContain('[object');
    expect(packetFromJson(protocols, p.json()).bytes).toEqual(p.bytes);
  });

  it('has the octets beside values that do not tell them, as long as the values are those', () => {
    // The owner's name is a pointer (RFC 1035 §4.1.4), which its value does not tell.
    const long = '0763616368696e67076578616d706c6500';
    const octets = `000181000001000100000000${long}00010001c00c00010001000000050004c0000201`;
    const p = dissect(fromHex(octets), DNS);
    const json = packetJson(p);
    expect(json.octets).toBe(octets);
    expect(toHex(packetFromJson(protocols, json).bytes)).toBe(octets);
    const changed = JSON.parse(JSON.stringify(json).replace('192.0.2.1', '192.0.2.9')) as typeof json;
    const made = packetFromJson(protocols, changed);
    expect(made.get(DNS)?.an[0]?.rdata).toBe('192.0.2.9');
    expect(made.length).toBe(p.length + long.length / 2 - 2);
    expect(packetJson(made).octets).toBeUndefined();
  });

  it('brings back what a capture told, as far as it has the right form', () => {
    const p = dissect(packet(Ether(), IP(ENDS), UDP()).bytes);
    const meta = { sec: -5, nsec: 7, iface: 'eth7', linkType: 1, comment: 'first', wireLength: 1000 };
    Object.assign(p.meta, meta);
    expect(packetFromJson(protocols, p.json()).meta).toEqual(meta);
    const json = packetJson(p);
    const longer = { ...json, layers: { ...json.layers, Raw: { load: '00' } } };
    expect(packetFromJson(protocols, longer).meta.wireLength).toBeUndefined();
    const frame = { length: p.length, iface: 7, linkType: -1, comment: {}, wireLength: '9' };
    expect(packetFromJson(protocols, { ...json, frame: frame as never }).meta).toEqual({});
  });

  it.each([
    ['{', /invalid JSON/],
    ['null', /schema undefined/],
    ['{"schema":2,"layers":{}}', /schema 2/],
    ['{"schema":1}', /'layers'/],
    ['{"schema":1,"layers":{"IP":null}}', /'layers'/],
    ['{"schema":1,"layers":{"Ipp":{}}}', /Ipp/],
  ])('of %s is refused', (text, why) => {
    expect(() => packetFromJson(protocols, text)).toThrow(why);
    expect(() => packetFromJson(protocols, text)).toThrow(expect.objectContaining({ code: expect.stringMatching(/^ERR_/) as string }));
  });

  it('numbers layers that occur again, and says when and what is wrong', () => {
    const p = dissect(packet(IP(ENDS), IP({ ...ENDS, ttl: 3 }), UDP()).bytes.subarray(0, 44), IP);
    p.meta.sec = 1_700_000_000;
    p.meta.nsec = 5;
    const j = JSON.parse(p.json()) as { frame: unknown; layers: Record<string, { ttl: number }>; issues: string[] };
    expect(j.frame).toEqual({ length: 44, time: '1700000000.000000005' });
    expect(Object.keys(j.layers).slice(0, 2)).toEqual(['IP', 'IP:2']);
    expect(j.layers['IP:2']?.ttl).toBe(3);
    expect(j.issues.length).toBeGreaterThan(0);
  });
});

describe('show()', () => {
  it('has None for what is still to be computed, show2() what it becomes', () => {
    const p = packet(IP(ENDS), UDP({ chksum: 5 }), 'abc');
    expect(p.show()).toMatch(/len {7}= None/);
    expect(p.show()).toMatch(/chksum {4}= 0x5/);
    expect(p.show2()).not.toContain('None');
    expect(dissect(p.bytes, IP).show()).toBe(p.show2());
  });

  it('shows a packet whose addresses are still names', () => {
    const p = packet(IP({ src: '192.0.2.1', dst: host('example.org') }), UDP({ sport: 9, dport: 60_001 }));
    expect(p.summary()).toBe('IP / UDP 192.0.2.1:9 > 0.0.0.0:60001'.replace(':9', ':discard'));
    expect(p.show()).toMatch(/^###\[ IP \]###/);
    expect(() => p.bytes).toThrow(/has no address yet/);
  });

  it('repr() is one line with what was given', () => {
    expect(packet(IP({ dst: '192.0.2.2' }), UDP({ dport: 53 }), "it's").repr()).toBe(
      '<IP  proto=udp dst=192.0.2.2 |<UDP  dport=domain |<Raw  load="it\'s" |>>>',
    );
    expect(dissect(packet(UDP({ sport: 60_001, dport: 60_002 })).bytes, UDP).repr()).toBe(
      '<UDP  sport=60001 dport=60002 len=8 chksum=0xc00e |>'.replace('0xc00e', '0x0').replace(
        /chksum=\S+/,
        () =>
          `chksum=0x${dissect(packet(UDP({ sport: 60_001, dport: 60_002 })).bytes, UDP)
            .get(UDP)
            ?.chksum.toString(16)}`,
      ),
    );
  });
});

describe('text of the packet in summary()', () => {
  it('has no control that a terminal acts on, and stays one line', () => {
    const p = packet(IP(ENDS), TCP(), HTTPRequest({ Path: '/\u001b]0;x\u0007\u009b31m\u007f\n\t' }));
    const shown = "IP / TCP / HTTP Request 'GET' '/\\u001b]0;x\\u0007\\u009b31m\\u007f\\u000a\\u0009' 'HTTP/1.1'";
    expect(p.summary()).toBe(shown);
    expect(String(p)).toBe(shown);
  });
});

describe('sprintf()', () => {
  const p = packet(IP(ENDS), UDP({ dport: 53 }));
  it('has the time of capture', () => {
    expect(p.sprintf('%time%')).toBe('??');
    p.meta.sec = new Date(2026, 0, 2, 3, 4, 5).getTime() / 1000;
    p.meta.nsec = 6_000_999;
    expect(p.sprintf('%time% %.time%')).toBe('03:04:05.006000 03:04:05.006000');
  });

  it('says what is wrong with a format', () => {
    for (const bad of ['%IP.src', '{IP %IP.src%}', '{IP:x', '%a.b.c%', '%d,IP.src%'])
      expect(() => p.sprintf(bad), bad).toThrow(expect.objectContaining({ code: 'ERR_EXPRESSION' }));
  });
});
