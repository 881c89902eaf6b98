import { describe, expect, it } from 'vitest';
import { fromHex } from '../../bytes/hex.ts';
import { checkProgram } from './program/check-program.ts';
import { type CompileOptions, compile } from './compile.ts';
import { filterNames } from './text/filter-names.ts';
import { formatFilter } from './program/format-filter.ts';
import { runFilter } from './program/run-filter.ts';

const refused = (text: string, o?: CompileOptions): { message: string; details: Record<string, unknown> } => {
  try {
    compile(text, o);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_FILTER' });
    return error as { message: string; details: Record<string, unknown> };
  }
  throw new Error(`'${text}' was taken`);
};

describe('what is no filter', () => {
  it.each([
    ['tcp prot 80', 5, "found 'prot' where 'and', 'or' or the end is expected; did you mean 'port'?"],
    [
      'hsot 10.1.2.3',
      1,
      "found 'hsot' where a qualifier such as 'host', 'port' or 'tcp', or a comparison is expected; did you mean 'host'?",
    ],
    ['tcp port', 9, 'the filter ends where a name, a number or an address is expected'],
    ['tcp and', 8, 'the filter ends where a qualifier'],
    ['(tcp', 5, "the filter ends where ')' is expected"],
    ['tcp)', 4, "found ')' where 'and', 'or' or the end is expected"],
    ['10.1.2.3', 1, "found '10.1.2.3' where a qualifier"],
    ['tcp and 80', 9, "found '80' where a qualifier"],
    ['(port 80) and 81', 15, "found '81' where a qualifier"],
    ['ip[0', 5, "the filter ends where ']' is expected"],
    ['ip[0:3] = 1', 6, 'a field has 1, 2 or 4 octets, not 3'],
    ['ip[0]', 6, 'the filter ends where a comparison'],
    ['ip[0] / 0 = 1', 9, 'division by 0'],
    ['ip[0] << 32 = 1', 10, 'a shift by 32 bits'],
    ['aarp[0] = 1', 1, "'aarp' has no octets"],
    ['len = 4294967296', 7, 'does not fit in 32 bits'],
    ['len = 08', 7, 'has a digit 8 or 9'],
    ['port 65536', 6, 'port 65536 is greater than 65535'],
    ['port nosuch', 6, "'nosuch' is not a known service"],
    ['udp port smtp', 10, "port 'smtp' belongs to tcp, but 'udp' is before it"],
    ['portrange a-b', 11, "'a-b' is not a range of ports"],
    ['icmp port 80', 11, "'icmp' has no ports"],
    ['host 256.1.1.1', 6, 'its parts go up to 255'],
    ['host 10.0.0.0/8', 6, "'10.0.0.0/8' is a network: write 'net' before it"],
    ['net 10.0.0.1/8', 5, 'has bits outside its mask'],
    ['net 10.0.0.0/33', 5, 'prefix length 33 is greater than 32'],
    ['net 2001:db8::1/32', 5, 'has bits outside its mask'],
    ['host 1:2:3', 6, "'1:2:3' is not an IPv6 address"],
    ['ip6 host 10.1.2.3', 10, "'10.1.2.3' is an IPv4 address"],
    ['host 02:00:5e:00:53:01', 6, "needs 'ether host'"],
    ['host example.org', 6, "'example.org' is not a known host"],
    ['ip proto nosuch', 10, "'nosuch' is not a known protocol"],
    ['tcp proto 5', 11, "'tcp' cannot come before 'proto'"],
    ['src proto 5', 5, "'proto' has no direction"],
    ['wlan host 02:00:5e:00:53:01 and addr1 host 10.1.2.3', 44, "'addr1' is for 802.11 addresses only"],
    ['vlan 4096', 1, 'VLAN number 4096 is greater than 4095'],
    ['mpls and vlan', 10, "'vlan' cannot follow 'mpls'"],
    ['mpls and arp', 10, "only 'ip' and 'ip6' can be tested"],
    ['inbound', 1, "'inbound' is not supported on link type EN10MB"],
    ['type mgt', 1, "'type' is not supported on link type EN10MB"],
    ['llc nosuch', 1, "'nosuch' is not a known LLC frame"],
    ['ip broadcast', 4, 'needs the netmask'],
    ['link', 1, "'link' alone is not a filter"],
    ['tcp # 80', 5, "'#' has no meaning in a filter"],
    ['ether proto 65536', 13, 'EtherType 65536 is greater than 65535'],
    ['1 = 2', 1, 'no packet of link type EN10MB can match'],
  ])('%s', (text, column, wrong) => {
    const { message, details } = refused(text);
    expect(message).toContain(wrong);
    expect(message.startsWith(`filter '${text}', column ${column}: `), message).toBe(true);
    expect(details).toMatchObject({ filter: text, at: column - 1 });
  });

  it('is refused in one line, whatever it holds', () => {
    expect(refused('tcp\nand\u0007').message).toBe("filter 'tcp and\\u0007', column 8: '\\u0007' has no meaning in a filter");
  });

  it('is said of 802.11 where a name is near', () => {
    expect(refused('subtype becon', { linkType: 105 }).message).toContain("'becon' is not a known 802.11 subtype; did you mean 'beacon'?");
  });
});

describe('compile', () => {
  it('keeps the text, and returns as many octets as it is told', () => {
    const program = compile('ip', { snaplen: 96 });
    expect(program.text).toBe('ip');
    expect(formatFilter(program)).toContain('ret      #96');
    expect(() => compile('ip', { snaplen: 0 })).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
  });

  it('takes every packet for an empty text', () => {
    expect(formatFilter(compile(' \n'))).toBe('(000) ret      #262144\n');
  });

  it('takes a filter that nothing can match when it may', () => {
    expect(formatFilter(compile('arp', { linkType: 228, emptyAllowed: true }))).toBe('(000) ret      #0\n');
    expect(refused('arp', { linkType: 228 }).message).toContain('no packet of link type IPV4 can match');
    for (const filter of ['ip and arp', 'tcp and udp', 'ip and not ip', 'host 10.1.2.3 and ip6', 'port 80 and ether proto 5'])
      expect(refused(filter).message).toContain('no packet of link type EN10MB can match');
  });

  it('jumps farther than 255 instructions', () => {
    const hosts = Array.from({ length: 300 }, (_, i) => `10.0.${i >> 8}.${i & 255}`);
    const program = compile(`src host ${hosts.join(' or ')}`);
    checkProgram(program);
    expect(program.length).toBeGreaterThan(900);
    const packet = (a: number, b: number): Uint8Array => {
      const octets = new Uint8Array(60);
      octets.set([0x08, 0x00, 0x45], 12);
      octets.set([10, 0, a, b], 26);
      return octets;
    };
    const kept = Array.from({ length: 310 }, (_, i) => runFilter(program, packet(i >> 8, i & 255)) > 0);
    expect(kept).toEqual([...Array.from({ length: 300 }, () => true), ...Array.from({ length: 10 }, () => false)]);
  });

  it('writes a program for the kernel only if the kernel would take it', () => {
    const list = `port ${Array.from({ length: 400 }, (_, i) => i).join(' or ')}`;
    expect(compile(list).length).toBeGreaterThan(4096);
    expect(refused(list, { kernel: true }).message).toContain('the kernel takes at most 4096');
  });

  it.each([
    ['ports that are not wanted', (i: number) => `not port ${i + 1}`, ' and '],
    ['labels', (i: number) => `mpls ${i}`, ' and '],
  ])('takes time by the number of terms: %s', (_, term, join) => {
    // Processor time, so that a busy machine changes nothing. Four times the terms took 12 to 16 times as long where a step was quadratic.
    const used = (terms: number): number => {
      const text = Array.from({ length: terms }, (__, i) => term(i)).join(join);
      const { user } = process.cpuUsage();
      compile(text, { emptyAllowed: true });
      return process.cpuUsage().user - user;
    };
    const few = used(750);
    expect(used(3000) / few).toBeLessThan(9);
  });

  it('reads no memory word that was not written', () => {
    for (const filter of ['geneve or tcp', 'vxlan or port 80', '(vlan or ip) and tcp port 80'])
      checkProgram(compile(filter, { kernel: true }));
  });

  it('looks at Ethernet inside VXLAN', () => {
    const packet = new Uint8Array(100);
    packet.set(fromHex('0800450000560000000040110000c0000201c0000202'), 12);
    packet.set(fromHex('303912b5004200000800000000000700'), 34);
    packet.set(fromHex('0200005e005301020000005301ff080045'), 50);
    const keeps = (filter: string): boolean => runFilter(compile(filter), packet) > 0;
    expect(keeps('vxlan 7 and ether dst 02:00:00:5e:00:53')).toBe(true);
    expect(keeps('vxlan 7 and ether src 01:02:00:00:00:53')).toBe(true);
    expect(keeps('vxlan 7 and ether src 02:00:00:5e:00:53')).toBe(false);
    expect(keeps('vxlan 8 and ether dst 02:00:00:5e:00:53')).toBe(false);
  });
});

describe('names', () => {
  const known: Record<string, readonly string[]> = {
    'host two.test': ['192.0.2.1', '2001:db8::1'],
    'host four.test': ['192.0.2.2'],
    'net lab': ['10.1.0.0'],
    'ether gate': ['02:00:5e:00:53:01'],
    'host gate': ['192.0.2.254'],
  };
  const resolve: NonNullable<CompileOptions['resolve']> = (name, kind) => known[`${kind} ${name}`];
  const same = (named: string, numbered: string): void =>
    expect(formatFilter(compile(named, { resolve }))).toBe(formatFilter(compile(numbered)));

  it('stand for their addresses', () => {
    same('host two.test', 'host 192.0.2.1 or 2001:db8::1');
    same('ip6 host two.test', 'ip6 host 2001:db8::1');
    same('arp src two.test', 'arp src 192.0.2.1');
    same('src net lab', 'src net 10.1.0.0/32');
    same('ether src gate', 'ether src 02:00:5e:00:53:01');
    same('ip gateway gate', 'ether host 02:00:5e:00:53:01 and ip and not ip host 192.0.2.254');
    expect(refused('ip6 host four.test', { resolve }).message).toContain("the name 'four.test' has no IPv6 address");
    expect(refused('host nobody.test', { resolve }).message).toMatch(/'nobody.test' is not a known host$/);
  });

  it('that somebody must look up can be listed', () => {
    expect(
      filterNames(
        'host b.test and (port http or ether src c) and net lab or gateway d or src b.test and not host 10.1.2.3 or ip proto ospf',
      ),
    ).toEqual([
      { name: 'b.test', kind: 'host' },
      { name: 'c', kind: 'ether' },
      { name: 'lab', kind: 'net' },
      { name: 'd', kind: 'ether' },
      { name: 'd', kind: 'host' },
    ]);
    expect(filterNames('')).toEqual([]);
    expect(() => filterNames('host')).toThrow(expect.objectContaining({ code: 'ERR_FILTER' }));
  });

  it('of services are those of Debian, and where it has none IANA’s', () => {
    same('port http', 'tcp port 80');
    same('port domain', 'port 53');
    same('udp port bootps', 'udp port 67');
    same('portrange ftp-data-telnet', 'tcp portrange 20-23');
    same('port ftp-data', 'tcp port 20');
  });

  it('of protocols may be written as the registries do, or as libpcap does', () => {
    same('ip proto ospf', 'ip proto 89');
    same('ip proto ipv6-icmp', 'ip proto 58');
    same('ip proto eigrp', 'ip proto 88');
    same('ether proto \\arp', 'ether proto 0x806');
    same('ether proto lldp', 'ether proto 0x88cc');
    same('ether proto loopback', 'ether proto 0x9000');
  });
});
