import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { lookUpRoute, withoutZone } from '../tables/route-lookup.ts';
import { LinkMessage } from '../tables/link-message.ts';
import { RouteMessage, RTM_F_LOOKUP_TABLE, RTM_GETROUTE } from '../tables/route-message.ts';
import type { Rtnetlink } from '../tables/rtnetlink.ts';
import { bodyOf, decodeMessages, encodeMessages, NLM_F_REQUEST, readBody, request, valuesOf } from './message.ts';

describe('netlink messages', () => {
  it('are those that ip route get 10.0.0.1 sends', () => {
    // strace of iproute2 6.1, its sequence number made 1.
    const message = request(RTM_GETROUTE, 0, RouteMessage, {
      family: 2,
      destinationLength: 32,
      flags: RTM_F_LOOKUP_TABLE,
      attributes: { destination: '10.0.0.1' },
    });
    expect(toHex(encodeMessages([message], 1))).toBe(
      ['24000000', '1a000100', '01000000', '00000000', '02200000', '00000000', '00100000', '08000100', '0a000001'].join(''),
    );
  });

  it('are those that ip link add p1 type veth peer name p2 sends', () => {
    // strace of iproute2 6.1 again. It gives the kind without a NUL, and sets no bit for attributes that nest: the kernel takes both.
    const octets = fromHex(
      [
        '54000000',
        '10000506',
        '497a016b',
        '00000000',
        '00'.repeat(16),
        '07000300',
        '70310000',
        '2c001200',
        '08000100',
        '76657468',
        '20000200',
        '1c000100',
        '00'.repeat(16),
        '07000300',
        '70320000',
      ].join(''),
    );
    const [message] = decodeMessages(octets, octets.length);
    expect(message).toMatchObject({ type: 16, flags: 0x605, seq: 0x6b017a49 });
    const { name, info } = readBody(LinkMessage, message?.body ?? new Uint8Array(0))?.attributes ?? {};
    expect([name, info?.kind]).toEqual(['p1', 'veth']);
    expect(info?.data).toMatchObject({ peer: { index: 0 } });
    expect((info?.data as { peer: { attributes: object } } | undefined)?.peer.attributes).toEqual({ name: 'p2' });
    const ours = bodyOf(LinkMessage, {
      attributes: { name: 'p1', info: { kind: 'veth', data: { peer: { attributes: { name: 'p2' } } } } },
    });
    expect(toHex(ours)).toBe(
      [
        '00'.repeat(16),
        '07000300',
        '70310000',
        '30001280',
        '09000100',
        '76657468',
        '00000000',
        '20000280',
        '1c000100',
        '00'.repeat(16),
        '07000300',
        '70320000',
      ].join(''),
    );
  });

  it('stand one behind another, numbered', () => {
    const octets = encodeMessages(
      [
        { type: 16, flags: NLM_F_REQUEST, body: Uint8Array.of(1, 2, 3) },
        { type: 17, flags: 0x605, body: Uint8Array.of(4) },
      ],
      0xffff_ffff,
    );
    expect(decodeMessages(octets, octets.length)).toEqual([
      { type: 16, flags: 1, seq: 0xffff_ffff, pid: 0, body: Uint8Array.of(1, 2, 3) },
      { type: 17, flags: 0x605, seq: 0, pid: 0, body: Uint8Array.of(4) },
    ]);
  });

  it('that are cut or claim too little are left out', () => {
    const whole = encodeMessages([{ type: 16, flags: 0, body: Uint8Array.of(1, 2, 3, 4) }], 1);
    expect(decodeMessages(whole, whole.length - 1)).toEqual([]);
    expect(decodeMessages(fromHex('0f0000001000010001000000000000000000'), 18)).toEqual([]);
    expect(decodeMessages(new Uint8Array(64), 64)).toEqual([]);
  });

  it('give back their values, to be written again', () => {
    const body = bodyOf(RouteMessage, {
      family: 2,
      destinationLength: 8,
      table: 254,
      type: 'unicast',
      attributes: {
        destination: '10.0.0.0',
        metrics: { mtu: 1300, others: [[7, Uint8Array.of(1, 0, 0, 0)]] },
        multipath: [
          { index: 3, hops: 1, attributes: { gateway: '192.0.2.1' } },
          { index: 4, attributes: { gateway: '192.0.2.2' } },
        ],
        others: [[99, Uint8Array.of(5)]],
      },
    });
    const view = readBody(RouteMessage, body);
    expect(view?.attributes.multipath?.map((hop) => [hop.len, hop.index, hop.hops, hop.attributes.gateway])).toEqual([
      [16, 3, 1, '192.0.2.1'],
      [16, 4, 0, '192.0.2.2'],
    ]);
    expect(toHex(bodyOf(RouteMessage, valuesOf(RouteMessage, view as NonNullable<typeof view>)))).toBe(toHex(body));
  });
});

describe('addresses with a zone', () => {
  it('name the interface', () => {
    expect(withoutZone('fe80::1%eth0')).toEqual({ address: 'fe80::1', zone: 'eth0' });
    expect(withoutZone('192.0.2.1')).toEqual({ address: '192.0.2.1' });
    expect(() => lookUpRoute({} as Rtnetlink, 'example.org')).toThrow("'example.org' is not an IPv4 or IPv6 address");
  });
});
