/** `pkw tour` (`npm start`): what this is, in a minute of reading. Everything happens in memory: no root, no network. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { utf8, utf8Octets } from '../../bytes/text.ts';
import { openPcapngWriter } from '../../capture/node/write-capture.ts';
import type { ExchangeResult } from '../../exchange/result.ts';
import { sr, srp } from '../../exchange/send-receive.ts';
import type { LabCapture } from '../../lab/lab-capture.ts';
import type { LabHost } from '../../lab/lab-host.ts';
import { lab } from '../../lab/lab.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import type { Args, Command, CommandIo } from '../command.ts';
import { read } from './read.ts';
import { fieldRanges, octetLines, TourText } from './tour-text.ts';

/** Where bob is, and what he is called. */
const BOB = '192.0.2.20';
const NAME = 'www.example.org';
const PAGE = 'Hello, Alice. These octets came over TCP.\n';

async function run({ options }: Args, io: CommandIo): Promise<0 | 1 | 2> {
  const text = new TourText(io);
  const net = lab({
    seed: options.seed ?? 1,
    // Time of its own: the same text every time.
    time: 'virtual',
    hosts: {
      alice: {},
      bob: {
        address: `${BOB}/24`,
        services: {
          dhcp: { range: ['192.0.2.100', '192.0.2.199'] },
          dns: { [NAME]: { A: BOB } },
          http: { '/': PAGE },
        },
      },
    },
  });
  const host = net.host('alice');
  const capture = net.capture();
  /** Lists the frames on the wire while something is done. */
  const watched: Watched = async (doing) => {
    const seen = net.capture();
    try {
      return await doing();
    } finally {
      seen.stop();
      const lines: string[] = [];
      for await (const p of seen.packets())
        lines.push(`${p.get(Ether)?.src === host.mac ? '>' : '<'} ${p.summary().replace(/^Ether \/ /, '')}`);
      text.lines(lines);
    }
  };
  try {
    text.say('Packetwright: craft packets, send them, read them. This tour runs in memory:');
    text.say('it needs no root, and nothing leaves this machine.');
    if (!(await crafting(text))) return 0;

    text.title('A network in memory');
    text.say(`Two hosts on a LAN, each with a TCP/IP stack of ours. Bob (${BOB}) gives`);
    text.say('addresses, knows names, and serves a page. Alice has no address yet, and asks:');
    text.code("const alice = lab.host('alice'), bob = '192.0.2.20';", 'await alice.useDhcp();');
    await watched(() => host.useDhcp());
    text.say(`She is ${host.address} now. A packet made by hand: she asks all hosts for`);
    text.say("bob's hardware address, and bob answers:");
    text.code('await srp(packet(Ether(), ARP({ pdst: bob })), { host: alice });');
    show(text, await srp(packet(Ether(), ARP({ pdst: BOB })), { host, iface: 'eth0' }));
    text.say('A ping. The host finds the route, the source address and the Ethernet header:');
    text.code('await sr(packet(IP({ dst: bob }), ICMP()), { host: alice });');
    show(text, await sr(packet(IP({ dst: BOB }), ICMP()), { host }));
    text.say('Two probes from one template: port 80 answers with SYN and ACK, port 81 is');
    text.say('closed and answers with a reset:');
    text.code("const probe = TCP({ dport: [80, 81], flags: 'S' });", 'await sr(packet(IP({ dst: bob }), probe), { host: alice });');
    show(text, await sr(packet(IP({ dst: BOB }), TCP({ dport: [80, 81], flags: 'S' })), { host }));
    text.say("Alice's own stack does not know this connection, so it resets it, too. A kernel");
    text.say('does the same; `guard` holds that back.');
    if (!(await text.flush())) return 0;

    await connecting(text, host, watched);
    if (!(await text.flush())) return 0;

    text.title('All of it was captured');
    capture.stop();
    const file = await save(capture);
    text.command(`pkw read ${file}`);
    if (!(await text.flush())) {
      // Nobody knows of it.
      await rm(dirname(file), { recursive: true });
      return 0;
    }
    // The very command, on the very file; lines are cut where the terminal ends.
    await read.run({ operands: [file], options: {} }, text.cutting(io));
    whatNext(text, file);
    await text.flush();
    return 0;
  } finally {
    await capture.close();
    await net.close();
  }
}

type Watched = <T>(doing: () => Promise<T>) => Promise<T>;

/** A name, a handshake, a page. */
async function connecting(text: TourText, host: LabHost, watched: Watched): Promise<void> {
  text.title('A connection');
  text.say('Now with her stack. The name is asked for, then comes the handshake:');
  text.code(`const c = await alice.connect('${NAME}', 80);`);
  const connection = await watched(() => host.connect(NAME, 80));
  text.say('A request, and the page. Both ends say when they have said all:');
  const request = `GET / HTTP/1.1\\r\\nHost: ${NAME}\\r\\nConnection: close\\r\\n\\r\\n`;
  text.code('await c.write(octets(', `  '${request}'));`, 'for await (const chunk of c.chunks()) page += utf8(chunk);', 'c.close();');
  const page = await watched(async () => {
    await connection.write(utf8Octets(request.replaceAll('\\r\\n', '\r\n')));
    let said = '';
    for await (const chunk of connection.chunks()) said += utf8(chunk);
    connection.close();
    // Until the last acknowledgement is there.
    await host.clock.sleep(1);
    return said;
  });
  text.lines(page.trimEnd().split('\r\n'));
}

/** A packet, its octets, its fields. False when nobody reads any more. */
function crafting(text: TourText): Promise<boolean> {
  text.title('A packet is layers');
  text.code(`const p = packet(Ether(), IP({ dst: '${BOB}', ttl: 9 }),`, "                 TCP({ dport: 'http', flags: 'S' }), 'hello')");
  const p = packet(Ether(), IP({ dst: BOB, ttl: 9 }), TCP({ dport: 'http', flags: 'S' }), 'hello');
  text.say('Its octets. Lengths, checksums and protocol numbers are computed; addresses that');
  text.say('only a sending host can know are zero until it sends:');
  text.code('p.bytes');
  text.lines(octetLines(p, text));
  text.say('Each field knows where its octets are:');
  text.code('p.at(36)');
  const at = p.at(36);
  text.lines([`${at?.layer}.${at?.field}: octets ${(at?.bit ?? 0) / 8} and ${(at?.bit ?? 0) / 8 + 1}, ${p.get(TCP).dport}`]);
  text.lines(fieldRanges(p, text));
  text.say('And its values (p.get(TCP).dport is a number; a misspelt name does not compile):');
  text.code('p.show2()');
  text.lines(
    p
      .show2()
      .trimEnd()
      .split('\n')
      .map((line) => line.trimEnd()),
  );
  return text.flush();
}

function show<S extends string>(text: TourText, { answered, unanswered }: ExchangeResult<S>): void {
  for (const [sent, received] of answered) text.exchange(sent.summary(), received.summary());
  for (const sent of unanswered) text.exchange(sent.summary(), 'no answer');
}

/** Writes the capture to a file of its own in the system's folder for such. */
async function save(capture: LabCapture): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'packetwright-')), 'tour.pcapng');
  const writer = await openPcapngWriter(file);
  try {
    for (const info of capture.interfaces) await writer.addInterface(info);
    for await (const p of capture.packets()) await writer.write({ octets: p.bytes, sec: p.meta.sec ?? 0, nsec: p.meta.nsec ?? 0 });
  } finally {
    await writer.close();
  }
  return file;
}

function whatNext(text: TourText, file: string): void {
  text.title('What to try next');
  text.say('On the command line (in a clone: npx pkw ...):');
  text.command(`pkw read ${file} --json`);
  text.command(`pkw read ${file} \\`, '    -T fields -e ip.src -e tcp.dstport');
  text.command('pkw help read');
  text.say('In a program (in a clone: a file beside package.json):');
  text.code("import { packet, sr1, IP, ICMP } from 'packetwright';", "import { lab } from 'packetwright/lab';");
  text.code("const a = { address: '10.0.0.1/24' }, b = { address: '10.0.0.2/24' };", "const host = lab({ hosts: { a, b } }).host('a');");
  text.code("const reply = await sr1(packet(IP({ dst: '10.0.0.2' }), ICMP()), { host });", 'console.log(reply?.summary());');
  text.say('Without { host }, packets go to the real network: that needs Linux, and root or');
  text.say('CAP_NET_RAW.');
}

export const tour: Command = {
  name: 'tour',
  summary: 'a short tour: a packet, a network in memory, a capture',
  common: ['seed'],
  options: [],
  examples: ['pkw tour', 'pkw tour --seed 42'],
  run,
};
