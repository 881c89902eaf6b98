/** Mistakes of TCP, made on purpose. The numbers of the first are those that tcpdump printed in the posts that the mistakes were found in. */
import { describe, expect, it } from 'vitest';
import { Ether, explainCapture, type Finding, ICMP, IP, type Packet, packet, TCP } from '../../../index.ts';
import { openCrafted, type Timed } from '../../../../test/support/packets/crafted-capture.ts';

const found = async (packets: readonly Timed[]): Promise<Finding[]> => await explainCapture(await openCrafted(packets));
const codes = async (packets: readonly Timed[]): Promise<string[]> => (await found(packets)).map(({ code }) => code);

const ether = Ether({ src: '08:00:27:00:00:0f', dst: '52:54:00:12:35:02' });
const back = Ether({ src: '52:54:00:12:35:02', dst: '08:00:27:00:00:0f' });
const CLIENT = '10.0.2.15',
  SERVER = '172.217.11.174';
type Tcp = Parameters<typeof TCP>[0];
const out = (tcp: Tcp, data = '', ip: Parameters<typeof IP>[0] = {}): Packet =>
  packet(ether, IP({ src: CLIENT, dst: SERVER, ...ip }), TCP({ dport: 80, ...tcp }), data) as unknown as Packet;
const come = (tcp: Tcp, data = '', ip: Parameters<typeof IP>[0] = {}): Packet =>
  packet(back, IP({ src: SERVER, dst: CLIENT, ...ip }), TCP({ sport: 80, ...tcp }), data) as unknown as Packet;
const GET = 'GET / HTTP/1.1\r\nHost: google.com\r\n\r\n';
const MSS: Tcp = { options: [['MSS', 1460]] };
/** As a kernel sends it. */
const KERNEL: Tcp = { options: [['MSS', 1460], ['SAckOK'], ['WScale', 7]] };

describe('a connection by hand', () => {
  it('is reset by the own kernel', async () => {
    const trace: Timed[] = [
      [0, out({ sport: 10979, flags: 'S', seq: 628762301 })],
      [0.01, come({ dport: 10979, flags: 'SA', seq: 2969024001, ack: 628762302, window: 65535, ...MSS })],
      [0.011, out({ sport: 10979, flags: 'R', seq: 628762302, window: 0 }, '', { id: 28975, flags: 'DF' })],
    ];
    const [first, ...others] = await found(trace);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      code: 'own-kernel-reset',
      certainty: 'sure',
      blames: true,
      number: 3,
      layer: 'TCP',
      field: 'flags',
      times: 1,
    });
    expect(first?.octets).toEqual({ start: 46, end: 48 });
    expect(first?.packet?.get(TCP)?.flags.text).toBe('R');
    // A socket that was closed before the SYN-ACK came is no mistake of ours.
    const kernels = trace.with(0, [0, out({ sport: 10979, flags: 'S', seq: 628762301, ...KERNEL })]);
    expect(await codes(kernels)).toEqual([]);
  });

  it('goes on from another port than the SYN', async () => {
    const [first, ...others] = await found([
      [0, out({ sport: 46928, flags: 'S', seq: 326367544 })],
      [0.01, come({ dport: 46928, flags: 'SA', seq: 133896705, ack: 326367545, window: 65535, ...MSS })],
      [0.05, out({ sport: 51483, flags: 'A', seq: 326367545, ack: 133896706 }, GET)],
      [0.06, come({ dport: 51483, flags: 'R', seq: 133896706, window: 0 }, '', { ttl: 255 })],
    ]);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      code: 'other-source-port',
      certainty: 'sure',
      number: 3,
      layer: 'TCP',
      field: 'sport',
      octets: { start: 34, end: 36 },
      sentence: 'segment on 10.0.2.15:51483 carries ack of handshake on :46928, so 172.217.11.174:80 knows no such connection',
    });
  });

  const opened = (ours: number, theirs: number, window = 65535): Timed[] => [
    [0, out({ sport: 4444, flags: 'S', seq: ours })],
    [0.01, come({ dport: 4444, flags: 'SA', seq: theirs, ack: (ours + 1) >>> 0, window, ...MSS })],
    [0.02, out({ sport: 4444, flags: 'A', seq: (ours + 1) >>> 0, ack: (theirs + 1) >>> 0 })],
  ];

  it('goes on from another port behind a handshake that is complete', async () => {
    const data: Timed = [0.05, out({ sport: 51483, flags: 'PA', seq: 1001, ack: 5_000_001 }, GET)];
    const reset: Timed = [0.06, come({ dport: 51483, flags: 'R', seq: 5_000_001, window: 0 })];
    for (const trace of [[data, reset], [data]])
      expect((await found([...opened(1000, 5_000_000), ...trace]))[0]).toMatchObject({
        code: 'other-source-port',
        certainty: 'sure',
        number: 4,
        field: 'sport',
        sentence:
          'segment on 10.0.2.15:51483 goes on with the connection that was opened on :4444, so 172.217.11.174:80 knows no such connection',
      });
    // A connection that began before the capture, whose numbers are the same by chance: the server knows it.
    const known: Timed = [0.06, come({ dport: 51483, flags: 'A', seq: 5_000_001, ack: 1001 + GET.length })];
    expect(await codes([...opened(1000, 5_000_000), data, known])).toEqual([]);
    const other: Timed = [0.05, out({ sport: 51483, flags: 'PA', seq: 2001, ack: 5_000_001 }, GET)];
    expect(await codes([...opened(1000, 5_000_000), other, reset])).toEqual([]);
  });

  it('forgets ack, as the last packet of "Trying to TCP" does', async () => {
    const [first] = await found([...opened(1000, 5_000_000), [0.03, out({ sport: 4444, flags: 'PA', seq: 1001 }, GET)]]);
    expect(first).toMatchObject({ code: 'ack-missing', certainty: 'sure', number: 4, field: 'ack' });
    expect(first?.sentence).toContain('ACK flag set, ack=0 in established flow');
    expect(await codes([...opened(1000, 5_000_000), [0.03, out({ sport: 4444, flags: 'P', seq: 1001 }, GET)]])).toEqual(['ack-missing']);
  });

  it('counts around the end of the numbers', async () => {
    for (const theirs of [2 ** 32 - 1, 2 ** 32 - 2])
      expect(
        await codes([
          ...opened(2 ** 32 - 1, theirs),
          [0.03, out({ sport: 4444, flags: 'PA', seq: 0, ack: (theirs + 1) >>> 0 }, GET)],
          [0.04, come({ dport: 4444, flags: 'A', seq: (theirs + 1) >>> 0, ack: GET.length })],
        ]),
      ).toEqual([]);
  });

  it('adds wrongly', async () => {
    const [syn, synAck] = opened(1000, 5_000_000) as [Timed, Timed];
    const first = async (tcp: Tcp, data = ''): Promise<string | undefined> =>
      (await codes([syn, synAck, [0.02, out({ sport: 4444, flags: 'A', ...tcp }, data)]]))[0];
    expect(await first({ seq: 1001, ack: 5_000_000 })).toBe('ack-not-counting-syn');
    expect(await first({ seq: 1000, ack: 5_000_001 }, GET)).toBe('seq-not-counting-syn');
    expect(await first({ seq: 1001, ack: 0 })).toBe('ack-missing');
    expect(await first({ seq: 1001, ack: 5_000_001 }, GET)).toBeUndefined();
  });

  it('acknowledges what was never sent', async () => {
    const [syn, synAck] = opened(1000, 5_000_000) as [Timed, Timed];
    const ack: Timed = [0.02, out({ sport: 4444, flags: 'A', seq: 1001, ack: 5_000_777 })];
    const reset: Timed = [0.03, come({ dport: 4444, flags: 'R', seq: 5_000_777, window: 0 })];
    expect((await found([syn, synAck, ack, reset]))[0]).toMatchObject({
      code: 'ack-of-unsent',
      certainty: 'sure',
      number: 3,
      field: 'ack',
    });
    // The capture may have lost what it acknowledges.
    expect(await codes([syn, synAck, ack])).toEqual([]);
    const later: Timed = [0.03, out({ sport: 4444, flags: 'A', seq: 1001, ack: 5_001_001 })];
    const still: Timed = [0.04, come({ dport: 4444, flags: 'A', seq: 5_000_001, ack: 1001 })];
    expect((await found([...opened(1000, 5_000_000), later, still]))[0]).toMatchObject({
      code: 'ack-of-unsent',
      certainty: 'likely',
      number: 4,
    });
    const data: Timed = [0.05, come({ dport: 4444, flags: 'PA', seq: 5_000_001, ack: 1001 }, 'x'.repeat(1000))];
    expect(await codes([...opened(1000, 5_000_000), later, still, data])).toEqual([]);
  });

  it('sends outside the window', async () => {
    const same: Timed = [0.04, come({ dport: 4444, flags: 'A', seq: 5_000_001, ack: 1001, window: 1000 })];
    for (const seq of [50_000_000, 900]) {
      const beyond: Timed = [0.03, out({ sport: 4444, flags: 'PA', seq, ack: 5_000_001 }, GET)];
      const [first] = await found([...opened(1000, 5_000_000, 1000), beyond, same]);
      expect(first).toMatchObject({ code: 'outside-window', certainty: 'likely', number: 4, field: 'seq' });
      expect(await codes([...opened(1000, 5_000_000, 1000), beyond])).toEqual([]);
    }
    const right: Timed = [0.03, out({ sport: 4444, flags: 'PA', seq: 1001, ack: 5_000_001 }, GET)];
    expect(await codes([...opened(1000, 5_000_000, 1000), right, same])).toEqual([]);
  });

  it('meets a closed port, or silence', async () => {
    const syn = out({ sport: 4444, flags: 'S', seq: 1000, ...KERNEL });
    const [closed] = await found([
      [0, syn],
      [0.01, come({ dport: 4444, flags: 'RA', seq: 0, ack: 1001, window: 0 })],
    ]);
    expect(closed).toMatchObject({ code: 'port-closed', certainty: 'sure', number: 2, field: 'flags' });
    const asked: Timed[] = [
      [0, syn],
      [1, syn],
      [3, syn],
    ];
    expect((await found(asked))[0]).toMatchObject({ code: 'nothing-came', certainty: 'possible', number: 3 });
    expect(await codes(asked.slice(0, 2))).toEqual([]);
  });
});

describe('a black hole', () => {
  const opened: Timed[] = [
    [0, out({ sport: 4444, flags: 'S', seq: 1000, ...KERNEL })],
    [0.01, come({ dport: 4444, flags: 'SA', seq: 5_000_000, ack: 1001, ...KERNEL })],
    [0.02, out({ sport: 4444, flags: 'A', seq: 1001, ack: 5_000_001 })],
  ];
  const DF = { flags: 'DF' } as const;
  const big = (at: number, ip: Parameters<typeof IP>[0] = DF): Timed => [
    at,
    out({ sport: 4444, flags: 'A', seq: 1001, ack: 5_000_001 }, 'x'.repeat(1460), ip),
  ];
  const small: Timed = [0.03, out({ sport: 4444, flags: 'PA', seq: 2461, ack: 5_000_001 }, 'x'.repeat(100), DF)];
  const sack = (left: number, right: number): Timed => [
    0.04,
    come({ dport: 4444, flags: 'A', seq: 5_000_001, ack: 1001, options: ['NOP', 'NOP', ['SAck', [left, right]]] }),
  ];

  it('takes the large segments', async () => {
    const [first, ...others] = await found([...opened, big(0.03), small, sack(2461, 2561), big(0.3), big(0.9), big(2.1)]);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ code: 'black-hole', certainty: 'likely', number: 9, field: 'seq' });
    expect(first?.sentence).toBe(
      '10.0.2.15:4444 sent 1500 octets to 172.217.11.174:80 4 times, and they never came, while smaller packets did: a link on the way carries less, and nobody says so',
    );
  });

  it('is none where something else explains it', async () => {
    const again = [big(0.3), big(0.9), big(2.1)];
    const begun = [...opened, big(0.03), small];
    // Nothing passes: the host may be gone.
    expect(await codes([...begun, ...again])).toEqual([]);
    // Lost once or twice, as happens.
    expect(await codes([...begun, sack(2461, 2561), big(0.3), big(0.9)])).toEqual([]);
    expect(
      await codes([...begun, sack(2461, 2561), ...again, [2.2, come({ dport: 4444, flags: 'A', seq: 5_000_001, ack: 2561 })]]),
    ).toEqual([]);
    // One as large has come, or routers may cut it.
    const second: Timed = [0.03, out({ sport: 4444, flags: 'A', seq: 2461, ack: 5_000_001 }, 'x'.repeat(1460), DF)];
    expect(await codes([...opened, big(0.03), second, sack(2461, 3921), ...again])).toEqual([]);
    const cuttable = [0.03, 0.3, 0.9, 2.1].map((at) => big(at, {}));
    expect(await codes([...opened, cuttable[0] as Timed, small, sack(2461, 2561), ...cuttable.slice(1)])).toEqual([]);
    // Somebody says so.
    const told: Timed = [
      0.05,
      packet(back, IP({ src: '10.0.2.2', dst: CLIENT }), ICMP({ type: 3, code: 4, nexthopmtu: 1400 }), big(0)[1].bytes.subarray(14, 42)),
    ];
    expect(await codes([...begun, sack(2461, 2561), told, ...again])).toEqual(['too-big']);
  });
});
