/** What the kernel makes of TCP segments that overlap, and what the policy `linux` does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../../src/bytes/random.ts';
import { srp1 } from '../../../src/exchange/send-receive.ts';
import { linuxHost } from '../../../src/host/linux/linux-host.ts';
import type { Packet } from '../../../src/packet/laid/packet.ts';
import { Ether } from '../../../src/protocols/link/ethernet.ts';
import { IP } from '../../../src/protocols/network/ipv4/ipv4.ts';
import { packet } from '../../../src/protocols/protocols.ts';
import { TCP } from '../../../src/protocols/transport/tcp/tcp.ts';
import { TcpTracker } from '../../../src/streams/tcp/tracker.ts';
import { packed, requireLive, run, type TwoNamespaces, twoNamespaces } from '../../support/live-links.ts';
import { describeIf } from '../../support/require.ts';

/** Connections, and puzzles that follow each other in one of them. */
const CONNECTIONS = 40;
const PUZZLES = 50;
const PORT = 7000;
const FIRST_PORT = 20_000;
const ISN = 0xffff_ff00;
/** An address of the network that no kernel has: nobody answers the kernel's segments with a reset. */
const CLIENT = '10.77.0.9';
const ENDS = { src: CLIENT, dst: '10.77.0.2' };
const ether = Ether({ src: '02:00:00:00:00:0a', dst: '02:00:00:00:00:0b' });

/**
 * Prints what each connection said up to its end, by the client's port, once a line comes: while a program reads, the kernel puts segments aside, and joins them there
 * before it looks at their numbers.
 */
const LISTENER = `
import socket, sys
s = socket.create_server(('10.77.0.2', ${PORT}), backlog=100)
print('ready', flush=True)
input()
for n in range(int(sys.argv[1])):
    c, address = s.accept()
    said = b''
    while True:
        data = c.recv(65536)
        if not data: break
        said += data
    print(address[1], said.decode('latin1'), flush=True)
    c.close()
`;

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly letter: string;
}

const random = seededRandom(21);

/** Segments that cover 2 to 40 octets: a division of them, copies of some, and some that overlap, in any order; mostly the first one last. */
function puzzle(): Piece[] {
  const length = 2 + random.below(39);
  const pieces: Piece[] = [];
  for (let from = 0; from < length; ) {
    const to = Math.min(length, from + 1 + random.below(9));
    pieces.push({ from, to, letter: String.fromCharCode(65 + (pieces.length % 26)) });
    from = to;
  }
  const [first, ...others] = pieces as [Piece, ...Piece[]];
  const extra: Piece[] = Array.from({ length: random.below(6) }, (_, i) => {
    const copied = random.pick(pieces);
    if (random.below(4) === 0) return copied;
    const from = random.below(length);
    const to = from + 1 + random.below(length - from);
    return { from, to, letter: String.fromCharCode(97 + i) };
  });
  if (random.below(3) === 0) return random.shuffle([...pieces, ...extra]);
  return [...random.shuffle([...others, ...extra.filter(({ from }) => from > 0)]), first];
}

/** That of Novak and Sturges (src/streams/tcp/overlaps.test.ts), whose answer of today's Linux is not the one of 2007. */
const PUBLISHED: readonly Piece[] =
  '1 AAA, 5 BB, 7 CCC, 11 D, 14 EE, 16 FFF, 19 GG, 21 HH, 23 I, 2 JJJJ, 7 KKK, 10 LLL, 13 MMM, 17 N, 20 O, 21 P, 23 QQ, 0 0'
    .split(', ')
    .map((one) => one.split(' ') as [string, string])
    .map(([at, said]) => ({ from: Number(at), to: Number(at) + said.length, letter: said[0] as string }));

/** All of one connection behind its handshake. */
function puzzles(): Piece[] {
  const all: Piece[] = [];
  let base = 0;
  for (let n = 0; n < PUZZLES; n++) {
    const pieces = n === 0 ? PUBLISHED : puzzle();
    for (const { from, to, letter } of pieces) all.push({ from: base + from, to: base + to, letter });
    base += Math.max(...pieces.map(({ to }) => to));
  }
  return all;
}

const segment = (sport: number, flags: string, at: number, ack: number, data = ''): Packet =>
  packet(ether, IP(ENDS), TCP({ sport, dport: PORT, flags, seq: (ISN + at) >>> 0, ack, window: 65_535 }), data);

/** The kernel's answer to what came before place `at`. */
const acknowledgment = (seq: number, at: number): Packet =>
  packet(
    Ether({ src: '02:00:00:00:00:0b', dst: '02:00:00:00:00:0a' }),
    IP({ src: ENDS.dst, dst: ENDS.src }),
    TCP({ sport: PORT, dport: 30_000, flags: 'A', seq, ack: (ISN + at) >>> 0, window: 65_535, options: [['Timestamp', [1, 5000]]] }),
  );

describeIf(requireLive('python3'), 'overlapping segments', () => {
  let net: TwoNamespaces;
  beforeAll(() => {
    net = twoNamespaces();
    run('ip', '-n', net.b, 'neigh', 'add', CLIENT, 'lladdr', '02:00:00:00:00:0a', 'dev', 'vb');
  });
  afterAll(() => net?.remove());

  /** By a host that is closed behind them: a packet of which somebody else holds a copy, as who waits for answers does, is not made longer by the kernel. */
  async function handshakes(ports: readonly number[]): Promise<(readonly [syn: Packet, answer: Packet])[]> {
    await using host = linuxHost({ netns: net.a });
    const made: (readonly [Packet, Packet])[] = [];
    for (const sport of ports) {
      const syn = segment(sport, 'S', 0, 0);
      made.push([syn, (await srp1(syn, { host, iface: 'va' })) as Packet]);
    }
    return made;
  }

  /** `read` lets it read, once everything is sent. */
  async function listen(connections: number): Promise<{ read(): Promise<string> }> {
    const words = ['netns', 'exec', net.b, 'python3', '-c', LISTENER, String(connections)];
    const listener = spawn('ip', words, { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(listener.stdout, 'readable');
    const said = text(listener.stdout);
    return {
      read: () => {
        listener.stdin.end('\n');
        return said;
      },
    };
  }

  it(`${CONNECTIONS * PUZZLES} puzzles: a program reads what the policy linux tells`, async () => {
    const listener = await listen(CONNECTIONS);
    const ports = Array.from({ length: CONNECTIONS }, (_, i) => FIRST_PORT + i);
    const opened = await handshakes(ports);
    const told = new Map<number, string>();
    let overlaps = 0;
    const tracker = new TcpTracker(
      {
        data: ({ client }, _from, octets) =>
          void told.set(client.port, (told.get(client.port) ?? '') + Buffer.from(octets).toString('latin1')),
        anomaly: ({ kind }) => void (kind === 'overlap' && overlaps++),
      },
      { policy: 'linux' },
    );
    await using host = linuxHost({ netns: net.a });
    await using link = await host.open('va');
    for (const [i, sport] of ports.entries()) {
      const [syn, answer] = opened[i] as readonly [Packet, Packet];
      const ack = ((answer.get(TCP)?.seq as number) + 1) >>> 0;
      const pieces = puzzles();
      const sent = [
        segment(sport, 'A', 1, ack),
        ...pieces.map(({ from, to, letter }) => segment(sport, 'A', 1 + from, ack, letter.repeat(to - from))),
        segment(sport, 'FA', 1 + Math.max(...pieces.map(({ to }) => to)), ack),
      ];
      await link.send(packed(sent.map(({ bytes }) => bytes)));
      for (const p of [syn, answer, ...sent]) tracker.packet(p, 0);
    }
    const read = (await listener.read()).trim().split('\n').slice(1).sort();
    expect([...told].map(([port, text]) => `${port} ${text}`).sort()).toEqual(read);
    // There was something to decide.
    expect(overlaps).toBeGreaterThan(CONNECTIONS * PUZZLES);
  });

  it('a segment with an old time stamp is not believed (PAWS, RFC 7323 §5), one that is older by 1 is', async () => {
    const listener = await listen(1);
    const stamped = (flags: string, at: number, ack: number, stamp: number, data = ''): Packet =>
      packet(
        ether,
        IP(ENDS),
        TCP({ sport: 30_000, dport: PORT, flags, seq: (ISN + at) >>> 0, ack, window: 65_535, options: [['Timestamp', [stamp, 0]]] }),
        data,
      );
    await using host = linuxHost({ netns: net.a });
    const syn = stamped('S', 0, 0, 5000);
    const answer = (await srp1(syn, { host, iface: 'va' })) as Packet;
    const ack = ((answer.get(TCP)?.seq as number) + 1) >>> 0;
    const sent = [
      stamped('A', 1, ack, 5000),
      stamped('A', 1, ack, 4000, 'old '),
      stamped('A', 1, ack, 5010, 'new '),
      stamped('A', 5, ack, 5009, 'just '),
      stamped('A', 10, ack, 5008, 'too old '),
      stamped('A', 10, ack, 5010, 'last'),
      stamped('FA', 14, ack, 5011),
    ];
    await using link = await host.open('va');
    // One by one: the kernel says what it acknowledges before the next comes.
    for (const p of sent) await link.send(packed([p.bytes]));
    let told = '';
    const old: number[] = [];
    const tracker = new TcpTracker({
      data: (_c, _from, octets) => void (told += Buffer.from(octets).toString()),
      anomaly: ({ kind, packet: number }) => void (kind === 'old' && old.push(number)),
    });
    // What the kernel acknowledges behind each, which the tracker goes by.
    const acks = [1, 1, 5, 10, 10, 14, 15].map((at) => acknowledgment(ack, at));
    for (const p of [syn, answer, ...sent.flatMap((one, i) => [one, acks[i] as Packet])]) tracker.packet(p, 0);
    expect((await listener.read()).split('\n')[1]).toBe(`30000 ${told}`);
    expect([told, old]).toEqual(['new just last', [5, 11]]);
  });
});
