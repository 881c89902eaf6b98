/** TCP of every capture that others made, in one file: connections, flags and numbers of the analysis, beside tshark's. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PacketwrightError } from '../../src/bytes/errors.ts';
import { dissectAt, firstLayer } from '../../src/capture/dissect-batch.ts';
import { openCapture } from '../../src/capture/node/open-capture.ts';
import { openPcapngWriter } from '../../src/capture/node/write-capture.ts';
import type { PcapngWriter } from '../../src/capture/pcapng/writer.ts';
import { objectOf } from '../../src/packet/object/packet-object.ts';
import { protocols } from '../../src/protocols/protocols.ts';
import { Defragmenter, WHOLE } from '../../src/streams/fragments/defragmenter.ts';
import { tcpAnalysis } from '../../src/streams/tcp/analysis/analyse.ts';
import { ANALYSIS_FLAGS } from '../../src/streams/tcp/analysis/analysis-flags.ts';
import { findSegment, Segment } from '../../src/streams/tcp/segment.ts';
import { capturesBelow } from '../support/packets/captures-below.ts';
import { all, describeIf, requireProgram, requireShared, sharedPath } from '../support/require.ts';

/** Captures that tshark reads in another way, before it comes to TCP. */
const READ_OTHERWISE: readonly RegExp[] = [
  // Headers were changed at random: tshark believes acknowledgment numbers without ACK, and begins connections with headers of impossible lengths.
  /fuzz-2006-0/,
  // Compressed: tshark looks inside (IPComp), we do not.
  /AH-IPcomp/,
  // tshark takes the last four octets for a frame check sequence, though the IP header says that they are the packet's.
  /\/(ajp|kday7|cisco-fabric-path)\.pcap$/,
  // Of 14,000 segments that nobody acknowledges tshark keeps the first 10,000 and we the last 4096, and count the octets of all as in flight.
  /rlogin-long-client-user-no-nul/,
  // What a SOCKS server connects to gets a number among tshark's connections, and the packets of a capture that HTTP carries do.
  /\/(socks\.pcap|tls_heur__vmess-websocket\.pcapng|tcp-reassembly\.pcap)$/,
  // Made by a program: what follows a SYN with data begins one number too low, for a SYN has a number of its own (RFC 9293 §3.4).
  /pmacct\+pmacct/,
  // Copies of other captures: their packets come twice, and the time goes back.
  /file_heuristics|arcnet-rfc1201|timestamp_invalid_nano/,
];

/** Packets that we tell something else of, and why. */
const DIFFERENT: Readonly<Record<string, { readonly packets: readonly number[]; readonly why: string }>> = {
  'ipv6-http-atomic-frag.pcap': { packets: [5], why: 'a SYN without ACK acknowledges nothing, whatever its number is' },
  'rdp-unknown-keyboard.pcap': { packets: [5], why: 'the same' },
  'zoom.pcap': { packets: [272, 275, 429, 430, 431], why: 'the same, of a RST without ACK' },
  'KakaoTalk_talk.pcap': {
    packets: [28, 2001, 2008, 2095, 2117, 2312],
    why: 'D-SACK (RFC 2883): it is of octets that are in flight no more',
  },
  'hislip.pcap': { packets: [66, 88, 129, 131, 137, 154, 156], why: 'D-SACK' },
  'iphone.pcap': { packets: [164], why: 'D-SACK' },
  'sites.pcapng': { packets: [29], why: 'D-SACK' },
  'teams.pcap': { packets: [911], why: 'D-SACK' },
  'pop3/input.pcap': { packets: [359], why: 'D-SACK' },
  'smb_v2_only_non_zero_reserved1.pcap': { packets: [160, 162, 163, 168, 170, 171, 174, 188, 196, 198, 199, 206, 209, 211], why: 'D-SACK' },
};

/** What both tell of a packet, as text; numbers of packets are those of the joined file. */
interface Told {
  readonly connection: string;
  readonly flags: string;
  readonly inFlight: string;
}

const NUMBERS = ['duplicate_ack_num', 'duplicate_ack_frame', 'acks_frame'];
const IN_FLIGHT = ['bytes_in_flight', 'push_bytes_sent'];

const folder = mkdtempSync(join(tmpdir(), 'pkw-analysis-'));
const joined = join(folder, 'joined.pcapng');
/** Captures and numbers that the packets of the joined file had. */
const places: { readonly name: string; readonly packet: number }[] = [];

afterAll(() => rmSync(folder, { recursive: true }));

/** `name:packet` of a packet of the joined file; undefined: it is known to differ. */
function placeOf(number: number): string | undefined {
  const { name, packet } = places[number - 1] as { name: string; packet: number };
  const isKnown = Object.entries(DIFFERENT).some(([end, { packets }]) => name.endsWith(end) && packets.includes(packet));
  return isKnown ? undefined : `${name}:${packet}`;
}

const segment = new Segment();

/** Adds a capture's TCP packets, and its fragments, to the joined file. Some captures are damaged on purpose: what comes before counts. */
async function add(name: string, writer: PcapngWriter): Promise<void> {
  const defragmenter = new Defragmenter();
  let packet = 0;
  try {
    await using capture = await openCapture(join(sharedPath('corpus'), name));
    for await (const batch of capture.batches()) {
      const chosen = new Uint8Array(batch.n);
      for (let i = 0; i < batch.n; i++) {
        packet++;
        const p = objectOf(dissectAt(batch, i, firstLayer(protocols, capture.interfaces[batch.iface[i] as number]?.linkType ?? 1)));
        if (defragmenter.take(p, 0) === WHOLE && !findSegment(p, segment)) continue;
        chosen[i] = 1;
        places.push({ name, packet });
      }
      await writer.writeBatch(batch, capture.interfaces, chosen);
    }
  } catch (error) {
    if (!(error instanceof PacketwrightError)) throw error;
  }
}

async function ours(): Promise<Map<number, Told>> {
  const told = new Map<number, Told>();
  await using capture = await openCapture(joined);
  for await (const p of tcpAnalysis(capture)) {
    const numbers = [p.duplicateAckNumber, p.duplicateAckPacket, p.acksPacket].map((n) => n ?? '-');
    const flags = p.flags.map((flag) => flag.slice('tcp.analysis.'.length));
    const inFlight = [p.bytesInFlight, p.pushBytesSent].map((n) => n ?? '-').join(' ');
    told.set(p.packet, { connection: String(p.stream), flags: [...flags, ...numbers].join(' '), inFlight });
  }
  return told;
}

function theirs(): Map<number, Told> {
  const names = [...ANALYSIS_FLAGS.map(({ name }) => name), ...NUMBERS, ...IN_FLIGHT];
  const fields = ['frame.number', 'tcp.stream', ...names.map((name) => `tcp.analysis.${name}`)].flatMap((name) => ['-e', name]);
  const words = ['-n', '-r', joined, '-Y', 'tcp', '-T', 'fields', ...fields];
  const run = execFileSync('tshark', words, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
  const told = new Map<number, Told>();
  for (const line of run.split('\n')) {
    const [frame, connection = '', ...values] = line.split('\t');
    const numbers = values.slice(ANALYSIS_FLAGS.length).map((value) => value || '-');
    const flags = ANALYSIS_FLAGS.filter((_, i) => values[i] !== '').map(({ name }) => name);
    const inFlight = numbers.splice(NUMBERS.length).join(' ');
    if (frame !== '') told.set(Number(frame), { connection, flags: [...flags, ...numbers].join(' '), inFlight });
  }
  return told;
}

describeIf(all(requireShared(), requireProgram('tshark')), 'TCP of the corpus', () => {
  let our: Map<number, Told>;
  let their: Map<number, Told>;

  beforeAll(async () => {
    const writer = await openPcapngWriter(joined);
    for (const name of capturesBelow(sharedPath('corpus'))) if (!READ_OTHERWISE.some((one) => one.test(name))) await add(name, writer);
    await writer.close();
    our = await ours();
    their = theirs();
  }, 120_000);

  const differences = (what: keyof Told): string[] =>
    [...our].flatMap(([packet, told]) => {
      const other = their.get(packet);
      if (other === undefined || other[what] === told[what]) return [];
      const place = placeOf(packet);
      return place === undefined ? [] : [`${place} ${told[what]} | ${other[what]}`];
    });

  it('has tshark\u2019s connections', () => {
    expect(our.size).toBeGreaterThan(20_000);
    expect(differences('connection')).toEqual([]);
  });

  it('has tshark\u2019s flags, and packets that they mean', () => {
    expect(differences('flags')).toEqual([]);
  });

  it('has as much in flight', () => {
    expect(differences('inFlight')).toEqual([]);
  });
});
