/** Our programs against those of the installed libpcap, on packets made to go down many of their ways. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { programDifference } from '../../../test/support/bpf/program-difference.ts';
import { describeIf, requireProgram } from '../../../test/support/require.ts';
import { tcpdumpFilter } from '../../../test/support/bpf/tcpdump-filter.ts';
import { linkTypeByName } from '../../capture/link-types.ts';
import { checkProgram } from './program/check-program.ts';
import { compile } from './compile.ts';
import { filterExpression } from '../../../test/support/bpf/arbitrary-filter.ts';
import type { BpfProgram } from './program/program.ts';

/** All packets are long enough to hold whatever the filters look at: of cut ones the versions of libpcap disagree. */
const difference = (ours: BpfProgram, theirs: BpfProgram, seed: string, count: number): object | undefined =>
  programDifference(ours, theirs, seed, count, { size: 600 });

/** Filters of many kinds, by link type. What libpcap 1.10.3 does otherwise than the newer one that we follow is not among them. */
const FILTERS: Readonly<Record<string, readonly string[]>> = {
  EN10MB: [
    '',
    'ip',
    'ip6',
    'arp',
    'rarp',
    'tcp',
    'udp',
    'sctp',
    'icmp',
    'icmp6',
    'igmp',
    'pim',
    'ah',
    'esp',
    'vrrp',
    'carp',

    'stp',
    'ipx',
    'netbeui',
    'atalk',
    'aarp',
    'decnet',
    'lat',
    'sca',
    'mopdl',
    'moprc',
    'iso',
    'clnp',
    'esis',
    'isis',
    'host 10.1.2.3',
    'src host 10.1.2.3',
    'dst 10.1.2.3',
    'src and dst host 10.1.2.3',
    'dst or src 10.1.2.3',
    'ip host 10.1.2.3',
    'arp host 10.1.2.3',
    'net 10',
    'net 10.1',
    'net 172.16.0.0/12',
    'src net 10.0.0.0 mask 255.0.0.0',
    'net 0.0.0.0/0',
    'host 2886818078',
    'net 2001:db8::/33',
    'dst net ::/0',
    'host 2001:db8::1',
    'ip6 src host ::1',
    'not host 10.1.2.3 and 10.1.2.4',
    'host 10.1.2.3 and (10.1.2.4 or 10.1.2.5)',
    'port 80',
    'tcp port 80',
    'udp dst port 53 or 67',
    'src and dst port 53',
    'port http',
    'tcp port ftp-data',
    'port domain',
    'udp port snmp',
    'portrange 6000-6008',
    'tcp src portrange 1-1023',
    'portrange 80-80',
    'sctp portrange 9-1',
    'proto 89',
    'ip proto \\tcp',
    'ip6 proto 58',
    'ip proto ospf',
    'ether proto 0x88cc',
    'ether proto \\arp',
    'ether proto 6',
    'iso proto \\clnp',
    'ether host 02:00:5e:00:53:01',
    'ether src 2:0:5e:0:53:1',
    'ether dst 0200.5e00.5301',
    'ether host 02-00-5e-00-53-01',
    'ether dst 02005e005301',
    'broadcast',
    'multicast',
    'ether broadcast',
    'ip6 multicast',
    'ip broadcast',
    'less 100',
    'greater 100',
    'len = 60',
    'length != 60',
    'byte 5 > 3',
    'pppoes and byte 5 = 3',
    'pppoes and ether[0] = 5',

    'vlan',
    'vlan 5',
    'vlan and ip',
    'vlan 5 and vlan 6 and tcp port 80',
    'vlan or ip',
    'not vlan and ip',
    'mpls',
    'mpls 5 and mpls 6 and ip',
    'mpls and host 10.1.2.3',
    'pppoed',
    'pppoes',
    'pppoes 5 and ip',
    'pppoes and tcp port 80',
    'vlan and pppoes 1 and ip6',
    'geneve',
    'geneve 7 and ip',
    'geneve and tcp port 80',
    'geneve and ether host 02:00:5e:00:53:01',
    'geneve and arp',
    'geneve and vlan 5',
    'llc',
    'llc i',
    'llc s',
    'llc u',
    'llc ui',
    'llc rr',
    'llc frmr',
    'decnet host 10.764',
    'decnet src 1.1',
    'inbound',
    'outbound',
    'ifindex 3',
    'vlan and vlan and vlan',
    'ip[0] & 0xf != 5',
    'tcp[tcpflags] & (tcp-syn|tcp-fin) != 0',
    'icmp[icmptype] = icmp-echo',
    'icmp6[icmp6type] == icmp6-echoreply',
    'udp[8:4] = 0x12345678',
    'ether[0] & 1 = 0 and ip[16] >= 224',
    'tcp port 80 and (((ip[2:2] - ((ip[0]&0xf)<<2)) - ((tcp[12]&0xf0)>>2)) != 0)',
    'ip[ip[1]] = 5',
    'ip[tcp[0]] = 5',
    'len - 10 > ip[2:2]',
    '-ip[1] = 0xfffffffb',
    'ip[0] / ip[1] = 1',
    'ip[0] % ip[1] = 1',
    'ip[0] << ip[1] = 2',
    '1 = 1',
    '5 ^ 3 * 2 = 3 and ip',
    'ip[0] + tcp[0] = 9',
    'ip6[6] = 44 or arp[6:2] = 2',
    'ip6 protochain 17',
    'ip protochain 50',
    'protochain 6',
  ],
  RAW: ['ip', 'ip6', 'tcp port 80', 'host 10.1.2.3', 'host ::1', 'icmp[0] = 8', 'port 53', 'not ip'],
  LINUX_SLL: ['ip', 'tcp port 80', 'arp host 10.1.2.3', 'inbound', 'outbound', 'stp', 'atalk', 'ether proto 6'],
  LINUX_SLL2: ['ip', 'tcp port 80', 'ifindex 4', 'inbound', 'outbound', 'host ::1'],
  PPP: ['ip', 'ip6', 'tcp port 80', 'mpls 3', 'ether proto 0xc021', 'ipx'],
  C_HDLC: ['ip', 'tcp port 80', 'iso', 'isis', 'mpls and ip'],
  FDDI: ['ip', 'tcp port 80', 'ether host 02:00:5e:00:53:01', 'multicast', 'stp', 'iso', 'llc ui'],
  IEEE802: ['ip', 'tcp port 80', 'broadcast', 'ipx'],
  IEEE802_11: [
    'ip',
    'tcp port 80',
    'type mgt',
    'type data',
    'subtype beacon',
    'type ctl subtype rts',
    'dir tods',
    'wlan host 02:00:5e:00:53:01',
    'wlan addr1 02:00:5e:00:53:01',
    'wlan addr3 02:00:5e:00:53:01',
    'wlan addr4 02:00:5e:00:53:01',
    'wlan ta 02:00:5e:00:53:01',
    'broadcast',
    'vlan 5',
    'llc',
    'link[4] = 3',
  ],
  IEEE802_11_RADIO: ['ip', 'tcp port 80', 'type data', 'wlan src 02:00:5e:00:53:01', 'link[1] = 2', 'radio[2] = 8', 'host 10.1.2.3'],
  PRISM_HEADER: ['ip', 'type data', 'link[0] = 8'],
  IEEE802_11_RADIO_AVS: ['ip', 'dir fromds', 'link[0] = 8'],
  PPI: ['ip', 'udp port 53'],
  ATM_RFC1483: ['ip', 'tcp port 80', 'stp'],
  SUNATM: [
    'ip',
    'vpi 5',
    'vci > 30',
    'lane',
    'lane and ip',
    'metac',
    'bcc',
    'oamf4sc',
    'oamf4ec',
    'oam',
    'oamf4',
    'sc',
    'ilmic',
    'connectmsg',
    'metaconnect',
    'vpi (1 or 2)',
  ],
  FRELAY: ['ip', 'ip6', 'iso', 'esis'],
  PFLOG: ['on em0', 'rset abc', 'rnr 5', 'srnr 6', 'action pass', 'action block', 'reason short', 'reason 3'],
  MTP2: ['fisu', 'lssu', 'msu', 'sio 5', 'opc > 0x607', 'dpc 7', 'sls < 5', 'hfisu', 'hmsu', 'hopc 9', 'hsls 3'],
  ERF: ['fisu', 'opc 5', 'sls 3'],
  IPV4: ['ip host 10.1.2.3', 'tcp', 'udp port 53'],
  IPV6: ['ip6 host ::1', 'icmp6', 'tcp port 80'],
  APPLE_IP_OVER_IEEE1394: ['ip', 'tcp port 80'],
  LTALK: ['atalk'],
  IP_OVER_FC: ['ip', 'tcp port 80', 'ether src 02:00:5e:00:53:01'],
  NETANALYZER_TRANSPARENT: ['ip', 'tcp port 80', 'vlan and ip', 'ether src 02:00:5e:00:53:01'],
  JUNIPER_ETHER: ['ip', 'ip host 10.1.2.3', 'inbound', 'outbound'],
  JUNIPER_MLPPP: ['ip host 10.1.2.3', 'tcp port 80', 'inbound'],
  JUNIPER_ATM1: ['ip host 10.1.2.3'],
  JUNIPER_ATM2: ['ip host 10.1.2.3'],
  JUNIPER_PPPOE: ['ip host 10.1.2.3'],
  JUNIPER_PPPOE_ATM: ['ip host 10.1.2.3'],
  JUNIPER_GGSN: ['ip host 10.1.2.3'],
  PPP_ETHER: ['ip', 'ip6', 'tcp port 80'],
  PPP_PPPD: ['ip', 'inbound', 'tcp port 80'],
  IPNET: ['ip', 'host 10.1.2.3', 'inbound', 'outbound'],
  ARCNET: ['atalk', 'ip6', 'broadcast'],
  ARCNET_LINUX: ['ip6 host ::1'],
  NETANALYZER: ['ip', 'vlan 5', 'ether host 02:00:5e:00:53:01', 'mpls 4'],
};

/** Random filters: how many, and from which seed. For long runs both can be given. */
const RUNS = Number(process.env['PKW_FILTER_RUNS'] ?? 300);
const SEED = Number(process.env['PKW_FILTER_SEED'] ?? 20_240_611);

/** Our program, checked, or the words of refusal. */
function compiled(filter: string): BpfProgram | string {
  try {
    const program = compile(filter, { emptyAllowed: true });
    checkProgram(program);
    return program;
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_FILTER' });
    return (error as Error).message;
  }
}

describeIf(requireProgram('tcpdump'), "the installed libpcap's programs", () => {
  // A tcpdump is started for each filter.
  for (const [type, filters] of Object.entries(FILTERS))
    it(`${type}: ours do the same, ${filters.length} filters`, { timeout: 20_000 + 1000 * filters.length }, () => {
      const linkType = linkTypeByName(type)?.number ?? -1;
      for (const filter of filters) {
        // tcpdump compiles for a packet socket's facts, but for frames whose tags are all there.
        const live = /inbound|outbound|ifindex/.test(filter);
        const ours = compile(filter, { linkType, kernel: live, netmask: '0.0.0.0' });
        checkProgram(ours);
        // The optimiser must not be asked: it removes the loops of `protochain`.
        const theirs = tcpdumpFilter(filter, type, filter.includes('protochain') ? ['-O'] : []);
        if (typeof theirs === 'string') throw new Error(`${filter}: ${theirs}`);
        expect({ filter, difference: difference(ours, theirs, filter, 200) }).toEqual({ filter, difference: undefined });
      }
    });

  it('random filters', { timeout: 30_000 + 300 * RUNS }, () => {
    fc.assert(
      fc.property(filterExpression, (filter) => {
        const theirs = tcpdumpFilter(filter);
        const ours = compiled(filter);
        if (typeof ours === 'string') expect({ ours, theirs }).toEqual({ ours, theirs: expect.stringMatching(/^tcpdump: /) as string });
        else if (typeof theirs !== 'string') expect(difference(ours, theirs, filter, 60)).toBeUndefined();
        // libpcap's optimiser found that nothing matches: then nothing matches ours.
        else {
          expect(theirs).toMatch(/expression rejects all packets$/);
          expect(difference(ours, compile('len < 0', { emptyAllowed: true }), filter, 60)).toBeUndefined();
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});

describe('every octet of nonsense', () => {
  const words = [
    'ip',
    'tcp',
    'port',
    'host',
    'net',
    '80',
    '10.1',
    '10.1.2.3',
    '::1',
    '(',
    ')',
    '[',
    ']',
    ':',
    'and',
    'or',
    'not',
    '!',
    '-',
    '+',
    '%',
    '<',
    '=',
    'vlan',
    'mpls',
    'geneve',
    'src',
    'dst',
    'proto',
    '\\tcp',
    'type',
    'mgt',
    'llc',
    'mask',
    '/',
    '24',
    'len',
    'tcp-syn',
    '$2a',
    '2:0:0:0:0:1',
    'portrange',
    'a-b',
    'gateway',
    'protochain',
  ];

  it('is refused with ERR_FILTER and one line, or is a program that the kernel would take', () => {
    const taken = (text: string): void => {
      try {
        checkProgram(compile(text, { kernel: true }));
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR_FILTER' });
        expect((error as Error).message).not.toMatch(/[\n\r]/);
      }
    };
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), taken), { numRuns: 2000 });
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 14 }), (list) => taken(list.join(' '))),
      { numRuns: 4000 },
    );
  });

  it('of any length and depth', () => {
    for (const text of [
      '('.repeat(100_000),
      `${'not '.repeat(100_001)}ip`,
      `${'-'.repeat(50_000)}1 = 1`,
      `ip[${'ip['.repeat(10_000)}`,
      `1${' + 1'.repeat(20_000)} = 1`,
      'x'.repeat(100_000),
    ])
      try {
        checkProgram(compile(text));
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR_FILTER' });
        expect((error as Error).message.length).toBeLessThan(400);
      }
  });
});
