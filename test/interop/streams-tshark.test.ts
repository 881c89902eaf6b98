/** Every capture that others made: the octets of both sides of each TCP connection, beside what tshark follows. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PacketwrightError } from '../../src/bytes/errors.ts';
import { openCapture } from '../../src/capture/node/open-capture.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import type { Connection } from '../../src/streams/tcp/connection.ts';
import type { StreamSide } from '../../src/streams/tcp/events.ts';
import { followTcp } from '../../src/streams/tcp/tcp-streams.ts';
import { capturesBelow } from '../support/packets/captures-below.ts';
import { all, describeIf, requireProgram, requireShared, sharedPath } from '../support/require.ts';

/** Octets by direction, `from > to`: of connections between the same ends one behind the other. */
type Streams = Map<string, Buffer[]>;

const append = (streams: Streams, way: string, octets: Uint8Array): void => {
  const list = streams.get(way);
  if (list === undefined) streams.set(way, [Buffer.from(octets)]);
  else list.push(Buffer.from(octets));
};

interface Ours {
  readonly told: number;
  /** All that was told. */
  readonly all: Streams;
  /** The same without what stood behind a hole at the end of a connection: tshark leaves that out. */
  readonly untilHole: Streams;
}

async function ours(path: string): Promise<Ours> {
  const all: Streams[] = [];
  const untilHole: Streams[] = [];
  const holes = new Set<string>();
  let told = 0;
  try {
    await using capture = await openCapture<Packet>(path);
    await followTcp(
      capture,
      {
        data(c, from, octets) {
          told += octets.length;
          const way = wayOf(c, from);
          append((all[c.number] ??= new Map()), way, octets);
          if (!holes.has(`${c.number} ${way}`)) append((untilHole[c.number] ??= new Map()), way, octets);
        },
        gap: (c, from, _octets, _at, reason) => void (reason === 'ended' && holes.add(`${c.number} ${wayOf(c, from)}`)),
      },
      // tshark judges no checksums, unless it is told to, nor time stamps, and forgets nothing.
      { checksums: false, oldStamps: false, idleMs: 1e15 },
    );
  } catch (error) {
    // Some are damaged on purpose: what came before counts.
    if (!(error instanceof PacketwrightError)) throw error;
  }
  return { told, all: joined(all), untilHole: joined(untilHole) };
}

function wayOf({ client, server }: Connection, from: StreamSide): string {
  const [a, z] = from === 'client' ? [client, server] : [server, client];
  return `${a.address}:${a.port} > ${z.address}:${z.port}`;
}

function joined(byConnection: readonly (Streams | undefined)[]): Streams {
  const streams: Streams = new Map();
  for (const one of byConnection) for (const [way, list] of one ?? []) for (const octets of list) append(streams, way, octets);
  return streams;
}

/** What tshark writes where octets are missing. */
const MISSING = /\[\d+ bytes missing in capture file\]\0?/g;
const MOST_STREAMS = 100;

function tshark(path: string, words: readonly string[]): string {
  try {
    return execFileSync('tshark', ['-n', '-r', path, ...words], {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

function theirs(path: string): Streams {
  const numbers = new Set(
    tshark(path, ['-Y', 'tcp', '-T', 'fields', '-e', 'tcp.stream'])
      .split(/[\n,]/)
      .filter((n) => n !== ''),
  );
  const streams: Streams = new Map();
  const list = [...numbers].slice(0, MOST_STREAMS);
  if (list.length === 0) return streams;
  const text = tshark(path, ['-q', ...list.flatMap((n) => ['-z', `follow,tcp,raw,${n}`])]);
  // The last that was asked for comes first.
  for (const part of text.split(/^=+\n/m).reverse()) {
    const ends = /Node 0: (\S+)\nNode 1: (\S+)\n/.exec(part);
    if (ends === null) continue;
    const [a, z] = ends.slice(1).map((end) => end.replace(/[[\]]/g, '')) as [string, string];
    for (const line of part.slice(ends.index + ends[0].length).split('\n')) {
      const octets = Buffer.from(line.trim(), 'hex');
      if (octets.length > 0) append(streams, line.startsWith('\t') ? `${z} > ${a}` : `${a} > ${z}`, octets);
    }
  }
  return streams;
}

const digest = (list: readonly Buffer[] | undefined): string => {
  const octets = Buffer.from(
    Buffer.concat(list ?? [])
      .toString('latin1')
      .replace(MISSING, ''),
    'latin1',
  );
  return `${octets.length} ${createHash('sha1').update(octets).digest('hex')}`;
};

/** Where ours differ from tshark's, and why. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'teams.pcap 93.62.150.157:443 > 192.168.1.6:60512': 'a segment behind a reset that counts: tshark adds it',
  'zoom.pcap 213.19.144.105:443 > 192.168.1.117:54867': 'the same',
  'zoom.pcap 213.19.144.104:443 > 192.168.1.117:54868': 'the same',
  'zoom.pcap 213.244.140.84:443 > 192.168.1.117:54870': 'the same',
  'of10_s4810.pcap 10.0.0.81:56068 > 10.0.0.20:6633': "OpenFlow carries packets: tshark takes octets of one of those for the stream's",
  'of13_ericsson.pcapng 127.0.0.1:58449 > 127.0.0.1:6633': 'the same',
  'of13_ericsson.pcapng 127.0.0.1:6633 > 127.0.0.1:58449': 'the same',
  'fuzz-2006-06-26-2594.pcap 192.168.1.2:2720 > 147.234.1.253:21': 'sequence numbers changed at random',
  'fuzz-2006-09-29-28586.pcap 172.20.3.13:80 > 172.20.3.5:2602': 'the same',
};

/** Those that differ are always among them; of the others each tenth, since tshark reads each of them twice. PKW_WHOLE=1: all. */
const NAMED = /(teams|zoom|bittorrent|KakaoTalk_talk|of10_s4810|of13_ericsson|fuzz-2006-06-26-2594|fuzz-2006-09-29-28586)\.pcap(ng)?$/;
const isWhole = process.env['PKW_WHOLE'] === '1';

describeIf(all(requireShared(), requireProgram('tshark')), 'TCP of the corpus', () => {
  it('has the octets that tshark follows', async () => {
    const root = sharedPath('corpus');
    const different: string[] = [];
    let streams = 0;
    let octets = 0;
    for (const [i, name] of capturesBelow(root).entries()) {
      if (!isWhole && i % 10 !== 0 && !NAMED.test(name)) continue;
      const { told, all: made, untilHole } = await ours(join(root, name));
      if (told === 0) continue;
      const wanted = theirs(join(root, name));
      for (const [way, list] of wanted) {
        streams++;
        octets += list.reduce((n, one) => n + one.length, 0);
        const [us, they] = [digest(made.get(way)), digest(list)];
        if (us !== they && digest(untilHole.get(way)) !== they) different.push(`${name.split('/').at(-1)} ${way}`);
      }
    }
    expect(different.sort()).toEqual(Object.keys(DIFFERENT).sort());
    expect(streams).toBeGreaterThan(100);
    expect(octets).toBeGreaterThan(1_000_000);
  });
});
