/** Exchanges in a lab whose answers are missing on purpose, each explained; and many that work, which blame nobody. */
import { describe, expect, it } from 'vitest';
import {
  ARP,
  answeringMachine,
  BOOTP,
  type CauseCode,
  DHCP,
  DNS,
  DNSQR,
  Ether,
  explain,
  explainCapture,
  type ExchangeOptions,
  type ExchangeResult,
  ICMP,
  IP,
  type Packet,
  packet,
  PacketwrightError,
  sendp,
  sr,
  srp,
  TCP,
  UDP,
} from '../../index.ts';
import { type Lab, lab } from '../../lab/index.ts';

const [ME, BOB, NOBODY] = ['192.0.2.10', '192.0.2.20', '192.0.2.99'];
const network = (): Lab =>
  lab({
    hosts: {
      me: { address: `${ME}/24` },
      bob: { address: `${BOB}/24`, services: { tcp: [80], dns: { 'www.example.org': { A: [BOB] } } } },
    },
    time: 'virtual',
  });

type Sends = (net: Lab, o: ExchangeOptions) => Promise<ExchangeResult<any>>;
const query = (o: Parameters<typeof UDP>[0] = {}, qname = 'www.example.org') =>
  packet(IP({ dst: BOB }), UDP({ sport: 5555, dport: 53, ...o }), DNS({ id: 7, rd: 1, qd: [DNSQR({ qname })] })) as unknown as Packet;

/** What bob does with questions to port 7777, besides. */
function bobAnswers(net: Lab, reply: (asked: Packet<any>) => Packet<any> | undefined): void {
  net
    .host('bob')
    .machines.push(answeringMachine({ name: 'odd', isRequest: (p) => p.get(UDP)?.dport === 7777, makeReply: (p) => reply(p) as never }));
}
const probe = packet(IP({ dst: BOB }), UDP({ sport: 5555, dport: 7777 }), 'question');
const fromBob = (ip: Parameters<typeof IP>[0], udp: Parameters<typeof UDP>[0], ...inner: Packet<any>[]): Packet =>
  packet(
    Ether({ src: '02:00:c0:00:02:14', dst: '02:00:c0:00:02:0a' }),
    IP({ src: BOB, dst: ME, ...ip }),
    UDP({ sport: 7777, dport: 5555, ...udp }),
    ...(inner.length > 0 ? inner : ['answer']),
  ) as unknown as Packet;

/** Code of the first finding, and how the exchange is made. */
const CASES: readonly [CauseCode, string, Sends, ExchangeOptions?][] = [
  ['neighbour-silent', 'an address that nobody has', (net, o) => sr(packet(IP({ dst: NOBODY }), ICMP()), { ...o, host: net.host('me') })],
  [
    'neighbour-silent',
    'a question by ARP for an address that nobody has',
    (net, o) => srp(packet(Ether({ dst: 'ff:ff:ff:ff:ff:ff' }), ARP({ pdst: NOBODY })), { ...o, host: net.host('me') }),
  ],
  [
    'port-closed',
    'a port that nobody listens on',
    (net, o) => sr(packet(IP({ dst: BOB }), TCP({ sport: 4444, dport: 81 })), { ...o, host: net.host('me') }),
  ],
  [
    'filtered-by-you',
    'a filter that refuses the answer',
    (net, o) => sr(packet(IP({ dst: BOB }), ICMP()), { ...o, host: net.host('me'), filter: () => false }),
  ],
  [
    'nothing-came',
    'a port that says nothing',
    (net, o) => {
      bobAnswers(net, () => undefined);
      return sr(probe, { ...o, host: net.host('me') });
    },
  ],
  [
    'other-source',
    'an answer from another port',
    (net, o) => {
      bobAnswers(net, () => fromBob({}, { sport: 7778 }));
      return sr(probe, { ...o, host: net.host('me') });
    },
  ],
  [
    'other-source',
    'an answer from another address',
    (net, o) => {
      net
        .host('bob')
        .machines.push(
          answeringMachine({ name: 'odd', isRequest: (p) => p.get(ICMP)?.type === 8, makeReply: (p) => fromOther(p) as never }),
        );
      return sr(packet(IP({ dst: BOB }), ICMP({ id: 3, seq: 4 })), { ...o, host: net.host('me') });
    },
    { watch: true },
  ],
  [
    'other-destination-port',
    'an answer to another port',
    (net, o) => {
      net.host('bob').machines.push(
        answeringMachine({
          name: 'odd',
          isRequest: (p) => p.has(DNS),
          makeReply: () =>
            fromBob(
              {},
              { sport: 53, dport: 6666 },
              packet(DNS({ id: 7, qr: 1, qd: [DNSQR({ qname: 'www.example.org' })] })) as never,
            ) as never,
        }),
      );
      return sr(query(), { ...o, host: net.host('me') });
    },
  ],
  [
    'late',
    'an answer after the time-out',
    (net, o) => {
      const bob = net.host('bob');
      bobAnswers(net, () => {
        net.clock.timer(500, () => void sendp(fromBob({}, {}), { host: bob, iface: 'eth0' }));
        return undefined;
      });
      return sr(probe, { ...o, host: net.host('me'), timeoutMs: 200 });
    },
    { watch: true },
  ],
  [
    'port-closed',
    'a port where nothing listens',
    (net, o) => sr(packet(IP({ dst: BOB }), TCP({ sport: 3333, dport: 81 })), { ...o, host: net.host('me') }),
  ],
  [
    'no-connection',
    'an ACK that no handshake was before',
    (net, o) => sr(packet(IP({ dst: BOB }), TCP({ sport: 3335, dport: 81, flags: 'A', seq: 5, ack: 77 })), { ...o, host: net.host('me') }),
  ],
  [
    'own-checksum',
    'a wrong checksum',
    (net, o) => sr(packet(IP({ dst: BOB }), UDP({ sport: 5555, dport: 7777, chksum: 0x1234 }), 'x'), { ...o, host: net.host('me') }),
  ],
  [
    'spoofed-source',
    "somebody else's source",
    (net, o) => sr(packet(IP({ src: '192.0.2.77', dst: BOB }), UDP({ dport: 7777 }), 'x'), { ...o, host: net.host('me') }),
  ],
  [
    'off-link-asked',
    'ARP for what is not on the link',
    (net, o) => srp(packet(Ether({ dst: 'ff:ff:ff:ff:ff:ff' }), ARP({ pdst: '8.8.8.8' })), { ...o, host: net.host('me'), iface: 'eth0' }),
  ],
  [
    'two-hosts',
    'two that answer ARP',
    (net, o) => {
      net.host('bob').machines.push(
        answeringMachine({
          name: 'odd',
          isRequest: (p) => p.get(ARP)?.op === 1,
          makeReply: (p) =>
            ['02:00:c0:00:02:14', '02:00:00:00:00:66'].map((mac) =>
              packet(
                Ether({ src: mac, dst: p.get(Ether)?.src ?? '' }),
                ARP({ op: 2, hwsrc: mac, psrc: BOB, hwdst: p.get(Ether)?.src ?? '', pdst: ME }),
              ),
            ) as never,
        }),
      );
      return srp(packet(Ether({ dst: 'ff:ff:ff:ff:ff:ff' }), ARP({ pdst: BOB })), {
        ...o,
        host: net.host('me'),
        iface: 'eth0',
        multi: true,
      });
    },
  ],
  [
    'dhcp-other-client',
    'an offer to another chaddr',
    (net, o) => {
      const [MAC, OTHER] = ['02:00:c0:00:02:0a', '02:00:00:00:00:77'];
      const message = (op: number, chaddr: string, type: 'discover' | 'offer') =>
        [BOOTP({ op, chaddr, xid: 42 }), DHCP({ options: [['message-type', type]] })] as const;
      net.host('bob').machines.push(
        answeringMachine({
          name: 'odd',
          isRequest: (p) => p.has(BOOTP),
          makeReply: () =>
            packet(
              Ether({ src: '02:00:c0:00:02:14', dst: 'ff:ff:ff:ff:ff:ff' }),
              IP({ src: BOB, dst: '255.255.255.255' }),
              UDP({ sport: 67, dport: 68 }),
              ...message(2, OTHER, 'offer'),
            ) as never,
        }),
      );
      return srp(
        packet(
          Ether({ src: MAC, dst: 'ff:ff:ff:ff:ff:ff' }),
          IP({ src: '0.0.0.0', dst: '255.255.255.255' }),
          UDP({ sport: 68, dport: 67 }),
          ...message(1, MAC, 'discover'),
        ) as never,
        { ...o, host: net.host('me'), iface: 'eth0' },
      );
    },
  ],
];
const fromOther = (asked: Packet<any>): Packet => {
  const echo = asked.get(ICMP);
  return packet(
    Ether({ src: '02:00:c0:00:02:14', dst: '02:00:c0:00:02:0a' }),
    IP({ src: '192.0.2.21', dst: ME }),
    ICMP({ type: 0, id: Number(echo?.id), seq: Number(echo?.seq) }),
  ) as unknown as Packet;
};

describe('a missing answer', () => {
  for (const [code, what, make, o = {}] of CASES)
    it(`${what}: ${code}`, async () => {
      await using net = network();
      const result = await make(net, { timeoutMs: 500, ...o });
      const [first, ...others] = await explain(result, { waitMs: 1000 });
      expect(
        [first?.code, ...others.map((one) => one.code)][0],
        JSON.stringify([first, ...others], (key, value) => (key === 'packet' ? undefined : value), 1),
      ).toBe(code);
      expect(first?.blames).toBe(true);
      if (code !== 'neighbour-silent') expect(first?.packet).toBeDefined();
      // What listened besides tells no other cause.
      if (o.watch !== true) {
        await using again = network();
        const watched = await make(again, { timeoutMs: 500, watch: true });
        // What came as an answer is there at once, whether or not who listened besides has heard it by then.
        if (watched.answered.length > 0) expect((await explain(watched))[0]?.code).toBe(code);
        expect((await explain(watched, { waitMs: 1000 }))[0]?.code).toBe(code);
      }
    });

  it('has its reason in the error that was thrown', async () => {
    await using net = network();
    const error = await sr(packet(IP({ dst: '203.0.113.1' }), ICMP()), { host: net.host('me') }).catch((e: unknown) => e);
    expect(await explain(error as PacketwrightError)).toMatchObject([{ code: 'no-route', certainty: 'sure', packet: undefined }]);
    const down = new PacketwrightError('ERR_INTERFACE', 'interface eth0 is down', { iface: 'eth0' });
    expect(await explain(down)).toMatchObject([{ code: 'interface-down' }]);
    const own = await srp(packet(Ether(), IP({ dst: ME }), ICMP()), { host: net.host('me') }).catch((e: unknown) => e);
    expect(await explain(own as PacketwrightError)).toMatchObject([{ code: 'own-address' }]);
    const other = new PacketwrightError('ERR_VALUE', 'no');
    await expect(explain(other)).rejects.toBe(other);
  });

  it('is asked of results only', async () => {
    await using net = network();
    const o = { host: net.host('me') };
    const result = sr(packet(IP({ dst: BOB }), ICMP()), o);
    for (const [what, text] of [
      [undefined, 'not undefined'],
      [null, 'not null'],
      [{}, 'not an object'],
      [[await result, {}], 'not an object'],
      [packet(IP({ dst: BOB }), ICMP()), 'not an object'],
      [result, 'not a promise'],
    ] as const)
      await expect(explain(what as never)).rejects.toMatchObject({ code: 'ERR_VALUE', message: expect.stringContaining(text) as string });
    for (const what of [undefined, {}, 'w.pcap'])
      await expect(explainCapture(what as never)).rejects.toMatchObject({
        code: 'ERR_VALUE',
        message: expect.stringContaining('takes a source of packets') as string,
      });
    // What an exchange that was stopped early gives is a result, as is none at all.
    expect(await explain(await sr([], o))).toEqual([]);
    expect(await explain([])).toEqual([]);
  });

  it('is none where a name server says no', async () => {
    await using net = network();
    const result = await sr(query({}, 'nobody.example.org'), { host: net.host('me') });
    expect(await explain(result)).toMatchObject([{ code: 'dns-said-no', blames: false }]);
  });

  it('is told of several exchanges that are one conversation', async () => {
    await using net = network();
    const me = net.host('me');
    const syn = await sr(packet(IP({ dst: BOB }), TCP({ sport: 46928, dport: 80, seq: 100 })), { host: me });
    const theirs = syn.answered[0]?.[1].get(TCP)?.seq ?? 0;
    const request = (sport: number, ack: number) =>
      sr(packet(IP({ dst: BOB }), TCP({ sport, dport: 80, flags: 'A', seq: 101, ack: ack >>> 0 }), 'GET /'), { host: me, timeoutMs: 100 });
    expect((await explain([syn, await request(51483, theirs + 1)]))[0]).toMatchObject({ code: 'other-source-port', certainty: 'sure' });
    expect((await explain([syn, await request(46928, theirs)]))[0]).toMatchObject({ code: 'ack-not-counting-syn' });
    expect((await explain([syn, await request(46928, 0)]))[0]).toMatchObject({ code: 'ack-missing' });
  });
});

describe('exchanges that work', () => {
  it('blame nobody: 120 in a lab', async () => {
    await using net = network();
    const host = net.host('me');
    const blamed: unknown[] = [];
    for (let i = 0; i < 30; i++) {
      const o = { host, timeoutMs: 200, watch: i % 2 === 0 };
      const results: ExchangeResult<any>[] = [
        await sr(packet(IP({ dst: BOB, ttl: 5 + i }), ICMP({ id: i + 1, seq: i }), 'x'.repeat(i)), o),
        await sr(packet(IP({ dst: BOB }), TCP({ sport: 1000 + i, dport: 80, seq: (0xffff_fff0 + i) >>> 0 })), o),
        await sr(query({ sport: 20_000 + i }), o),
        await srp(packet(Ether({ dst: 'ff:ff:ff:ff:ff:ff' }), ARP({ pdst: BOB })), { ...o, iface: 'eth0' }),
      ];
      for (const result of results) {
        expect(result.unanswered).toEqual([]);
        blamed.push(...(await explain(result)));
      }
    }
    expect(blamed).toEqual([]);
  });
});
