import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { valuesInside } from '../../../packet/spec/inside.ts';
import { slotOf } from '../../../packet/spec/slot-of.ts';
import { Ether } from '../../link/ethernet.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { UDP } from '../../transport/udp.ts';
import { dhcpOptions } from './all-options.ts';
import { BOOTP, DHCP } from './dhcp.ts';

const first = BOOTP as unknown as AnyLayer;
const zeros = (n: number): string => '00'.repeat(n);
const names = zeros(64 + 128);

layerSuite('DHCP', [
  {
    what: 'a discover',
    origin: 'scapy 2.5: the same layers',
    first,
    chain: 'BOOTP/DHCP',
    octets: `01010600000012340000800000000000000000000000000000000000020000000001${zeros(10)}${names}638253633501013d07010200000000013204c00002070c03626f7837050103060f79ff`,
    read: {
      BOOTP: { op: 1, hlen: 6, xid: 0x1234, ciaddr: '0.0.0.0', chaddr: '02:00:00:00:00:01', sname: '', file: '' },
      DHCP: {
        options: [
          ['message-type', 1],
          ['client_id', { type: 1, id: '02:00:00:00:00:01' }],
          ['requested_addr', '192.0.2.7'],
          ['hostname', 'box'],
          ['param_req_list', [1, 3, 6, 15, 121]],
          ['end'],
        ],
      },
    },
    build: () => [
      BOOTP({ chaddr: '02:00:00:00:00:01', xid: 0x1234, flags: 'B' }),
      DHCP({
        options: [
          ['message-type', 'discover'],
          ['client_id', { id: '02:00:00:00:00:01' }],
          ['requested_addr', '192.0.2.7'],
          ['hostname', 'box'],
          ['param_req_list', [1, 3, 6, 15, 121]],
          'end',
        ],
      }),
    ],
    summary: 'BOOTP / DHCP Discover',
  },
  {
    what: 'an acknowledgement',
    origin: 'scapy 2.5: the same layers',
    first,
    chain: 'BOOTP/DHCP',
    octets: `02010600000012340000000000000000c00002070000000000000000020000000001${zeros(10)}${names}638253633501053604c0000201330400000e100104ffffff000308c0000201c00002027906080ac0000201ff`,
    read: {
      BOOTP: { op: 2, yiaddr: '192.0.2.7' },
      DHCP: {
        options: [
          ['message-type', 5],
          ['server_id', '192.0.2.1'],
          ['lease_time', 3600],
          ['subnet_mask', '255.255.255.0'],
          ['router', ['192.0.2.1', '192.0.2.2']],
          ['classless_static_routes', [{ network: '10.0.0.0/8', router: '192.0.2.1' }]],
          ['end'],
        ],
      },
    },
    build: () => [
      BOOTP({ op: 'BOOTREPLY', chaddr: '02:00:00:00:00:01', xid: 0x1234, yiaddr: '192.0.2.7' }),
      DHCP({
        options: [
          ['message-type', 'ack'],
          ['server_id', '192.0.2.1'],
          ['lease_time', 3600],
          ['subnet_mask', '255.255.255.0'],
          ['router', ['192.0.2.1', '192.0.2.2']],
          ['classless_static_routes', [{ network: '10.0.0.0/8', router: '192.0.2.1' }]],
          'end',
        ],
      }),
    ],
    summary: 'BOOTP / DHCP Ack',
  },
  {
    what: 'user classes, and filling behind the end',
    origin: 'the-tcpdump-group/tcpdump tests/dhcp-rfc3004.pcap, packet 1',
    first,
    chain: 'BOOTP/DHCP',
    octets:
      `0101060006e32864${zeros(20)}000c291f7406${zeros(10)}${names}638253633501013204c0a8010437071c02030f060c014d25077375626f707431117375626f7074322d3132333435363738390a7375626f7074332d3132ff0000`.replace(
        '37071c02030f060c01',
        '3707011c02030f060c',
      ),
    read: {
      DHCP: {
        options: [
          ['message-type', 1],
          ['requested_addr', '192.168.1.4'],
          ['param_req_list', [1, 28, 2, 3, 15, 6, 12]],
          ['user_class', ['subopt1', 'subopt2-123456789', 'subopt3-12'].map((x) => toHex(new TextEncoder().encode(x)))],
          ['end'],
          ['padding', '0000'],
        ],
      },
    },
  },
  {
    what: "no cookie: the vendor's octets",
    origin: 'RFC 951 §3',
    first,
    chain: 'BOOTP/Raw',
    octets: `0101060000000005${zeros(20)}020000000001${zeros(10)}${names}0102${zeros(62)}`,
    build: () => [BOOTP({ xid: 5, chaddr: '02:00:00:00:00:01' }), fromHex(`0102${zeros(62)}`)],
    summary: 'BOOTP / Raw',
  },
]);

const bootp = (sname: string, file: string, overload: string): string =>
  `0201060000000007${zeros(20)}020000000001${zeros(10)}${sname.padEnd(128, '0')}${file.padEnd(256, '0')}63825363350102${overload}ff`;

layerSuite('option overload', [
  {
    what: 'options in both',
    origin: 'scapy 2.5, given the octets of file and sname; tshark 4.0 reads the same options',
    first,
    chain: 'BOOTP/DHCP',
    octets: bootp('0c03626f78ff', '430d2f6469736b6c6573732f666f6f0f0b6578616d706c652e6f7267ff', '340103'),
    read: {
      BOOTP: {
        sname: [['hostname', 'box'], ['end']],
        file: [['boot-file-name', '/diskless/foo'], ['domain', 'example.org'], ['end']],
      },
      DHCP: { options: [['message-type', 2], ['dhcp-option-overload', 3], ['end']] },
    },
    build: () => [
      BOOTP({
        op: 2,
        xid: 7,
        chaddr: '02:00:00:00:00:01',
        sname: [['hostname', 'box'], 'end'],
        file: [['boot-file-name', '/diskless/foo'], ['domain', 'example.org'], 'end'],
      }),
      DHCP({ options: [['message-type', 'offer'], ['dhcp-option-overload', 'both'], 'end'] }),
    ],
    summary: 'BOOTP / DHCP Offer',
  },
  {
    what: 'options in file, one in two parts',
    origin: 'scapy 2.5, as above',
    first,
    chain: 'BOOTP/DHCP',
    octets: bootp('736572766572', '43072f6469736b6c650104ffffff00430673732f666f6fff', '340101'),
    read: {
      BOOTP: {
        sname: 'server',
        file: [['boot-file-name', '/diskless/foo'], ['subnet_mask', '255.255.255.0'], ['more', ['boot-file-name', 6]], ['end']],
      },
    },
  },
  {
    what: 'options in sname, without an end',
    origin: 'scapy 2.5, as above',
    first,
    chain: 'BOOTP/DHCP',
    octets: bootp('0304c0000201', '626f6f742f66696c65', '340102'),
    read: { BOOTP: { sname: [['router', ['192.0.2.1']]], file: 'boot/file' } },
    build: () => [
      BOOTP({ op: 2, xid: 7, chaddr: '02:00:00:00:00:01', sname: [['router', ['192.0.2.1']]], file: 'boot/file' }),
      DHCP({ options: [['message-type', 'offer'], ['dhcp-option-overload', 'sname'], 'end'] }),
    ],
  },
  {
    what: 'names',
    origin: 'scapy 2.5: the same layers',
    first,
    chain: 'BOOTP/DHCP',
    octets: bootp('736572766572', '626f6f742f66696c65', ''),
    read: { BOOTP: { sname: 'server', file: 'boot/file' } },
    build: () => [
      BOOTP({ op: 2, xid: 7, chaddr: '02:00:00:00:00:01', sname: 'server', file: 'boot/file' }),
      DHCP({ options: [['message-type', 'offer'], 'end'] }),
    ],
  },
]);

describe('dhcpOptions', () => {
  const of = (octets: string): unknown => dhcpOptions(dissect(fromHex(octets), first));
  // RFC 3396 §5 and §8: the options behind BOOTP first, then file, then sname; parts are joined in this order.
  it('reads options, file and sname in this order, and joins parts over them', () => {
    expect(of(bootp('0c03626f78ff', '430d2f6469736b6c6573732f666f6f0f0b6578616d706c652e6f7267ff', '340103'))).toEqual([
      ['message-type', 2],
      ['dhcp-option-overload', 3],
      ['boot-file-name', '/diskless/foo'],
      ['domain', 'example.org'],
      ['hostname', 'box'],
    ]);
    expect(of(bootp('430373732fff', '43072f6469736b6c65ff', '340103430461626364'))).toEqual([
      ['message-type', 2],
      ['dhcp-option-overload', 3],
      ['boot-file-name', 'abcd/diskless/'],
    ]);
  });

  it('takes names for names where option overload says nothing', () => {
    expect(of(bootp('0c03626f78ff', '4303616263ff', ''))).toEqual([['message-type', 2]]);
    expect(of(bootp('0c03626f78ff', '4303616263ff', '340102'))).toEqual([
      ['message-type', 2],
      ['dhcp-option-overload', 2],
      ['hostname', 'box'],
    ]);
  });

  it('has none where there is no DHCP, and some in a crafted packet', () => {
    expect(dhcpOptions(packet(BOOTP()))).toEqual([]);
    expect(dhcpOptions(packet(IP()))).toEqual([]);
    const p = packet(IP(), UDP(), BOOTP({ file: [['hostname', 'box'], 'end'] }), DHCP({ options: [['dhcp-option-overload', 1], 'end'] }));
    expect(dhcpOptions(p)).toEqual([
      ['dhcp-option-overload', 1],
      ['hostname', 'box'],
    ]);
  });
});

describe('a message that the capture cut', () => {
  // BOOTP of 236 octets, built here.
  const whole = packet(
    BOOTP({ op: 2, xid: 0x3d1d, yiaddr: '192.168.0.10', chaddr: '00:0b:82:01:fc:42', sname: 'boot', file: 'kernel' }),
  ).bytes;

  it('has the fields that are there, and octets of what is cut', () => {
    for (const n of [43, 44, 54, 107, 108, 120, 235]) {
      const octets = whole.subarray(0, n);
      const p = dissect(octets, BOOTP);
      expect(p.get(BOOTP)?.yiaddr).toBe(n < 44 ? undefined : '192.168.0.10');
      if (n < 44) continue;
      expect(p.get(BOOTP)?.sname).toEqual(n < 108 ? whole.slice(44, n) : 'boot');
      expect(p.get(BOOTP)?.file).toEqual(whole.slice(Math.min(n, 108), n));
      expect(toHex(p.set(BOOTP, { op: 1 }).bytes)).toBe(`01${toHex(octets).slice(2)}`);
    }
  });
});

describe('DHCP', () => {
  it('shows options that stand in file, and has them as columns', () => {
    const p = dissect(fromHex(bootp('736572766572', '430161ff', '340101')), first);
    expect(p.show()).toContain("file      = [('boot-file-name', 'a'), ('end', None)]");
    expect(p.show()).toContain("sname     = 'server'");
    const names = valuesInside(p.get(BOOTP) as never, slotOf(BOOTP as never, 'file'), 'dhcp.option.bootfile_name');
    expect(names).toEqual(['a']);
    expect(() => packet(BOOTP({ file: [['hostname', 'a'.repeat(127)]] })).bytes).toThrow(/129 octets do not fit a field of 128/);
  });

  const request = [BOOTP({ xid: 7, chaddr: '02:00:00:00:00:01' }), DHCP({ options: [['message-type', 'request'], 'end'] })] as const;

  it('goes from port 68 to 67 and has the cookie when nothing else is given', () => {
    const p = packet(Ether(), IP({ src: '0.0.0.0', dst: '255.255.255.255' }), UDP(), ...request);
    expect([p.get(UDP)?.sport, p.get(UDP)?.dport]).toEqual([68, 67]);
    expect(dissect(p.bytes).summary()).toContain('BOOTP / DHCP Request');
    expect(packet(BOOTP()).bytes.length).toBe(236);
  });

  it('is answered by what has its number (RFC 951 §7.2)', () => {
    const view = (op: number, xid: number): any => packet(BOOTP({ op, xid }), DHCP()).get(BOOTP);
    const answers = (reply: any, request: any): boolean | undefined => BOOTP.spec.match?.answers(reply, request);
    expect(answers(view(2, 7), view(1, 7))).toBe(true);
    expect(answers(view(2, 8), view(1, 7))).toBe(false);
    expect(answers(view(1, 7), view(1, 7))).toBe(false);
  });

  // Flags are read as objects.
  const withoutFlags = ([name, value]: readonly [string, any]): readonly unknown[] => {
    if (value.flags === undefined) return [name, value];
    const { flags: _flags, ...rest } = value;
    return [name, rest];
  };
  const optionsOf = (b: Uint8Array): readonly unknown[] => dissect(b, first).get(DHCP)?.options ?? [];
  it.each([
    // RFC 4702 §2.3.1: with E as DNS has names, else as text
    [['client_FQDN', { flags: 'SE', rcode1: 0, rcode2: 0, name: 'a.b.' }], '51080500000161016200'],
    [['client_FQDN', { flags: 'S', rcode1: 255, rcode2: 255, name: 'a.b' }], '510601ffff612e62'],
    [
      ['relay_agent_information', [['circuit_id', fromHex('0001')], ['link_selection', '192.0.2.0'], ['source_port']]],
      '520c010200010504c00002001300',
    ],
    [['vendor_class', [{ enterprise: 3561, data: fromHex('aabb') }]], '7c0700000de902aabb'],
    [['vendor_specific_information', [{ enterprise: 3561, options: [[1, fromHex('61')]] }]], '7d0800000de903010161'],
    [['sip_servers', { encoding: 1, servers: ['192.0.2.1'] }], '780501c0000201'],
    [
      ['client_id', { type: 255, id: { iaid: 1, type: 3, value: { htype: 1, address: fromHex('020000000001') } } }],
      '3d0fff0000000100030001020000000001',
    ],
    [['vendor_specific', [[6, fromHex('08')], ['end']]], '2b04060108ff'],
    [['static-routes', [{ ip: '10.0.0.0', other: '192.0.2.1' }]], '21080a000000c0000201'],
  ] as const)('%j', (entry, octets) => {
    const p = packet(BOOTP(), DHCP({ options: [entry as never] }));
    expect(toHex(p.bytes.subarray(240))).toBe(octets);
    const again = packet(BOOTP(), DHCP({ options: optionsOf(p.bytes) as never }));
    expect(toHex(again.bytes)).toBe(toHex(p.bytes));
    expect(optionsOf(p.bytes)[0]).toMatchObject(withoutFlags(entry));
  });

  it('writes what is longer than an option as several, and reads them as one (RFC 3396 §5, §7)', () => {
    const p = packet(BOOTP(), DHCP({ options: [['hostname', 'a'.repeat(300)], 'end'] }));
    expect(toHex(p.bytes.subarray(240))).toBe(`0cff${'61'.repeat(255)}0c2d${'61'.repeat(45)}ff`);
    expect(optionsOf(p.bytes)).toEqual([['hostname', 'a'.repeat(300)], ['end']]);
  });

  // Made by hand, in the manner of the example of RFC 3396 §8, with another option between the parts.
  const text = (x: string): string => toHex(new TextEncoder().encode(x));
  const boot = `43 07 ${text('/diskle')} 01 04 ffffff00 43 06 ${text('ss/foo')} ff`.replaceAll(' ', '');

  it('keeps parts where they lie', () => {
    const read = [['boot-file-name', '/diskless/foo'], ['subnet_mask', '255.255.255.0'], ['more', ['boot-file-name', 6]], ['end']];
    const p = dissect(packet(BOOTP(), DHCP({ options: fromHex(boot) })).bytes, first);
    expect(p.get(DHCP)?.options).toEqual(read);
    expect(valuesInside(p.get(DHCP) as never, slotOf(DHCP as never, 'options'), 'dhcp.option.bootfile_name')).toEqual(['/diskless/foo']);
    expect(toHex(packet(BOOTP(), DHCP({ options: read as never })).bytes.subarray(240))).toBe(boot);
    // A value that has no octets for its later places stands whole; one that is longer has them in front.
    const changed = (value: string): string =>
      toHex(packet(BOOTP(), DHCP({ options: [['boot-file-name', value], ...read.slice(1)] as never })).bytes.subarray(240));
    expect(changed('/tmp')).toBe(`4304${text('/tmp')}0104ffffff00ff`);
    expect(changed('/diskless/food')).toBe(`4308${text('/diskles')}0104ffffff004306${text('s/food')}ff`);
  });

  it.each([
    ['two whole values that are none together', '350101350105ff', [['message-type', 1], ['message-type', 5], ['end']]],
    ['a value cut anywhere', '3202c00032020207ff', [['requested_addr', '192.0.2.7'], ['more', ['requested_addr', 2]], ['end']]],
    ['a part without octets', '0c000c0161ff', [['hostname', 'a'], ['more', ['hostname', 1]], ['end']]],
    ['an option that nobody knows', 'fd0161fd00ff', [[253, fromHex('61')], ['more', [253, 0]], ['end']]],
    ['two that have no value', '50005000ff', [['rapid_commit'], ['rapid_commit'], ['end']]],
  ] as const)('reads %s', (_what, octets, read) => {
    const b = packet(BOOTP(), DHCP({ options: fromHex(octets) })).bytes;
    expect(optionsOf(b)).toEqual(read);
    expect(toHex(packet(BOOTP(), DHCP({ options: read as never })).bytes.subarray(240))).toBe(octets);
  });

  it("says what 'more' wants", () => {
    expect(() => packet(BOOTP(), DHCP({ options: [['more', ['hostname', 256]]] })).bytes).toThrow(/0 to 255 octets/);
    expect(packet(BOOTP(), DHCP({ options: [['more', ['hostname', 2]]] })).bytes.length).toBe(240);
  });

  it('reads names that are compressed within their option (RFC 3397 §3)', () => {
    const options = fromHex('7712 03656e67056170706c6500 046d6b7467c004'.replaceAll(' ', ''));
    expect(optionsOf(packet(BOOTP(), DHCP({ options })).bytes)).toEqual([['domain_search', ['eng.apple.', 'mktg.apple.']]]);
  });
});
