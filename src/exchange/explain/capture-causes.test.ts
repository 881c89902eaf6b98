/** Causes that are no mistakes of TCP, each made on purpose as a capture, and named first; and its like that is well, which blames nobody. */
import { describe, expect, it } from 'vitest';
import {
  ARP,
  BOOTP,
  DHCP,
  DNS,
  DNSQR,
  Dot1Q,
  dissect,
  Ether,
  explainCapture,
  type Finding,
  ICMP,
  ICMPv6DestUnreach,
  ICMPv6ND_NA,
  ICMPv6ND_NS,
  ICMPv6PacketTooBig,
  IP,
  IPv6,
  type Packet,
  packet,
  TCP,
  UDP,
  VXLAN,
} from '../../index.ts';
import { craftedCapture, openCrafted, type Timed } from '../../../test/support/packets/crafted-capture.ts';
import { openCapture } from '../../index.ts';

const found = async (packets: readonly Timed[]): Promise<Finding[]> => await explainCapture(await openCrafted(packets));
const codes = async (packets: readonly Timed[]): Promise<string[]> => (await found(packets)).map(({ code }) => code);

const [A, B, R] = ['192.0.2.1', '192.0.2.2', '192.0.2.254'];
const [MA, MB, MR] = ['02:00:00:00:00:01', '02:00:00:00:00:02', '02:00:00:00:00:fe'];
const ab = Ether({ src: MA, dst: MB });
const ba = Ether({ src: MB, dst: MA });
const ra = Ether({ src: MR, dst: MA });
/** What an error quotes: the packet from its network layer on. */
const quote = (p: Packet<any>): Uint8Array => p.bytes.subarray(14);

describe('ICMP errors', () => {
  const query = packet(
    ab,
    IP({ src: A, dst: B, flags: 'DF' }),
    UDP({ sport: 5555, dport: 53 }),
    DNS({ id: 7, qd: [DNSQR({ qname: 'a.example' })] }),
  );
  const answer = packet(
    ba,
    IP({ src: B, dst: A }),
    UDP({ sport: 53, dport: 5555 }),
    DNS({ id: 7, qr: 1, qd: [DNSQR({ qname: 'a.example' })] }),
  );
  const refused = packet(ab, IP({ src: A, dst: B }), ICMP({ type: 3, code: 3 }), quote(answer));

  it('of the own kernel, which has no socket on the port', async () => {
    const [first, ...others] = await found([
      [0, query],
      [0.01, answer],
      [0.011, refused],
    ]);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      code: 'own-kernel-unreachable',
      number: 3,
      layer: 'ICMP',
      field: 'code',
      octets: { start: 35, end: 36 },
    });
    // The program had its answer, and has closed its socket.
    expect(
      await codes([
        [0, query],
        [0.01, answer],
        [0.02, answer],
        [0.021, refused],
      ]),
    ).toEqual([]);
    // It has programs whose answers are taken: one of them has closed its socket before the answer came.
    const from = (port: number): Timed[] => [
      [0, packet(ab, IP({ src: A, dst: B }), UDP({ sport: port, dport: 53 }), DNS({ id: 8, qd: [DNSQR({ qname: 'b.example' })] }))],
      [
        0.005,
        packet(ba, IP({ src: B, dst: A }), UDP({ sport: 53, dport: port }), DNS({ id: 8, qr: 1, qd: [DNSQR({ qname: 'b.example' })] })),
      ],
    ];
    const one: Timed[] = [
      [0.01, query],
      [0.02, answer],
      [0.021, refused],
    ];
    expect(await codes([...from(6666), ...one])).toEqual([]);
    // But who asks again from a port that no socket has makes his packets by hand.
    expect(await found([...from(6666), ...one, [1, query]])).toMatchObject([
      { code: 'own-kernel-unreachable', certainty: 'sure', number: 5 },
    ]);
    expect(await codes([...from(6666), ...one, [20, query]])).toEqual([]);
  });

  it('of a closed port, and of a router', async () => {
    const closed = packet(ba, IP({ src: B, dst: A }), ICMP({ type: 3, code: 3 }), quote(query));
    expect(
      (
        await found([
          [0, query],
          [0.01, closed],
        ])
      )[0],
    ).toMatchObject({ code: 'port-closed', certainty: 'sure', number: 2 });
    const far = packet(ab, IP({ src: A, dst: '198.51.100.9' }), UDP({ sport: 5555, dport: 99 }));
    for (const [code, word] of [
      [1, 'host unreachable'],
      [13, 'communication prohibited'],
    ] as const) {
      const [first] = await found([
        [0, far],
        [0.01, packet(ra, IP({ src: R, dst: A }), ICMP({ type: 3, code }), quote(far))],
      ]);
      expect(first).toMatchObject({ code: 'icmp-unreachable', number: 2 });
      expect(first?.sentence).toBe(`${R} says "${word}" of a packet from ${A} to 198.51.100.9:99`);
    }
    const far6 = packet(ab, IPv6({ src: '2001:db8::1', dst: '2001:db8:1::9' }), UDP({ sport: 5555, dport: 99 }));
    const [first] = await found([
      [0, far6],
      [0.01, packet(ra, IPv6({ src: '2001:db8::fe', dst: '2001:db8::1' }), ICMPv6DestUnreach({ code: 0 }), quote(far6))],
    ]);
    expect(first?.sentence).toBe('2001:db8::fe says "No route to destination" of a packet from 2001:db8::1 to [2001:db8:1::9]:99');
  });

  it('of a time to live that ran out, and not of a traceroute', async () => {
    const probe = (ttl: number): Packet<any> => packet(ab, IP({ src: A, dst: '198.51.100.9', ttl }), ICMP({ id: 1, seq: ttl }));
    const exceeded = (ttl: number, by = R): Packet<any> => packet(ra, IP({ src: by, dst: A }), ICMP({ type: 11 }), quote(probe(ttl)));
    const [first] = await found([
      [0, probe(1)],
      [0.01, exceeded(1)],
    ]);
    expect(first).toMatchObject({ code: 'ttl-exceeded', certainty: 'sure', number: 2 });
    expect(
      await codes([
        [0, probe(1)],
        [0.01, exceeded(1)],
        [1, probe(2)],
        [1.01, exceeded(2, '203.0.113.1')],
      ]),
    ).toEqual([]);
    // The probes of a traceroute may be missing in the capture.
    const traced = packet(ab, IP({ src: A, dst: '198.51.100.9', ttl: 1 }), UDP({ sport: 5555, dport: 33_445 }), 'x');
    const answer = packet(ra, IP({ src: R, dst: A }), ICMP({ type: 11 }), quote(traced));
    expect(await codes([[0, answer]])).toEqual([]);
    const looping = packet(ab, IP({ src: A, dst: '198.51.100.9', ttl: 64 }), UDP({ sport: 5555, dport: 33_445 }), 'x');
    expect(
      await codes([
        [0, looping],
        [0.01, answer],
      ]),
    ).toEqual(['ttl-exceeded']);
  });

  it('of packets that are too big', async () => {
    const big = (length: number): Packet<any> =>
      packet(ab, IP({ src: A, dst: '198.51.100.9', flags: 'DF' }), UDP({ sport: 5555, dport: 99 }), new Uint8Array(length));
    const told = packet(ra, IP({ src: R, dst: A }), ICMP({ type: 3, code: 4, nexthopmtu: 1400 }), quote(big(1472)).subarray(0, 28));
    const [first] = await found([
      [0, big(1472)],
      [0.01, told],
    ]);
    expect(first).toMatchObject({ code: 'too-big', certainty: 'sure', number: 2, field: 'nexthopmtu' });
    expect(
      await codes([
        [0, big(1472)],
        [0.01, told],
        [0.02, big(1372)],
      ]),
    ).toEqual([]);
    const big6 = packet(ab, IPv6({ src: '2001:db8::1', dst: '2001:db8:1::9' }), UDP({ sport: 5555, dport: 99 }), new Uint8Array(1400));
    const told6 = packet(
      ra,
      IPv6({ src: '2001:db8::fe', dst: '2001:db8::1' }),
      ICMPv6PacketTooBig({ mtu: 1280 }),
      quote(big6).subarray(0, 1000),
    );
    expect(
      (
        await found([
          [0, big6],
          [0.01, told6],
        ])
      )[0],
    ).toMatchObject({ code: 'too-big', field: 'mtu' });
  });
});

describe('checksums', () => {
  const syn = (chksum?: number, src = A): Packet<any> =>
    packet(ab, IP({ src, dst: B }), TCP({ sport: 4444, dport: 80, seq: 7, ...(chksum !== undefined && { chksum }) }));
  const synAck = packet(ba, IP({ src: B, dst: A }), TCP({ sport: 80, dport: 4444, flags: 'SA', seq: 99, ack: 8 }));

  it('that are wrong, and nobody takes the packet', async () => {
    const [first] = await found([
      [0, syn(0x1234)],
      [1, syn(0x1234)],
    ]);
    expect(first).toMatchObject({
      code: 'own-checksum',
      certainty: 'likely',
      number: 1,
      layer: 'TCP',
      field: 'chksum',
      octets: { start: 50, end: 52 },
    });
    const echo = packet(ab, IP({ src: A, dst: B, chksum: 0x1111 }), ICMP());
    expect((await found([[0, echo]]))[0]).toMatchObject({ code: 'own-checksum', layer: 'IP' });
  });

  it('that were made for another header', async () => {
    for (const [other, words] of [
      ['0.0.0.0', 'source 0.0.0.0'],
      ['127.0.0.1', 'source 127.0.0.1'],
    ] as const) {
      const madeFor = syn(undefined, other).get(TCP)!.chksum;
      const [first] = await found([[0, syn(madeFor)]]);
      expect(first).toMatchObject({ code: 'other-header-checksum', certainty: 'sure', number: 1, field: 'chksum' });
      expect(first?.sentence).toContain(`which is right for ${words}; `);
    }
  });

  it('that fit another header by chance, where the sender has others that fit none', async () => {
    const madeFor = syn(undefined, '127.0.0.1').get(TCP)!.chksum;
    const damaged = packet(ab, IP({ src: A, dst: '192.0.2.3' }), TCP({ sport: 4445, dport: 80, seq: 7, chksum: 0x1234 }));
    expect(
      await codes([
        [0, damaged],
        [1, syn(madeFor)],
      ]),
    ).toEqual(['own-checksum']);
  });

  it('of what a packet carries are not its own, nor is one of a header that is none', async () => {
    // A frame in a frame, as sFlow and VXLAN have it; and the header length of a damaged header.
    const inner = packet(ab, IP({ src: A, dst: B }), TCP({ sport: 4444, dport: 80, chksum: 0x1234 }));
    const carried = packet(ab, IP({ src: A, dst: B }), UDP({ sport: 5555, dport: 4789 }), VXLAN({ vni: 7 }), inner as never);
    expect(await codes([[0, carried]])).toEqual([]);
    expect(await codes([[0, packet(ab, IP({ src: A, dst: B, ihl: 4, chksum: 0x1234 }), 'x'.repeat(40))]])).toEqual([]);
  });

  it('that the card is yet to fill in are no mistake', async () => {
    // Linux leaves the sum of the pseudo-header, or of it without the length; others leave 0, or what was there before.
    const pseudo = (0xc000 + 0x0201 + 0xc000 + 0x0202 + 6 + 20) % 0xffff;
    for (const chksum of [pseudo, pseudo - 20, 0, 0x4321]) {
      const all = await found([
        [0, syn(chksum)],
        [0.01, synAck],
      ]);
      expect(all.map(({ code, blames }) => [code, blames])).toEqual([['offload', false]]);
    }
    expect((await found([[0, syn(pseudo)]])).map(({ code }) => code)).toEqual(['offload']);
  });

  it("are no card's work where they are the other zero of ones' complement", async () => {
    const echo = packet(ab, IP({ src: A, dst: B }), ICMP());
    // What Linux answers to an echo whose identifier, number and data are nothing but zeros.
    const reply = packet(ba, IP({ src: B, dst: A }), ICMP({ type: 0, chksum: 0 }));
    expect(
      await codes([
        [0, echo],
        [0.01, reply],
      ]),
    ).toEqual([]);
  });
});

describe('neighbours', () => {
  const who = (psrc: string, pdst: string, mac = MA): Packet<any> =>
    packet(Ether({ src: mac, dst: 'ff:ff:ff:ff:ff:ff' }), ARP({ hwsrc: mac, psrc, pdst }));
  const is = (psrc: string, hwsrc: string, pdst = A, to = MA): Packet<any> =>
    packet(Ether({ src: hwsrc, dst: to }), ARP({ op: 'is-at', hwsrc, psrc, hwdst: to, pdst }));

  it('that nobody is', async () => {
    const asked: Timed[] = [0, 1, 2].map((at) => [at, who(A, B)]);
    expect((await found(asked))[0]).toMatchObject({
      code: 'neighbour-silent',
      certainty: 'likely',
      number: 3,
      layer: 'ARP',
      field: 'pdst',
    });
    expect(await codes([...asked, [2.1, is(B, MB)]])).toEqual([]);
    expect(await codes(asked.slice(0, 2))).toEqual([]);
    // At a port of a switch, answers to others are never seen.
    expect(await codes([[0, who('192.0.2.9', '192.0.2.8', MR)], ...asked])).toEqual([]);
    // Who looks whether an address is free hopes for silence.
    expect(await codes([0, 1, 2].map((at) => [at, who('0.0.0.0', B)]))).toEqual([]);
    const solicit = packet(
      Ether({ src: MA, dst: '33:33:ff:00:00:02' }),
      IPv6({ src: 'fe80::1', dst: 'ff02::1:ff00:2', hlim: 255 }),
      ICMPv6ND_NS({ tgt: 'fe80::2' }),
    );
    const advert = packet(ba, IPv6({ src: 'fe80::2', dst: 'fe80::1', hlim: 255 }), ICMPv6ND_NA({ tgt: 'fe80::2' }));
    const solicited: Timed[] = [0, 1, 2].map((at) => [at, solicit]);
    expect((await found(solicited))[0]).toMatchObject({ code: 'neighbour-silent', layer: 'ICMPv6ND_NS', field: 'tgt' });
    expect(await codes([...solicited, [2.1, advert]])).toEqual([]);
  });

  it('that are not on the link', async () => {
    const asked: Timed[] = [0, 1, 2].map((at) => [at, who('192.168.1.5', '8.8.8.8')]);
    expect((await found(asked))[0]).toMatchObject({ code: 'off-link-asked', number: 3 });
    expect(await codes([...asked, [2.1, is('8.8.8.8', MR, '192.168.1.5')]])).toEqual([]);
  });

  it('that are two', async () => {
    const [first] = await found([
      [0, who(A, B)],
      [0.001, is(B, MB)],
      [0.002, is(B, MR)],
    ]);
    expect(first).toMatchObject({ code: 'two-hosts', certainty: 'sure', number: 3, field: 'hwsrc' });
    expect(
      await codes([
        [0, who(A, B)],
        [0.001, is(B, MB)],
        [60, who(A, B)],
        [60.001, is(B, MR)],
      ]),
    ).toEqual([]);
  });

  it('that are asked for because a packet had their address', async () => {
    const spoofed = packet(ab, IP({ src: '192.0.2.77', dst: B }), ICMP());
    const asked: Timed[] = [0.01, 1, 2].map((at) => [at, who(B, '192.0.2.77', MB)]);
    const [first] = await found([[0, spoofed], ...asked]);
    expect(first).toMatchObject({ code: 'spoofed-source', number: 4 });
    expect(first?.sentence).toContain('to answer packet 1');
    expect(await codes([[0, spoofed], ...asked, [2.1, is('192.0.2.77', MA, B, MB)]])).toEqual([]);
  });
});

describe('DHCP', () => {
  const discover = (chaddr: string, xid = 0x42): Packet<any> =>
    packet(
      Ether({ src: MA, dst: 'ff:ff:ff:ff:ff:ff' }),
      IP({ src: '0.0.0.0', dst: '255.255.255.255' }),
      UDP({ sport: 68, dport: 67 }),
      BOOTP({ chaddr, xid }),
      DHCP({ options: [['message-type', 'discover']] }),
    ) as unknown as Packet;
  const offer = (chaddr: string, xid = 0x42): Packet<any> =>
    packet(
      Ether({ src: MB, dst: 'ff:ff:ff:ff:ff:ff' }),
      IP({ src: B, dst: '255.255.255.255' }),
      UDP({ sport: 67, dport: 68 }),
      BOOTP({ op: 2, chaddr, xid, yiaddr: A }),
      DHCP({ options: [['message-type', 'offer']] }),
    ) as unknown as Packet;

  it('offers to another chaddr', async () => {
    const [first] = await found([
      [0, discover(MA)],
      [0.01, offer(MR)],
    ]);
    expect(first).toMatchObject({ code: 'dhcp-other-client', certainty: 'sure', number: 2, layer: 'BOOTP', field: 'chaddr' });
    // The address as text, cut after six octets.
    const text = '30:32:3a:30:30:3a';
    expect(
      (
        await found([
          [0, discover(text)],
          [0.01, offer(text)],
        ])
      )[0],
    ).toMatchObject({ code: 'dhcp-other-client', certainty: 'likely' });
    expect(
      await codes([
        [0, discover(MA)],
        [0.01, offer(MA)],
      ]),
    ).toEqual([]);
    expect(
      await codes([
        [0, discover(text)],
        [0.01, offer(text)],
        [0.02, discover(text)],
      ]),
    ).toEqual([]);
  });
});

describe('ways back', () => {
  const syn = (vlan?: number): Packet<any> =>
    packet(ab, ...(vlan === undefined ? [] : [Dot1Q({ vlan })]), IP({ src: A, dst: B }), TCP({ sport: 4444, seq: 7 })) as unknown as Packet;
  const synAck = (vlan?: number): Packet<any> =>
    packet(
      ba,
      ...(vlan === undefined ? [] : [Dot1Q({ vlan })]),
      IP({ src: B, dst: A }),
      TCP({ sport: 80, dport: 4444, flags: 'SA', seq: 99, ack: 8 }),
    ) as unknown as Packet;

  it('on another VLAN', async () => {
    for (const [one, other] of [
      [10, 20],
      [10, undefined],
    ] as const) {
      const [first] = await found([
        [0, syn(one)],
        [0.01, synAck(other)],
        [1, syn(one)],
      ]);
      expect(first).toMatchObject({ code: 'other-vlan', number: 2 });
    }
    // A capture at a switch has tags in one direction only; the connection goes on.
    expect(
      await codes([
        [0, syn(10)],
        [0.01, synAck()],
        [0.02, packet(ab, IP({ src: A, dst: B }), TCP({ sport: 4444, flags: 'A', seq: 8, ack: 100 }))],
      ]),
    ).toEqual([]);
    // Between two ports of a router both VLANs have both packets.
    expect(
      await codes([
        [0, syn(10)],
        [0, syn(20)],
        [0.01, synAck(20)],
        [0.01, synAck(10)],
        [1, syn(10)],
      ]),
    ).toEqual([]);
  });

  it('on another VLAN, of an echo that was sent once', async () => {
    const echo = (vlan: number): Packet<any> => packet(ab, Dot1Q({ vlan }), IP({ src: A, dst: B }), ICMP({ id: 1, seq: 1 }));
    const reply = (vlan: number, ether = ba): Packet<any> =>
      packet(ether, Dot1Q({ vlan }), IP({ src: B, dst: A }), ICMP({ type: 0, id: 1, seq: 1 }));
    const all = await found([
      [0, echo(5)],
      [0.01, reply(6)],
    ]);
    expect(all.map(({ code, certainty, number }) => [code, certainty, number])).toEqual([['other-vlan', 'possible', 2]]);
    for (const well of [reply(5), reply(6, Ether({ src: MR, dst: MA }))] as const)
      expect(
        await codes([
          [0, echo(5)],
          [0.01, well],
        ]),
      ).toEqual([]);
  });

  it('by another interface', async () => {
    const [first] = await found([
      [0, syn(), { iface: 'eth0', outgoing: true }],
      [0.01, synAck(), { iface: 'eth1' }],
      [1, syn(), { iface: 'eth0', outgoing: true }],
    ]);
    expect(first).toMatchObject({ code: 'other-interface', number: 2 });
    expect(first?.sentence).toContain('went out by eth0, and its answer came in by eth1');
  });
});

describe('DNS', () => {
  const ask = packet(ab, IP({ src: A, dst: B }), UDP({ sport: 5555, dport: 53 }), DNS({ id: 7, qd: [DNSQR({ qname: 'a.example' })] }));
  const reply = (sport: number, dport: number, rcode = 0): Packet<any> =>
    packet(
      ba,
      IP({ src: B, dst: A }),
      UDP({ sport, dport }),
      DNS({ id: 7, qr: 1, rcode, qd: [DNSQR({ qname: 'a.example' })] }),
    ) as unknown as Packet;

  it('says no, which is an answer', async () => {
    for (const rcode of [3, 5]) {
      const all = await found([
        [0, ask],
        [0.01, reply(53, 5555, rcode)],
      ]);
      expect(all).toMatchObject([{ code: 'dns-said-no', blames: false, number: 2, field: 'rcode' }]);
    }
  });

  it('answers another port, or from one', async () => {
    expect(
      (
        await found([
          [0, ask],
          [0.01, reply(53, 6666)],
        ])
      )[0],
    ).toMatchObject({ code: 'other-destination-port', number: 2, field: 'dport' });
    const from = (port: number): Packet<any> => packet(ba, IP({ src: B, dst: A }), UDP({ sport: port, dport: 5555 }), 'answer');
    const question = packet(ab, IP({ src: A, dst: B }), UDP({ sport: 5555, dport: 7777 }), 'question');
    const refuses = packet(ab, IP({ src: A, dst: B }), ICMP({ type: 3, code: 3 }), quote(from(7778)));
    for (const last of [refuses, question])
      expect(
        await found([
          [0, question],
          [0.01, from(7778)],
          [0.011, last],
        ]),
      ).toMatchObject([{ code: 'other-source', number: 2, field: 'sport' }]);
    // As TFTP does it.
    const goesOn = packet(ab, IP({ src: A, dst: B }), UDP({ sport: 5555, dport: 7778 }), 'next');
    for (const last of [from(7777), goesOn])
      expect(
        await codes([
          [0, question],
          [0.01, from(7778)],
          [0.011, last],
        ]),
      ).toEqual([]);
    expect(
      await codes([
        [0, ask],
        [0.01, reply(53, 5555)],
      ]),
    ).toEqual([]);
  });
});

describe('a capture that is damaged', () => {
  it('is no error, whatever it holds', async () => {
    const clean = await craftedCapture([
      [
        0,
        packet(
          ab,
          IP({ src: A, dst: B }),
          TCP({
            sport: 1,
            options: [
              ['MSS', 1],
              ['WScale', 3],
            ],
          }),
          'x',
        ),
      ],
      [0, packet(ab, IP({ src: A, dst: B }), ICMP({ type: 3, code: 3 }), IP({ src: B, dst: A }), UDP(), 'y')],
      [0, packet(ab, Dot1Q(), ARP())],
      [0, packet(ab, IPv6({ src: '::1', dst: '::2' }), ICMPv6ND_NS({ tgt: '::3' }))],
    ]);
    let state = 7;
    const random = (n: number): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % n;
    for (let i = 0; i < 300; i++) {
      const octets = clean.slice();
      for (let k = 0; k < 8; k++) octets[100 + random(octets.length - 100)] = random(256);
      try {
        await explainCapture(await openCapture(octets));
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR_FILE' });
      }
    }
    expect(dissect(new Uint8Array(3)).summary()).toBeDefined();
  });
});
