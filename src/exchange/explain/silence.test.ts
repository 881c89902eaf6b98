/** Questions without answers in captures, of protocols of all kinds; and what only looks like one. */
import { describe, expect, it } from 'vitest';
import {
  BOOTP,
  CoAP,
  DHCP,
  DHCP6_Solicit,
  DNS,
  DNSQR,
  Ether,
  explainCapture,
  type Finding,
  GTPHeader,
  ICMP,
  ICMPv6EchoReply,
  ICMPv6EchoRequest,
  IP,
  IPv6,
  NTPHeader,
  type Packet,
  packet,
  Radius,
  SNMP,
  UDP,
} from '../../index.ts';
import { openCrafted, type Timed } from '../../../test/support/packets/crafted-capture.ts';
import { asks } from '../matching/asks.ts';
import { objectOf } from '../../packet/object/packet-object.ts';

const found = async (packets: readonly Timed[]): Promise<Finding[]> => await explainCapture(await openCrafted(packets));
const codes = async (packets: readonly Timed[]): Promise<string[]> => (await found(packets)).map(({ code }) => code);

const [A, B, C] = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
const [MA, MB] = ['02:00:00:00:00:01', '02:00:00:00:00:02'];
const ab = Ether({ src: MA, dst: MB });
const ba = Ether({ src: MB, dst: MA });
const ALL = Ether({ src: MA, dst: 'ff:ff:ff:ff:ff:ff' });

const ping = (seq: number, dst = B): Packet<any> => packet(ab, IP({ src: A, dst }), ICMP({ id: 1, seq }), 'x'.repeat(48));
const pong = (seq: number): Packet<any> => packet(ba, IP({ src: B, dst: A }), ICMP({ type: 0, id: 1, seq }), 'x'.repeat(48));
const qd = [DNSQR({ qname: 'a.b' })];
const query = (sport: number, id: number, dst = B): Packet<any> =>
  packet(ab, IP({ src: A, dst }), UDP({ sport, dport: 53 }), DNS({ id, qd }));
const discover = (xid: number, ether = ALL): Packet<any> =>
  packet(
    ...([ether, IP({ src: '0.0.0.0', dst: '255.255.255.255' }), UDP({ sport: 68, dport: 67 })] as const),
    ...([BOOTP({ chaddr: MA, xid }), DHCP({ options: [['message-type', 'discover']] })] as const),
  ) as unknown as Packet<any>;
const offer = (xid: number): Packet<any> =>
  packet(
    ...([ba, IP({ src: B, dst: A }), UDP({ sport: 67, dport: 68 })] as const),
    ...([BOOTP({ op: 2, chaddr: MA, xid, yiaddr: A }), DHCP({ options: [['message-type', 'offer']] })] as const),
  ) as unknown as Packet<any>;
/** Something else that reaches who asks: so both directions are in the capture. */
const other = packet(ba, IP({ src: C, dst: A }), UDP({ sport: 9, dport: 9 }), 'hello');
const pings: Timed[] = [0, 1, 2, 3, 4].map((s) => [s, ping(s)]);

describe('silence', () => {
  it('is told of pings, of DNS, of DHCP', async () => {
    expect((await found(pings)).map(({ code, certainty, sentence, number, layer }) => [code, certainty, sentence, number, layer])).toEqual([
      [
        'nothing-came',
        'possible',
        `${B} did not answer any of 5 questions (ICMP) from ${A} in 4.0 s: a firewall drops it, the host is down, or the capture has one direction only`,
        1,
        'ICMP',
      ],
    ]);
    const [heard] = await found([...pings, [4.1, other]]);
    expect([heard?.certainty, heard?.sentence]).toEqual([
      'likely',
      `${B} did not answer any of 5 questions (ICMP) from ${A} in 4.1 s: a firewall drops it, or the host is down`,
    ]);
    const dns = await found([
      [0, query(1234, 3)],
      [5, query(1234, 3)],
      [12, query(999, 4)],
    ]);
    expect(dns.map(({ code, layer, sentence }) => [code, layer, sentence.split(':')[0]])).toEqual([
      ['nothing-came', 'DNS', `${B} did not answer any of 3 questions (DNS) from ${A} in 12.0 s`],
    ]);
    for (const xid of [5, 6]) {
      const dhcp = await found([
        [0, discover(5)],
        [4, discover(5)],
        [12, discover(xid)],
      ]);
      expect(dhcp.map(({ code, layer, sentence, certainty }) => [code, layer, sentence.split(':02:')[0], certainty])).toMatchObject([
        ['nothing-came', 'BOOTP', expect.stringContaining(`nobody answered any of 3 questions (BOOTP) from ${MA} in 12.0 s`), 'possible'],
      ]);
    }
  });

  it('is none where one answer came, from wherever it did', async () => {
    expect(await codes([...pings, [4.1, pong(4)]])).toEqual([]);
    expect(await codes([[-1, pong(0)], ...pings])).toEqual([]);
    expect(
      await codes([
        [0, discover(5)],
        [4, discover(5)],
        [4.1, offer(5)],
        [12, discover(5)],
      ]),
    ).toEqual([]);
    // Another host has answered the same question: that is another matter.
    const answer = packet(ba, IP({ src: C, dst: A }), UDP({ sport: 53, dport: 1234 }), DNS({ id: 3, qr: 1, qd }));
    expect(
      await codes([
        [0, query(1234, 3)],
        [3, query(1234, 3)],
        [3.1, answer],
      ]),
    ).toEqual([]);
    // Somebody has said why: that is the cause, and the only one.
    const error = packet(ba, IP({ src: C, dst: A }), ICMP({ type: 3, code: 1 }), ping(0).bytes.subarray(14));
    expect(await codes([...pings, [4.1, error]])).toEqual(['icmp-unreachable']);
    // The answer came in fragments, which do not tell what they are.
    const fragment = packet(
      ba,
      IP({ src: B, dst: A, flags: 'MF', id: 7 }),
      UDP({ sport: 53, dport: 1234, len: 2000, chksum: 1 }),
      'x'.repeat(64),
    );
    expect(
      await codes([
        [0, query(1234, 3)],
        [0.1, fragment],
        [8, query(1234, 4)],
      ]),
    ).toEqual([]);
  });

  it('is none where nobody waited, or nobody need answer', async () => {
    // The capture ends too early.
    expect(await codes(pings.slice(0, 3))).toEqual([]);
    expect(
      await codes([
        [0, ping(0)],
        [4.9, other],
      ]),
    ).toEqual([]);
    expect(
      await codes([
        [0, ping(0)],
        [5.1, other],
      ]),
    ).toEqual(['nothing-came']);
    // Two captures that were put together.
    expect(
      await codes([
        [0, ping(0)],
        [90_000, other],
        [90_001, other],
      ]),
    ).toEqual([]);
    // Groups, and whoever may have the address that ends in 255.
    for (const dst of ['224.0.0.1', '192.0.2.255', '255.255.255.255'])
      expect(await codes(pings.map(([s]) => [s, packet(ALL, IP({ src: A, dst }), ICMP({ id: 1, seq: s }))]))).toEqual([]);
    // At a port of a switch, offers to others are never seen.
    expect(
      await codes([
        [0, packet(Ether({ src: MB, dst: 'ff:ff:ff:ff:ff:ff' }), IP({ src: B, dst: '255.255.255.255' }), UDP({ sport: 7, dport: 7 }), 'x')],
        [0, discover(5)],
        [4, discover(5)],
        [12, discover(5)],
      ]),
    ).toEqual([]);
    // One way by design: logs, samples, streams, traps.
    for (const port of [514, 2055, 4739, 5004, 6343, 162])
      expect(
        await codes(
          [0, 1, 2, 3, 4, 5].map((s) => [
            s,
            packet(ab, IP({ src: A, dst: B }), UDP({ sport: 40_000, dport: port }), '<13>something happened'),
          ]),
        ),
        String(port),
      ).toEqual([]);
    // Answers alone: the capture has the other direction only.
    expect(await codes(pings.map(([s]) => [s, pong(s)]))).toEqual([]);
    const answers: Timed[] = [0, 3, 6].map((s) => [
      s,
      packet(ba, IP({ src: B, dst: A }), UDP({ sport: 53, dport: 1234 }), DNS({ id: s, qr: 1, qd })),
    ]);
    expect(await codes(answers)).toEqual([]);
  });
});

describe('what a spec says of answers', () => {
  const v4 = [IP({ src: A, dst: B }), UDP({ sport: 40_000, dport: 7 })] as const;
  /** Of the innermost layer that has a say. */
  const isQuestion = (p: Packet<any>): boolean => {
    const o = objectOf(p).built();
    const depth = o.layers().findLastIndex((layer) => layer.spec.match !== undefined);
    return asks(o.layers()[depth] as never, o.view(depth) as never);
  };

  it('tells questions from answers, and from what is neither', () => {
    const QUESTIONS: Readonly<Record<string, Packet<any>>> = {
      echo: packet(IP(), ICMP()),
      timestamp: packet(IP(), ICMP({ type: 13 })),
      'echo over IPv6': packet(IPv6(), ICMPv6EchoRequest()),
      DNS: packet(...v4, DNS({ qd })),
      DHCP: packet(...v4, BOOTP({ op: 1 })),
      DHCPv6: packet(IPv6(), UDP(), DHCP6_Solicit()),
      NTP: packet(...v4, NTPHeader({ mode: 3 })),
      RADIUS: packet(...v4, Radius({ code: 1 })),
      SNMP: packet(...v4, SNMP({ message: { PDU: ['get', {}] } } as never)),
      CoAP: packet(...v4, CoAP({ code: 1, token: new Uint8Array([1]) } as never)),
      GTP: packet(...v4, GTPHeader({ gtp_type: 1 } as never)),
    };
    const OTHERS: Readonly<Record<string, Packet<any>>> = {
      'echo reply': packet(IP(), ICMP({ type: 0 })),
      redirect: packet(IP(), ICMP({ type: 5 })),
      'echo reply over IPv6': packet(IPv6(), ICMPv6EchoReply()),
      'DNS answer': packet(...v4, DNS({ qr: 1, qd })),
      'DHCP answer': packet(...v4, BOOTP({ op: 2 })),
      'NTP answer': packet(...v4, NTPHeader({ mode: 4 })),
      'NTP broadcast': packet(...v4, NTPHeader({ mode: 5 })),
      'RADIUS answer': packet(...v4, Radius({ code: 2 })),
      'SNMP trap': packet(...v4, SNMP({ message: { PDU: ['trapv2', {}] } } as never)),
      datagram: packet(...v4, 'x'),
      'datagram between equal ports': packet(IP(), UDP({ sport: 514, dport: 514 }), 'x'),
    };
    const told = (packets: Readonly<Record<string, Packet<any>>>): Record<string, boolean> =>
      Object.fromEntries(Object.entries(packets).map(([name, p]) => [name, isQuestion(p)]));
    expect(told(QUESTIONS)).toEqual(Object.fromEntries(Object.keys(QUESTIONS).map((name) => [name, true])));
    expect(told(OTHERS)).toEqual(Object.fromEntries(Object.keys(OTHERS).map((name) => [name, false])));
  });
});
