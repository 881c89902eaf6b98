import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../bytes/random.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { dhcpOptions } from '../../protocols/application/dhcp/all-options.ts';
import { BOOTP, DHCP } from '../../protocols/application/dhcp/dhcp.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import type { GivenDhcpOption } from '../clients/dhcp/dhcp-messages.ts';
import { dhcpServer, type DhcpServer, type DhcpServerOptions } from './dhcp-server.ts';

let now = 0;
const serverOf = (o: Partial<DhcpServerOptions> = {}): DhcpServer =>
  dhcpServer({
    ...{ address: '192.0.2.1', mac: '02:00:00:00:00:01', clock: { monotonic: () => now } },
    pools: [
      { network: '192.0.2.0/24', range: ['192.0.2.100', '192.0.2.101'], reserved: { '02:00:00:00:00:99': '192.0.2.7' } },
      { network: '198.51.100.0/24', range: ['198.51.100.50', '198.51.100.59'], routers: ['198.51.100.1'] },
    ],
    ...o,
  });
const from = (n: number): string => `02:00:00:00:01:0${n}`;
const message = (n: number | string, options: readonly GivenDhcpOption[], bootp: object = {}): Packet =>
  packet(
    Ether({ dst: 'ff:ff:ff:ff:ff:ff', src: typeof n === 'string' ? n : from(n) }),
    IP({ src: '0.0.0.0', dst: '255.255.255.255' }),
    UDP(),
    BOOTP({ xid: 7, chaddr: typeof n === 'string' ? n : from(n), ...bootp }),
    ...(options.length === 0 ? [] : [DHCP({ options: [...options, 'end'] })]),
  );
/** Type, address and destination of the answer. */
function answer(server: DhcpServer, request: Packet): readonly unknown[] | undefined {
  const [reply] = server.answer(dissect(request.bytes)).map((p) => dissect(p.bytes));
  const type = reply && dhcpOptions(reply).find(([name]) => name === 'message-type')?.[1];
  return reply && [type, reply.get(BOOTP)?.yiaddr, `${reply.get(IP)?.dst}:${reply.get(UDP)?.dport}`];
}
const [DISCOVER, OFFER, REQUEST, ACK, NAK] = [1, 2, 3, 5, 6];
const choose = (address: string): GivenDhcpOption[] => [
  ['message-type', REQUEST as number],
  ['requested_addr', address],
  ['server_id', '192.0.2.1'],
];

describe('a DHCP server', () => {
  it('offers, acknowledges, refuses, and has no more than its pool', () => {
    const server = serverOf();
    expect(answer(server, message(1, [['message-type', DISCOVER as number]]))).toEqual([OFFER, '192.0.2.100', '192.0.2.100:68']);
    expect(answer(server, message(1, choose('192.0.2.101')))).toEqual([NAK, '0.0.0.0', '255.255.255.255:68']);
    expect(answer(server, message(1, choose('192.0.2.100')))).toEqual([ACK, '192.0.2.100', '192.0.2.100:68']);
    expect(answer(server, message(2, [['message-type', DISCOVER as number]], { flags: 'B' }))).toEqual([
      OFFER,
      '192.0.2.101',
      '255.255.255.255:68',
    ]);
    expect(answer(server, message(3, [['message-type', DISCOVER as number]]))).toBeUndefined();
    expect(answer(server, message('02:00:00:00:00:99', [['message-type', DISCOVER as number]]))).toEqual([
      OFFER,
      '192.0.2.7',
      '192.0.2.7:68',
    ]);
    // An offer that nobody took is free again after a minute.
    now += 61_000;
    expect(answer(server, message(3, [['message-type', DISCOVER as number]]))).toEqual([OFFER, '192.0.2.101', '192.0.2.101:68']);
  });

  it('answers through a relay, from the pool of its network, with what the relay added', () => {
    const server = serverOf();
    const agent: GivenDhcpOption = ['relay_agent_information', [['circuit_id', Uint8Array.of(1, 2)]]];
    const [reply] = server.answer(
      dissect(message(1, [['message-type', DISCOVER as number], agent], { giaddr: '198.51.100.1', hops: 1 }).bytes),
    );
    const read = dissect(reply?.bytes ?? new Uint8Array());
    expect([read.get(IP)?.dst, read.get(UDP)?.dport, read.get(BOOTP)?.yiaddr]).toEqual(['198.51.100.1', 67, '198.51.100.50']);
    expect(dhcpOptions(read).at(-1)).toEqual(['relay_agent_information', [['circuit_id', Uint8Array.of(1, 2)]]]);
    expect(answer(server, message(1, [['message-type', DISCOVER as number]], { giaddr: '203.0.113.1' }))).toBeUndefined();
  });

  it('serves BOOTP clients for ever', () => {
    const server = serverOf({ bootFile: 'kernel', nextServer: '192.0.2.5' });
    const [reply] = server.answer(dissect(message(1, []).bytes)).map((p) => dissect(p.bytes));
    expect(reply?.get(BOOTP)).toMatchObject({ yiaddr: '192.0.2.100', siaddr: '192.0.2.5', file: 'kernel' });
    expect(server.bindings).toMatchObject([{ until: Number.POSITIVE_INFINITY }]);
  });

  it('survives any octets, and keeps no more than its pools have', () => {
    const random = seededRandom(4);
    const server = serverOf();
    const seeds = [
      message(1, [['message-type', DISCOVER as number], ['client_id', { type: 1, id: from(1) }], ['rapid_commit']]),
      message(2, choose('192.0.2.100')),
      message(3, [
        ['message-type', 4],
        ['requested_addr', '192.0.2.100'],
        ['server_id', '192.0.2.1'],
      ]),
      message(4, [['message-type', 8]], { ciaddr: '192.0.2.9' }),
    ];
    for (let n = 0; n < 1000; n++) {
      const octets = new Uint8Array(random.pick(seeds).bytes);
      for (let k = 0; k < 4; k++) octets[random.below(2) === 0 ? random.below(octets.length) : 42 + random.below(60)] = random.below(256);
      expect(
        server.answer(dissect(octets.subarray(0, random.below(4) === 0 ? random.below(octets.length) : octets.length)), {
          // Damage behind the headers, which the checksums would hide.
          checksumsOpen: true,
        }).length,
      ).toBeLessThanOrEqual(1);
    }
    expect([server.stats.failures, String(server.lastFailure)]).toEqual([0, 'undefined']);
    expect(server.stats.replies).toBeGreaterThan(50);
    expect(server.bindings.length).toBeLessThanOrEqual(13);
  });
});
