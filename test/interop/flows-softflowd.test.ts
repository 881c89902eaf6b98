/** Flows of captures that others made, beside softflowd's; and what nfcapd collects of ours. Over the loopback interface. */
import { execFile, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openCapture } from '../../src/capture/node/open-capture.ts';
import { FlowTable } from '../../src/flows/flow-table.ts';
import { FlowMessages } from '../../src/flows/messages/flow-messages.ts';
import type { CollectedRecord } from '../../src/flows/reader/collected.ts';
import { linuxHost } from '../../src/host/linux/linux-host.ts';
import { flowCollector } from '../../src/tools/flows/collector.ts';
import { differences, inFolder, nfdump, ours, type Sum, type Sums } from '../support/flows/by-tuple.ts';
import { FLOW_CAPTURES } from '../support/flows/captures.ts';
import { all, describeIf, programPath, requireAddon, requireProgram, requireShared, sharedPath } from '../support/require.ts';

const run = promisify(execFile);

async function udpSocket(): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

const num = (value: unknown): number => Number(value ?? 0);

/** A message without sets (RFC 7011 §3.1). */
const EMPTY = Uint8Array.of(0, 10, 0, 16, ...new Uint8Array(12));

/** What softflowd sends of a capture, as our collector has it over TCP, where nothing is lost: its records are compared with tshark's elsewhere. */
async function softflowd(path: string): Promise<Sums> {
  await using host = linuxHost();
  await using collector = await flowCollector({ host, port: 0, address: '127.0.0.1', transport: 'tcp' });
  const sums: Sums = new Map();
  let marked = false;
  const reading = (async () => {
    for await (const { datagram, records } of collector.messages()) {
      marked ||= datagram.data.length === EMPTY.length;
      for (const record of records) add(sums, record);
    }
  })();
  // Without a file for its number, which it would remove at its end, and without a control socket, on which it may wait for ever.
  const own = ['-p', 'none', '-c', 'none', '-P', 'tcp', '-A', 'milli', '-d', '-m', '1000000'];
  await inFolder((cwd) => run('softflowd', ['-r', path, '-n', `127.0.0.1:${collector.port}`, '-v', '10', ...own], { cwd }));
  // Its connection was there before this one: when neither is open any more, all has been read.
  connect(collector.port, '127.0.0.1').end(EMPTY);
  await until(() => marked && collector.connections === 0);
  collector.close();
  await reading;
  return sums;
}

function add(sums: Sums, { kind, values }: CollectedRecord): void {
  if (kind !== 'flow') return;
  const v = values as Readonly<Record<string, unknown>>;
  const ends = `${v['sourceIPv4Address'] ?? v['sourceIPv6Address']} ${num(v['sourceTransportPort'])} ${v['destinationIPv4Address'] ?? v['destinationIPv6Address']} ${portOf(v)}`;
  const tuple = `${num(v['protocolIdentifier'])} ${ends}`;
  const had = sums.get(tuple) ?? { packets: 0, octets: 0, flags: '', first: Number.POSITIVE_INFINITY, last: 0 };
  const bits = num(v['tcpControlBits']);
  sums.set(tuple, {
    packets: had.packets + num(v['packetDeltaCount']),
    octets: had.octets + num(v['octetDeltaCount']),
    flags: [...'FSRPAU'].filter((f, i) => had.flags.includes(f) || (bits & (1 << i)) !== 0).join(''),
    first: Math.min(had.first, num(v['flowStartMilliseconds'])),
    last: Math.max(had.last, num(v['flowEndMilliseconds'])),
  });
}

/** softflowd finds no IP header behind the two VLAN tags of some of its frames. */
const UNREAD = 'ntop+nDPI/tests/cfgs/default/pcap/zoom.pcap';

/** Octets that fill the shortest packet up to the shortest frame of Ethernet. */
const PADDING = 46 - 20;

/** softflowd adds up octets behind the Ethernet header: what fills short frames up is among them. nfpcapd and we count what the IP header says. */
function withPadding(sum: Sum, theirs: Sum | undefined): void {
  const more = (theirs?.octets ?? 0) - sum.octets;
  if (more > 0 && more <= PADDING * sum.packets) sum.octets += more;
}

/** Of one address with itself, softflowd takes each direction for a flow of its own, with its own times. */
const apart = (sums: Sums): Sums => new Map([...sums].filter(([tuple]) => tuple.split(' ')[1] !== tuple.split(' ')[3]));

/** IPFIX has ICMP's type and code in an element of its own. */
const portOf = (v: Readonly<Record<string, unknown>>): number =>
  num(v['icmpTypeCodeIPv4'] ?? v['icmpTypeCodeIPv6'] ?? v['destinationTransportPort']);

describeIf(all(requireShared('corpus'), requireProgram('softflowd'), requireAddon()), 'flows of the corpus, beside softflowd', () => {
  it('are the same', async () => {
    let compared = 0;
    for (const name of FLOW_CAPTURES) {
      if (name === UNREAD) continue;
      const path = join(sharedPath('corpus'), name);
      const [{ sums }, theirs] = [await ours(path, { bidirectional: true }, 'flow'), await softflowd(path)];
      if (theirs.size === 0) continue;
      compared++;
      for (const [tuple, sum] of sums) withPadding(sum, theirs.get(tuple));
      expect([name, ...differences(apart(sums), apart(theirs))]).toEqual([name]);
    }
    expect(compared).toBeGreaterThan(20);
  }, 60_000);
});

/** As with nfpcapd: the benchmark's mix.pcap, for who names it. */
const OWN = process.env['PKW_FLOWS_CAPTURE'];

if (OWN !== undefined)
  describe('flows of PKW_FLOWS_CAPTURE, beside softflowd', () => {
    it('are the same', async () => {
      const [{ sums }, theirs] = [await ours(OWN, { bidirectional: true }, 'flow'), await softflowd(OWN)];
      for (const [tuple, sum] of sums) withPadding(sum, theirs.get(tuple));
      expect(differences(apart(sums), apart(theirs))).toEqual([]);
    }, 300_000);
  });

/** Whether the kernel holds octets that nobody has read from that port; undefined: nobody has it open. */
function unread(port: number): boolean | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const line = readFileSync('/proc/net/udp', 'utf8')
    .split('\n')
    .find((text) => text.includes(`:${hex} `));
  return line === undefined ? undefined : !/ [0-9A-F]{8}:00000000 /.test(line);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describeIf(all(requireShared('corpus'), requireProgram('nfcapd'), requireProgram('nfdump')), 'nfcapd', () => {
  for (const version of [5, 9, 10] as const)
    it(`collects what we send, version ${version}`, async () => {
      const path = join(sharedPath('corpus'), 'zeek+zeek/testing/btest/Traces/http/bro.org.pcap');
      const socket = await udpSocket();
      const probe = await udpSocket();
      const { port } = probe.address();
      probe.close();
      await inFolder(async (folder) => {
        const nfcapd = spawn(programPath('nfcapd') as string, ['-p', String(port), '-b', '127.0.0.1', '-l', folder], {
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let said = '';
        for (const stream of [nfcapd.stdout, nfcapd.stderr])
          stream.on('data', (octets: Buffer) => {
            said += octets.toString();
          });
        try {
          await until(() => said.includes('Startup nfcapd'));
          await using capture = await openCapture(path);
          const all: Uint8Array[] = [];
          const messages = new FlowMessages({ version, maxOctets: 512 }, (octets) => all.push(octets.slice()));
          const table = new FlowTable({ bidirectional: true }, (flow) => messages.add(flow), capture.interfaces);
          for await (const batch of capture.batches()) table.take(batch);
          table.flush();
          messages.flush();
          for (const octets of all) await new Promise((resolve) => socket.send(octets, port, '127.0.0.1', resolve));
          await until(() => unread(port) === false);
        } finally {
          socket.close();
          nfcapd.kill('SIGTERM');
          await once(nfcapd, 'close');
        }
        expect(said).toContain('Sequence Errors: 0, Bad Packets: 0');
        const { sums } = await ours(path);
        expect(differences(sums, nfdump(folder))).toEqual([]);
      });
    }, 30_000);
});
