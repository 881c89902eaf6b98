import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { Ether } from '../../link/ethernet.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { UDP } from '../../transport/udp.ts';
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

describe('DHCP', () => {
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

  it('writes what is longer than an option as several (RFC 3396 §5)', () => {
    const p = packet(BOOTP(), DHCP({ options: [['hostname', 'a'.repeat(300)], 'end'] }));
    expect(optionsOf(p.bytes)).toEqual([['hostname', 'a'.repeat(255)], ['hostname', 'a'.repeat(45)], ['end']]);
  });

  it('reads names that are compressed within their option (RFC 3397 §3)', () => {
    const options = fromHex('7712 03656e67056170706c6500 046d6b7467c004'.replaceAll(' ', ''));
    expect(optionsOf(packet(BOOTP(), DHCP({ options })).bytes)).toEqual([['domain_search', ['eng.apple.', 'mktg.apple.']]]);
  });
});
