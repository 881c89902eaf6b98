/**
 * Each cause of explain is made on purpose between kernels, in namespaces that are made and removed here, and named first. Kernels, and servers in
 * Python, say what they say; only what no kernel does (two hosts with one MAC each, tags of another VLAN, an offer for somebody else) a machine of ours says.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AnsweringMachine, type RunningMachines, startAnswering } from '../../src/exchange/answering/answering-machine.ts';
import { CAUSES, type CauseCode } from '../../src/exchange/explain/causes.ts';
import {
  ARP,
  BOOTP,
  DHCP,
  DNS,
  DNSQR,
  Dot1Q,
  Ether,
  type ExchangeOptions,
  type ExchangeResult,
  explain,
  explainCapture,
  type Finding,
  ICMP,
  IP,
  IPv6,
  linuxHost,
  type LocalHost,
  openCapture,
  type Packet,
  packet,
  type PacketwrightError,
  sendp,
  sr,
  srp,
  TCP,
  UDP,
} from '../../src/index.ts';
import { requireLive, run } from '../support/live-links.ts';
import { NARROW, type RoutedNetwork, routedNetwork } from '../support/networks/routed.ts';
import { CLIENT, ODD_SERVERS, SENDER, SINK } from '../support/programs/odd-servers.ts';
import { describeIf } from '../support/require.ts';

const start = promisify(execFile);
const [OURS, NEAR, SECOND, FAR] = ['10.77.0.1', '10.77.0.2', '10.79.0.2', '10.78.0.2'];
const [OUR_MAC, NEAR_MAC, OTHER_MAC] = ['02:00:00:00:00:0a', '02:00:00:00:00:0b', '02:00:00:00:00:66'];
const ALL = 'ff:ff:ff:ff:ff:ff';
/** Two have it: the router's kernel, and a machine. */
const SHARED = '10.77.0.55';
/** Handshakes by hand, which our kernel does not reset. */
const [GUARDED, GUARDED_TO] = [41_000, 41_099];

/** The router refuses to forward to these UDP ports, each with its own word. */
const REJECTED = {
  'net-unreachable': [9000, 'network unreachable'],
  'host-unreachable': [9001, 'host unreachable'],
  'prot-unreachable': [9002, 'protocol unreachable'],
  'port-unreachable': [9003, 'port unreachable'],
  'net-prohibited': [9009, 'network prohibited'],
  'host-prohibited': [9010, 'host prohibited'],
  'admin-prohibited': [9013, 'communication prohibited'],
} as const;
const REJECTED_6 = {
  'no-route': [9000, 'No route to destination'],
  'admin-prohibited': [9001, 'Communication with destination administratively prohibited'],
  'addr-unreachable': [9003, 'Address unreachable'],
  'port-unreachable': [9004, 'Port unreachable'],
} as const;

describeIf(requireLive('python3', 'nft', 'tcpdump'), 'each cause of explain', () => {
  let net: RoutedNetwork, host: LocalHost, router: LocalHost, machines: RunningMachines;
  const servers: ChildProcess[] = [];
  const serve = async (netns: string, program: string): Promise<void> => {
    const child = spawn('ip', ['netns', 'exec', netns, 'python3', '-c', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    servers.push(child);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
  };
  const nft = (netns: string, ...rules: string[]): string => run('ip', 'netns', 'exec', netns, 'nft', rules.join('\n'));

  beforeAll(async () => {
    net = routedNetwork();
    [host, router] = [linuxHost({ netns: net.a }), linuxHost({ netns: net.b })];
    run('ip', '-n', net.b, 'addr', 'add', `${SHARED}/32`, 'dev', 'vb');
    nft(
      net.a,
      'add table ip pkwt',
      'add chain ip pkwt out { type filter hook output priority 0; }',
      `add rule ip pkwt out tcp sport ${GUARDED}-${GUARDED_TO} tcp flags & rst == rst drop`,
    );
    nft(
      net.b,
      'add table inet pkwt',
      'add chain inet pkwt forward { type filter hook forward priority 0; }',
      'add chain inet pkwt out { type filter hook output priority 0; }',
      ...Object.entries(REJECTED).map(
        ([word, [port]]) => `add rule inet pkwt forward ip version 4 udp dport ${port} reject with icmp type ${word}`,
      ),
      ...Object.entries(REJECTED_6).map(
        ([word, [port]]) => `add rule inet pkwt forward ip6 version 6 udp dport ${port} reject with icmpv6 type ${word}`,
      ),
    );
    await Promise.all([serve(net.b, ODD_SERVERS), serve(net.far, SINK)]);
    machines = await startAnswering([twoHosts, otherVlan, otherClient], { host: router, iface: 'vb' });
  });
  afterAll(async () => {
    for (const one of servers) one.kill();
    await machines?.stop();
    await host?.close();
    await router?.close();
    net?.remove();
  });

  /** What programs in our namespace do, as tcpdump writes it down there. */
  const captured = async (during: () => Promise<unknown>): Promise<Uint8Array> => {
    const folder = mkdtempSync(join(tmpdir(), 'pkwt-'));
    const file = join(folder, 'a.pcap');
    const words = ['-i', 'va', '-s', '200', '-U', '--immediate-mode', '-w', file];
    const child = spawn('ip', ['netns', 'exec', net.a, 'tcpdump', ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
    try {
      await new Promise<void>((resolve) => child.stderr.on('data', (text) => String(text).includes('listening on') && resolve()));
      await during();
      // The last frame tells that all before it are in the file.
      const last = 'that is all of it';
      await sendp(packet(Ether({ dst: NEAR_MAC, type: 0x88b5 }), last), { host, iface: 'va' });
      for (let wait = 0; wait < 200 && !readFileSync(file).includes(last); wait++) await new Promise((resolve) => setTimeout(resolve, 50));
      return readFileSync(file);
    } finally {
      child.kill();
      rmSync(folder, { recursive: true });
    }
  };
  const inA = async (program: string): Promise<string> => (await start('ip', ['netns', 'exec', net.a, 'python3', '-c', program])).stdout;

  const o = (more: ExchangeOptions = {}): ExchangeOptions => ({ host, timeoutMs: 400, ...more });
  const whyOf = async (made: Promise<ExchangeResult<any>>, waitMs = 50): Promise<Finding[]> => await explain(await made, { waitMs });
  const whyNot = async (made: Promise<ExchangeResult<any>>): Promise<Finding[]> =>
    await explain((await made.catch((error: unknown) => error)) as ExchangeResult | PacketwrightError);
  const udp = (dport: number, dst: string = NEAR): Packet<any> => packet(IP({ dst }), UDP({ sport: 5555, dport }), 'question');
  const question = (dst: string): Packet<any> =>
    packet(IP({ dst }), UDP({ sport: 6666, dport: 53 }), DNS({ id: 7, rd: 1, qd: [DNSQR({ qname: 'www.example.org' })] }));

  /** A handshake by hand on a port that our kernel leaves alone; `last` says what comes of its numbers. */
  type Numbers = { readonly ours: number; readonly theirs: number; readonly sport: number };
  type Tcp = NonNullable<Parameters<typeof TCP>[0]>;
  let ports = GUARDED;
  const byHand = async (last: (n: Numbers) => Tcp, data = '', isOpen = false): Promise<Finding[]> => {
    const sport = ports++,
      ours = 1000 * sport;
    const segment = (tcp: Tcp, text = '') => sr(packet(IP({ dst: NEAR }), TCP({ sport, dport: 80, ...tcp }), text), o({ watch: true }));
    const syn = await segment({ seq: ours });
    const theirs = syn.answered[0]?.[1].get(TCP)?.seq ?? Number.NaN;
    const results: ExchangeResult<any>[] = [syn];
    if (isOpen) results.push(await segment({ flags: 'A', seq: ours + 1, ack: (theirs + 1) >>> 0 }));
    results.push(await segment({ flags: 'A', seq: ours + 1, ack: (theirs + 1) >>> 0, ...last({ ours, theirs, sport }) }, data));
    return await explain(results, { waitMs: 50 });
  };
  /** One whose connection our kernel resets. */
  const unguarded = async (sport: number): Promise<ExchangeResult<any>[]> => {
    const syn = await sr(packet(IP({ dst: NEAR }), TCP({ sport, dport: 80, seq: 5 })), o({ watch: true }));
    const ack = ((syn.answered[0]?.[1].get(TCP)?.seq ?? 0) + 1) >>> 0;
    return [syn, await sr(packet(IP({ dst: NEAR }), TCP({ sport, dport: 80, flags: 'PA', seq: 6, ack }), 'GET /'), o({ watch: true }))];
  };

  const CASES: Readonly<Record<CauseCode, () => Promise<Finding[]>>> = {
    'no-route': () => whyNot(sr(packet(IP({ dst: '203.0.113.1' }), ICMP()), o())),
    'interface-down': async () => {
      run('ip', '-n', net.b, 'link', 'set', 'vd', 'down');
      try {
        return await whyNot(
          srp(packet(Ether({ dst: '02:00:00:00:79:02' }), IP({ src: '10.79.0.1', dst: SECOND }), ICMP()), o({ iface: 'vc' })),
        );
      } finally {
        run('ip', '-n', net.b, 'link', 'set', 'vd', 'up');
        run('ip', '-n', net.b, 'addr', 'replace', 'fd00:79::2/64', 'dev', 'vd', 'nodad');
      }
    },
    'own-address': () => whyNot(srp(packet(Ether(), IP({ dst: OURS }), ICMP()), o())),
    'neighbour-silent': () => whyOf(sr(packet(IP({ dst: '10.77.0.9' }), ICMP()), o())),
    'off-link-asked': () => whyOf(srp(packet(Ether({ dst: ALL }), ARP({ pdst: '8.8.8.8' })), o({ iface: 'va' }))),
    'two-hosts': () => whyOf(srp(packet(Ether({ dst: ALL }), ARP({ pdst: SHARED })), o({ iface: 'va', multi: true }))),
    'own-checksum': () => whyOf(sr(packet(IP({ dst: NEAR }), UDP({ sport: 5555, dport: 7777, chksum: 0x1234 }), 'x'), o())),
    'other-header-checksum': () => {
      // As a program makes it before the kernel has chosen the source.
      const before = packet(IP({ src: '0.0.0.0', dst: NEAR }), UDP({ sport: 5555, dport: 7777 }), 'question');
      const made = before.get(UDP)?.chksum ?? 0;
      return whyOf(sr(packet(IP({ dst: NEAR }), UDP({ sport: 5555, dport: 7777, chksum: made }), 'question'), o()));
    },
    'spoofed-source': () => whyOf(sr(packet(IP({ src: '10.77.0.77', dst: NEAR }), ICMP()), o())),
    'too-big': () => whyOf(sr(packet(IP({ dst: FAR, flags: 'DF' }), ICMP({ id: 1 }), 'x'.repeat(NARROW)), o())),
    'black-hole': async () => {
      // A firewall at the router that knows no better: this is how black holes are made.
      nft(net.b, 'add rule inet pkwt out icmp type destination-unreachable icmp code frag-needed drop');
      try {
        const octets = await captured(async () => expect(await inA(SENDER)).toBe('Connection timed out\n'));
        return await explainCapture(await openCapture(octets));
      } finally {
        nft(net.b, 'flush chain inet pkwt out');
      }
    },
    'own-kernel-reset': async () => await explain(await unguarded(51_001), { waitMs: 50 }),
    'own-kernel-unreachable': async () =>
      await explain([await sr(udp(7777), o({ watch: true })), await sr(udp(7777), o({ watch: true }))], { waitMs: 50 }),
    'other-source-port': () => byHand(() => ({ sport: 51_483 }), 'GET /'),
    'ack-missing': () => byHand(() => ({ ack: 0 }), 'GET /', true),
    'ack-not-counting-syn': () => byHand(({ theirs }) => ({ ack: theirs })),
    'seq-not-counting-syn': () => byHand(({ ours }) => ({ seq: ours }), 'GET /'),
    'ack-of-unsent': () => byHand(({ theirs }) => ({ ack: (theirs + 778) >>> 0 }), '', true),
    'outside-window': () => byHand(({ ours }) => ({ seq: ours + 50_000_000 }), 'GET /', true),
    'port-closed': () => whyOf(sr(packet(IP({ dst: NEAR }), TCP({ sport: 4444, dport: 81 })), o())),
    'no-connection': () =>
      whyOf(sr(packet(IP({ dst: NEAR }), TCP({ sport: 4445, dport: 81, flags: 'A', seq: 5, ack: 77 })), o({ watch: true }))),
    'icmp-unreachable': () => whyOf(sr(packet(IP({ dst: '10.90.0.1' }), ICMP({ id: 2 })), o())),
    'ttl-exceeded': () => whyOf(sr(packet(IP({ dst: FAR, ttl: 1 }), ICMP({ id: 3 })), o())),
    'dhcp-other-client': () =>
      whyOf(
        srp(
          packet(
            ...([
              Ether({ src: OUR_MAC, dst: ALL }),
              IP({ src: '0.0.0.0', dst: '255.255.255.255' }),
              UDP({ sport: 68, dport: 67 }),
            ] as const),
            ...([BOOTP({ chaddr: OUR_MAC, xid: 42 }), DHCP({ options: [['message-type', 'discover']] })] as const),
          ),
          o({ iface: 'va', watch: true }),
        ),
      ),
    'other-source': () => whyOf(sr(udp(7778), o())),
    'other-destination-port': () => whyOf(sr(question(SECOND), o())),
    'other-vlan': () => whyOf(srp(packet(Ether({ dst: ALL }), Dot1Q({ vlan: 10 }), ARP({ pdst: NEAR })), o({ iface: 'va', watch: true }))),
    'other-interface': async () => {
      // The router answers by its other leg.
      run('ip', '-n', net.b, 'route', 'add', `${OURS}/32`, 'dev', 'vd');
      run('ip', '-n', net.b, 'neigh', 'replace', OURS, 'lladdr', '02:00:00:00:79:01', 'dev', 'vd', 'nud', 'permanent');
      try {
        return await whyOf(sr(packet(IP({ dst: NEAR }), ICMP({ id: 4 })), o({ watch: true, iface: 'va' })));
      } finally {
        run('ip', '-n', net.b, 'route', 'del', `${OURS}/32`, 'dev', 'vd');
      }
    },
    late: () => whyOf(sr(udp(7779), o({ watch: true })), 1500),
    'filtered-by-you': () => whyOf(sr(packet(IP({ dst: NEAR }), ICMP({ id: 5 })), o({ filter: () => false }))),
    'nothing-came': () => whyOf(sr(udp(7780), o())),
    offload: async () => await explainCapture(await openCapture(await captured(async () => await inA(CLIENT)))),
    'dns-said-no': () => whyOf(sr(question(NEAR), o())),
  };

  for (const [code, make] of Object.entries(CASES))
    it(`is named first: ${code}`, async () => {
      const found = await make();
      expect(found.map((one) => one.code)[0], found.map(({ code: one, sentence }) => `${one}: ${sentence}`).join('\n')).toBe(code);
      expect(found[0]?.blames).toBe(!('isNote' in CAUSES[code as CauseCode]));
    });

  it('is in the table', () => {
    expect(Object.keys(CASES).sort()).toEqual(Object.keys(CAUSES).sort());
  });

  it('is named at once where the answer says it, whether or not somebody listens besides', async () => {
    const refused: [CauseCode, Packet<any>][] = [
      ['port-closed', packet(IP({ dst: NEAR }), TCP({ sport: 4446, dport: 81 }))],
      ['port-closed', udp(7781)],
      ['no-connection', packet(IP({ dst: NEAR }), TCP({ sport: 4447, dport: 81, flags: 'A', seq: 5, ack: 77 }))],
    ];
    for (const [code, p] of refused)
      for (const watch of [false, true]) expect((await explain(await sr(p, o({ watch })))).map((one) => one.code)).toEqual([code]);
  });

  it('tells what a router says, whichever word it has', async () => {
    const words = async (p: Packet<any>): Promise<unknown> => (await whyOf(sr(p, o()))).map(({ code, sentence }) => [code, sentence]);
    for (const [port, word] of Object.values(REJECTED))
      expect(await words(udp(port, FAR))).toEqual([
        ['icmp-unreachable', `${NEAR} says "${word}" of a packet from ${OURS} to ${FAR}:${port}`],
      ]);
    for (const [port, word] of Object.values(REJECTED_6))
      expect(await words(packet(IPv6({ dst: 'fd00:78::2' }), UDP({ sport: 5555, dport: port }), 'question'))).toEqual([
        ['icmp-unreachable', `fd00:79::2 says "${word}" of a packet from fd00:79::1 to [fd00:78::2]:${port}`],
      ]);
  });
});

/** Whole frames of the router that no kernel would send. */
const twoHosts = new AnsweringMachine({
  isRequest: (p) => p.get(ARP)?.op === 1 && p.get(ARP)?.pdst === SHARED,
  makeReply: () =>
    packet(
      Ether({ src: OTHER_MAC, dst: OUR_MAC }),
      ARP({ op: 2, hwsrc: OTHER_MAC, psrc: SHARED, hwdst: OUR_MAC, pdst: OURS }),
    ) as unknown as Packet,
});
const otherVlan = new AnsweringMachine({
  isRequest: (p) => p.get(Dot1Q)?.vlan === 10 && p.get(ARP)?.op === 1,
  makeReply: () =>
    packet(
      Ether({ src: NEAR_MAC, dst: OUR_MAC }),
      Dot1Q({ vlan: 20 }),
      ARP({ op: 2, hwsrc: NEAR_MAC, psrc: NEAR, hwdst: OUR_MAC, pdst: OURS }),
    ) as unknown as Packet,
});
const otherClient = new AnsweringMachine({
  isRequest: (p) => p.get(BOOTP)?.op === 1,
  makeReply: () =>
    packet(
      ...([Ether({ src: NEAR_MAC, dst: ALL }), IP({ src: NEAR, dst: '255.255.255.255' }), UDP({ sport: 67, dport: 68 })] as const),
      ...([BOOTP({ op: 2, chaddr: OTHER_MAC, xid: 42 }), DHCP({ options: [['message-type', 'offer']] })] as const),
    ) as unknown as Packet,
});
