/** send, sr, sr1 and srp1 against a kernel and a dnsmasq, in two network namespaces that are made and removed here. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startAnswering } from '../../src/exchange/answering/answering-machine.ts';
import { arpMachine } from '../../src/exchange/answering/arp-machine.ts';
import { dnsMachine } from '../../src/exchange/answering/dns/dns-machine.ts';
import { icmpEchoMachine } from '../../src/exchange/answering/icmp-echo-machine.ts';
import { tcpSynMachine } from '../../src/exchange/answering/tcp-syn-machine.ts';
import { send, sendp } from '../../src/exchange/send.ts';
import { sr, sr1, srp1 } from '../../src/exchange/send-receive.ts';
import type { Host } from '../../src/host/host.ts';
import { linuxHost } from '../../src/host/linux/linux-host.ts';
import { DNS, DNSQR } from '../../src/protocols/application/dns/dns.ts';
import { Ether } from '../../src/protocols/link/ethernet.ts';
import { ARP } from '../../src/protocols/network/arp.ts';
import { ICMP } from '../../src/protocols/network/icmp/icmp.ts';
import { ICMPv6EchoReply, ICMPv6EchoRequest } from '../../src/protocols/network/icmpv6/echo.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../src/protocols/network/ipv6/ipv6.ts';
import { IPerror, UDPerror } from '../../src/protocols/network/quoted.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { TCP } from '../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { all, describeIf, requireAddon, requireProgram, requireRoot } from '../support/require.ts';

const live = all(requireRoot(), requireAddon(), ...['ip', 'dnsmasq', 'tcpdump', 'python3'].map(requireProgram));
const A = `pkwx-${process.pid}-a`,
  B = `pkwx-${process.pid}-b`;
const OURS = '10.78.0.1',
  THEIRS = '10.78.0.2',
  NOBODY = '10.78.0.9';
const OURS6 = 'fd00:78::1',
  THEIRS6 = 'fd00:78::2';
const MAC_B = '02:00:00:00:78:02';

const ip = (...words: string[]): string => execFileSync('ip', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const inB = (...words: string[]): ChildProcess => spawn('ip', ['netns', 'exec', B, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });

/** What a kernel's sockets make of an address: TCP on two ports, a ping, a question. */
const CLIENT = `
import json, socket, struct, sys
to = sys.argv[1]
def connect(port):
    s = socket.socket(); s.settimeout(2)
    try:
        s.connect((to, port)); return 'connected'
    except Exception as e: return type(e).__name__
def echo():
    s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP); s.settimeout(2)
    head, data = struct.pack('!BBHHH', 8, 0, 0, 7, 1), b'some data'
    words = struct.unpack('!%dH' % ((len(head + data) + 1) // 2), head + data + b'\\0')
    total = sum(words); total = (total & 0xffff) + (total >> 16); total = ~((total & 0xffff) + (total >> 16)) & 0xffff
    s.sendto(struct.pack('!BBHHH', 8, 0, total, 7, 1) + data, (to, 0))
    reply = s.recv(2000)[20:]
    return 'same data' if reply[:2] == b'\\0\\0' and reply[4:] == head[4:] + data else reply.hex()
def dns():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(2); s.connect((to, 53))
    s.send(struct.pack('!6H', 0x1234, 0x100, 1, 0, 0, 0) + b'\\3www\\7example\\3org\\0' + struct.pack('!2H', 1, 1))
    reply = s.recv(2000)
    return [hex(struct.unpack('!H', reply[:2])[0]), struct.unpack('!H', reply[6:8])[0], socket.inet_ntoa(reply[-4:])]
print(json.dumps({'open': connect(80), 'closed': connect(81), 'echo': echo(), 'dns': dns()}), flush=True)
`;

let host: Host;
const children: ChildProcess[] = [];

/** Resolves when the child has said `text` on either stream. */
function said(child: ChildProcess, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let all = '';
    const take = (chunk: Buffer): void => {
      all += chunk.toString();
      if (all.includes(text)) resolve(all);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('exit', () => reject(new Error(`it ended without saying '${text}', but: ${all}`)));
  });
}

async function start(text: string, ...words: string[]): Promise<ChildProcess> {
  const child = inB(...words);
  children.push(child);
  await said(child, text);
  return child;
}

/** `ip netns exec` becomes the program itself, so its process is the child. */
function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

const openDescriptors = (): number => readdirSync('/proc/self/fd').length;

describeIf(live, 'exchange with a kernel', () => {
  beforeAll(async () => {
    for (const name of [A, B]) {
      ip('netns', 'add', name);
      // A link-local address on trial asks for no neighbours, for a second.
      ip('netns', 'exec', name, 'sysctl', '-qw', 'net.ipv6.conf.default.accept_dad=0');
    }
    ip('-n', A, 'link', 'add', 'va', 'type', 'veth', 'peer', 'name', 'vb', 'netns', B);
    ip('-n', B, 'link', 'set', 'vb', 'address', MAC_B);
    for (const [ns, dev, v4, v6] of [
      [A, 'va', OURS, OURS6],
      [B, 'vb', THEIRS, THEIRS6],
    ] as const) {
      ip('-n', ns, 'link', 'set', 'lo', 'up');
      ip('-n', ns, 'link', 'set', dev, 'up');
      ip('-n', ns, 'addr', 'add', `${v4}/24`, 'dev', dev);
      ip('-n', ns, 'addr', 'add', `${v6}/64`, 'dev', dev, 'nodad');
    }
    host = linuxHost({ netns: A });
  });

  afterAll(async () => {
    for (const child of children) await stop(child);
    await host?.close();
    for (const name of [A, B]) {
      try {
        ip('netns', 'del', name);
      } catch {
        // Not made.
      }
    }
  });

  it('pings: route, neighbour, source address and header are found', async () => {
    const { answered, unanswered } = await sr(packet(IP({ dst: THEIRS }), ICMP({ id: 7, seq: 1 }), 'abcdefgh'), { host });
    expect(unanswered).toEqual([]);
    const [sent, received] = answered[0] as (typeof answered)[number];
    expect(sent.get(IP).src).toBe(OURS);
    expect(received.get(ICMP)?.type).toBe(0);
    expect(received.get(ICMP)?.id).toBe(7);
    expect(new TextDecoder().decode(received.payload(ICMP))).toBe('abcdefgh');
    // Both times are of the kernel's clock, in order.
    const ns = (p: typeof received): bigint => BigInt(p.meta.sec ?? 0) * 1_000_000_000n + BigInt(p.meta.nsec ?? 0);
    expect(ns(received)).toBeGreaterThanOrEqual(ns(sent));
    expect(sent.meta.iface).toBe('va');
  });

  it('pings over IPv6', async () => {
    const reply = await sr1(packet(IPv6({ dst: THEIRS6 }), ICMPv6EchoRequest({ id: 9, seq: 2 }), 'six'), { host });
    expect(reply?.get(IPv6)?.src).toBe(THEIRS6);
    expect(reply?.get(ICMPv6EchoReply)?.seq).toBe(2);
  });

  it('gets SYN and ACK from a listening socket, a reset from a closed port', async () => {
    const server = await start(
      'listening',
      'python3',
      '-uc',
      'import socket,time\ns=socket.socket()\ns.bind(("0.0.0.0",8080))\ns.listen()\nprint("listening")\ntime.sleep(60)',
    );
    const [answered, unanswered] = await sr(
      packet(IP({ dst: THEIRS }), TCP({ sport: 40_000, dport: [8080, 8081], seq: 1000, flags: 'S' })),
      { host },
    );
    expect(unanswered).toEqual([]);
    const by = new Map(answered.map(([sent, received]) => [sent.get(TCP).dport, received.get(TCP)]));
    expect(by.get(8080)?.flags.text).toBe('SA');
    expect(by.get(8080)?.ack).toBe(1001);
    expect(by.get(8081)?.flags.text).toBe('RA');
    await stop(server);
  });

  it('takes the error that quotes the packet for its answer', async () => {
    // Nobody listens on that port: ICMP port unreachable (RFC 1122 §4.1.3.1).
    const [answered] = await sr(packet(IP({ dst: THEIRS }), UDP({ sport: 4001, dport: [9001, 9002] }), 'anyone?'), { host });
    const ports = answered.map(([sent, received]) => [
      sent.get(UDP).dport,
      received.get(ICMP)?.code,
      received.get(UDPerror)?.dport,
      received.get(IPerror)?.src,
    ]);
    expect(ports.sort()).toEqual([
      [9001, 3, 9001, OURS],
      [9002, 3, 9002, OURS],
    ]);
  });

  it('asks a real DNS server', async () => {
    const server = await start(
      'started',
      'dnsmasq',
      '--keep-in-foreground',
      '--conf-file=/dev/null',
      '--log-facility=-',
      '--no-resolv',
      '--no-hosts',
      '--no-daemon',
      '--pid-file',
      '--user=root',
      '--bind-interfaces',
      `--listen-address=${THEIRS}`,
      '--address=/www.example.org/192.0.2.80',
      '--txt-record=www.example.org,hello',
    );
    const ask = (qname: string, qtype: string) =>
      sr1(packet(IP({ dst: THEIRS }), UDP({ sport: 4053, dport: 53 }), DNS({ id: 0x1234, qd: [DNSQR({ qname, qtype })] })), { host });
    const a = (await ask('www.example.org', 'A'))?.get(DNS);
    expect(a?.qr).toBe(1);
    expect(a?.an.map((rr) => [rr.rrname, rr.rdata])).toEqual([['www.example.org.', '192.0.2.80']]);
    // dnsmasq knows of no other names, and has nobody to ask.
    expect((await ask('none.example.net', 'A'))?.get(DNS)?.rcode).toBe(5);
    await stop(server);
  });

  it('asks who has an address', async () => {
    const reply = await srp1(packet(Ether(), ARP({ pdst: THEIRS })), { host, iface: 'va' });
    expect(reply?.get(ARP)?.op).toBe(2);
    expect(reply?.get(ARP)?.hwsrc).toBe(MAC_B);
    expect(reply?.get(Ether)?.src).toBe(MAC_B);
  });

  it('sends what tcpdump sees on the other side', async () => {
    const tcpdump = inB('tcpdump', '-lnn', '--immediate-mode', '-i', 'vb', '-c', '3', 'udp');
    children.push(tcpdump);
    let text = '';
    tcpdump.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await said(tcpdump, 'listening on');
    const ended = new Promise((resolve) => tcpdump.once('exit', resolve));
    const report = await send(packet(IP({ dst: THEIRS }), UDP({ sport: 5, dport: [7, 8] }), 'x'), { host });
    expect(report.sent).toBe(2);
    await sendp(packet(Ether(), IP({ dst: THEIRS }), UDP({ sport: 5, dport: 9 }), 'xyz'), { host });
    await ended;
    const lines = text
      .trim()
      .split('\n')
      .map((line) => line.replace(/^\S+ /, ''));
    expect(lines).toEqual([
      `IP ${OURS}.5 > ${THEIRS}.7: UDP, length 1`,
      `IP ${OURS}.5 > ${THEIRS}.8: UDP, length 1`,
      `IP ${OURS}.5 > ${THEIRS}.9: UDP, length 3`,
    ]);
  });

  it('gives nothing, and the reason, for a neighbour that does not answer', async () => {
    const { answered, unanswered, reasons } = await sr(packet(IP({ dst: NOBODY }), ICMP()), { host, timeoutMs: 100 });
    expect(answered).toEqual([]);
    expect(reasons.get(unanswered[0] as (typeof unanswered)[number])?.code).toBe('ERR_NEIGHBOUR');
    await expect(send(packet(IP({ dst: NOBODY }), ICMP()), { host })).rejects.toMatchObject({ code: 'ERR_NEIGHBOUR' });
  });

  it('says where there is no way', async () => {
    await expect(sr1(packet(IP({ dst: '198.51.100.1' }), ICMP()), { host })).rejects.toMatchObject({ code: 'ERR_ROUTE' });
    await expect(srp1(packet(Ether(), ARP({ pdst: THEIRS })), { host, iface: 'nope0' })).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
  });

  it('times out, and stops at the signal with what there is', async () => {
    // A kernel answers no echo reply.
    const quiet = packet(IP({ dst: THEIRS }), ICMP({ type: 0, id: 1 }));
    expect(await sr1(quiet, { host, timeoutMs: 50 })).toBeUndefined();
    const abort = new AbortController();
    const { answered, unanswered } = await sr([packet(IP({ dst: THEIRS }), ICMP({ id: 2 })), quiet], {
      host,
      timeoutMs: 20_000,
      signal: abort.signal,
      // The signal comes when the answer has come.
      filter: () => {
        queueMicrotask(() => abort.abort());
        return true;
      },
    });
    expect(answered.length).toBe(1);
    expect(unanswered.length).toBe(1);
  });

  it('answers a kernel for an address that no kernel has', async () => {
    const address = '10.78.0.50';
    const isOurs = (a: string): boolean => a === address;
    const running = await startAnswering(
      [
        arpMachine({ macOf: (a) => (isOurs(a) ? '02:00:00:00:78:50' : undefined) }),
        icmpEchoMachine({ isOurs }),
        dnsMachine({ isOurs, zone: { 'www.example.org': { A: '192.0.2.80' } } }),
        tcpSynMachine({ isOurs, isOpen: (port) => port === 80, random: host.random }),
      ],
      { host, iface: 'va', promiscuous: true },
    );
    const client = inB('python3', '-c', CLIENT, address);
    children.push(client);
    const heard = JSON.parse(await said(client, '}')) as unknown;
    await running.stop();
    expect(heard).toEqual({ open: 'connected', closed: 'ConnectionRefusedError', echo: 'same data', dns: ['0x1234', 1, '192.0.2.80'] });
  });

  it('leaves no descriptor behind a thousand exchanges', async () => {
    const ping = packet(IP({ dst: THEIRS }), ICMP({ id: 3 }));
    await sr1(ping, { host });
    const before = openDescriptors();
    let answers = 0;
    for (let i = 0; i < 1000; i++) if ((await sr1(ping, { host })) !== undefined) answers++;
    expect(answers).toBe(1000);
    expect(openDescriptors()).toBeLessThanOrEqual(before);
  });

  it('matches a thousand probes, each once', async () => {
    const { answered, unanswered } = await sr(
      packet(IP({ dst: THEIRS }), TCP({ sport: 1024, dport: Array.from({ length: 1000 }, (_, i) => 20_000 + i), flags: 'S' })),
      { host },
    );
    expect(unanswered).toEqual([]);
    expect(new Set(answered.map(([sent]) => sent)).size).toBe(1000);
    expect(answered.every(([sent, received]) => received.get(TCP)?.sport === sent.get(TCP).dport)).toBe(true);
  });
});
