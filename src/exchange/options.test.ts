/** Options that a function does not have are refused by every public function, with the one that was meant. */
import { describe, expect, it } from 'vitest';
import * as api from '../index.ts';
import { type Lab, lab } from '../lab/index.ts';

const { Ether, IP, packet, TCP } = api;
const p = packet(Ether(), IP({ dst: '127.0.0.1' }), TCP());
const network = (): Lab => lab({ hosts: { alice: { address: '192.0.2.10/24' } }, time: 'virtual' });
const octets = async (): Promise<Uint8Array> => {
  const sink = api.memorySink();
  const writer = new api.PcapngWriter(sink);
  await writer.write(p);
  await writer.close();
  return sink.octets();
};
const capture = async () => api.openCapture(await octets());
const link = async () => network().host('alice').open('eth0');
const native = { open: () => -1, close: () => 0, now: () => 0 } as never;
const host = () => api.linuxHost({ native });
const never = new AbortController().signal;

/** Every public function that takes options: called with `o`, which is never right. Where others must be there they stand before it. */
const CALLS: Readonly<Record<string, (o: any) => unknown>> = {
  sr: (o) => api.sr(p, o),
  sr1: (o) => api.sr1(p, o),
  srp: (o) => api.srp(p, o),
  srp1: (o) => api.srp1(p, o),
  srloop: (o) => api.srloop(p, o).next(),
  bridge: async (o) => api.bridge({ link: await link() }, { link: await link() }, undefined, o),
  impairedBridge: async (o) => api.impairedBridge({ link: await link() }, { link: await link() }, o),
  srflood: (o) => api.srflood(p, o),
  sr1flood: (o) => api.sr1flood(p, o),
  srpflood: (o) => api.srpflood(p, o),
  srp1flood: (o) => api.srp1flood(p, o),
  fragment: (o) => api.fragment(p, o),
  fragment6: (o) => api.fragment6(p, o),
  overlapFragments: (o) => api.overlapFragments(p, p, o),
  defragment: (o) => api.defragment([p], o),
  Defragmenter: (o) => new api.Defragmenter(o),
  followTcp: async (o) => api.followTcp(await capture(), {}, o),
  tcpEvents: async (o) => api.tcpEvents(await capture(), o).next(),
  streamMessages: async (o) => api.streamMessages(await capture(), o).next(),
  followMessages: async (o) => api.followMessages(await capture(), {}, o),
  StreamMessages: (o) => new api.StreamMessages({}, o),
  Pattern: (o) => new api.Pattern('x', o),
  searchFlows: async (o) => api.searchFlows(await capture(), { client: new api.Pattern('x') }, {}, o),
  FlowTable: (o) => new api.FlowTable(o, () => {}, []),
  FlowMessages: (o) => new api.FlowMessages(o, () => {}),
  flowCollector: (o) => api.flowCollector(o),
  kill: (o) => api.kill({} as never, o),
  RateMeter: (o) => new api.RateMeter(o),
  TimerWheel: (o) => new api.TimerWheel({ monotonic: () => 0 }, o),
  TcpTracker: (o) => new api.TcpTracker({}, o),
  sniff: (o) => api.sniff(o),
  ping: (o) => api.ping('192.0.2.1', o),
  sweep: (o) => api.sweep('192.0.2.1', o),
  arping: (o) => api.arping('192.0.2.1', o),
  srploop: (o) => api.srploop(p, o).next(),
  svgdump: (o) => api.svgdump(p, o),
  psdump: (o) => api.psdump(p, o),
  pdfdump: (o) => api.pdfdump(p, o),
  canvas: (o) => api.canvas(p, o),
  plot: (o) => api.plot([1], o),
  diffplot: (o) => api.diffplot([1, 2], (a, b) => b - a, o),
  multiplot: (o) => api.multiplot({ a: [1] }, o),
  timeskew: (o) => api.timeskew([p], o),
  conversationGraph: (o) => api.conversationGraph([p], o),
  traceGraph: (o) => api.traceGraph([], o),
  terminalImage: (o) => api.terminalImage(new Uint8Array(1), o),
  send: (o) => api.send(p, o),
  sendp: (o) => api.sendp(p, o),
  explained: async (o) => api.explained(await api.sr([], { host: network().host('alice') }), [], o),
  explain: (o) => api.explain([], o),
  explainCapture: async (o) => api.explainCapture(await capture(), o),
  openSnmp: (o) => api.openSnmp('192.0.2.1', o),
  tftpGet: (o) => api.tftpGet('192.0.2.1', 'f', o),
  tftpPut: (o) => api.tftpPut('192.0.2.1', 'f', new Uint8Array(1), o),
  answer: (o) => api.answer(o),
  icmpv6EchoMachine: (o) => api.icmpv6EchoMachine(o),
  ndMachine: (o) => api.ndMachine(o),
  ntpMachine: (o) => api.ntpMachine(o),
  tftpMachine: (o) => api.tftpMachine(o),
  snmpMachine: (o) => api.snmpMachine(o),
  ntp: (o) => api.ntp('192.0.2.1', o),
  guard: (o) => api.guard({ port: 1 } as never, o),
  answeringMachine: (o) => api.answeringMachine(o),
  startAnswering: (o) => api.startAnswering([], o),
  arpMachine: (o) => api.arpMachine(o),
  driveMachine: (o) => api.driveMachine(api.dhcpClient, {} as never, o),
  dhcp: (o) => api.dhcp(o),
  dhcp6: (o) => api.dhcp6(o),
  dhcp6Inform: (o) => api.dhcp6Inform(o),
  dhcpInform: (o) => api.dhcpInform(o),
  dhcpServer: (o) => api.dhcpServer({ pools: [], ...o }),
  dnsMachine: (o) => api.dnsMachine(o),
  mdnsMachine: (o) => api.mdnsMachine(o),
  spoofDns: (o) => api.spoofDns(o),
  startDnsForwarder: (o) => api.startDnsForwarder(o),
  mdnsQuery: (o) => api.mdnsQuery('a.local', o),
  llmnrQuery: (o) => api.llmnrQuery('a', o),
  icmpEchoMachine: (o) => api.icmpEchoMachine(o),
  tcpSynMachine: (o) => api.tcpSynMachine(o),
  dnsQuery: (o) => api.dnsQuery('a.example', { host: network().host('alice'), ...o }),
  transferZone: (o) => api.transferZone('a.example', { host: network().host('alice'), ...o }).next(),
  walkDns: (o) => api.walkDns('a.example', { host: network().host('alice'), ...o }).next(),
  DnsCache: (o) => new api.DnsCache(o),
  banner: (o) => api.banner('127.0.0.1', 1, { signal: never, ...o }),
  openCapture: (o) => api.openCapture(new Uint8Array(24), o),
  readCapture: (o) => api.readCapture(new Uint8Array(24), o),
  readHexdump: (o) => api.readHexdump('0000  00', o),
  rdpcap: (o) => api.rdpcap('/nowhere.pcap', o),
  wrpcap: (o) => api.wrpcap('/nowhere/a.pcap', [p], o),
  openPcapWriter: (o) => api.openPcapWriter('/nowhere/a.pcap', o),
  openPcapngWriter: (o) => api.openPcapngWriter('/nowhere/a.pcapng', o),
  PcapWriter: (o) => new api.PcapWriter(api.memorySink(), o),
  PcapngWriter: (o) => new api.PcapngWriter(api.memorySink(), o),
  'capture.packets': async (o) => (await capture()).packets(o).next(),
  'capture.batches': async (o) => (await capture()).batches(o).next(),
  'capture.blocks': async (o) => (await capture()).blocks(o).next(),
  columns: (o) => api.columns(['ip.src'], o),
  compile: (o) => api.compile('tcp', o),
  checkProgram: (o) => api.checkProgram(api.compile('tcp'), o),
  dissect: (o) => api.dissect(p.bytes, Ether, o),
  fuzz: (o) => api.fuzz(p, o),
  issuesWith: (o) => p.issuesWith(o),
  with: (o) => p.with(TCP(), o),
  Registry: (o) => new api.Registry([], o),
  Session: (o) => new api.Session(o),
  'Session.from': (o) => api.Session.from(new api.Session().toJSON(), api.protocols, o),
  hexstr: (o) => api.hexstr(p, o),
  linehexdump: (o) => api.linehexdump(p, o),
  parsePrefix: (o) => api.parsePrefix('192.0.2.0/24', o),
  linuxHost: (o) => api.linuxHost(o),
  'host.open': (o) => host().open('lo', o),
  'host.route': (o) => host().route('192.0.2.1', o),
  'host.neighbour': (o) => host().neighbour('lo', '192.0.2.1', o),
  'host.resolve': (o) => host().resolve('localhost', o),
  'host.admin.watch': (o) => host().admin.watch(o),
  'host.admin.links.addAddress': (o) => host().admin.links.addAddress('lo', '192.0.2.1/32', o),
  'host.admin.links.openTun': (o) => host().admin.links.openTun('tun0', o),
  'host.sockets.connect': (o) => host().sockets.connect('127.0.0.1', 1, { signal: never, ...o }),
  'host.sockets.udp': (o) => host().sockets.udp(o),
  examineRights: (o) => api.examineRights(o),
  lab: (o) => lab({ hosts: {}, ...o }),
  'host of a lab': (o) => lab({ hosts: { alice: { address: '192.0.2.10/24', ...o } } }),
  'lab host.open': (o) => network().host('alice').open('eth0', o),
  'lab host.route': (o) => network().host('alice').route('192.0.2.1', o),
  'lab host.neighbour': (o) => network().host('alice').neighbour('eth0', '192.0.2.1', o),
  'lab host.resolve': (o) => network().host('alice').resolve('a.example', o),
  'lab link.send': async (o) => (await link()).send(api.packFrames([p.bytes]), o),
  'lab link.batches': async (o) => (await link()).batches(o),
  'lab link.packets': async (o) => (await link()).packets(o),
  u8: (o) => packet(api.layer('Own', { fields: { a: api.u8(o) } })()).bytes,
  layer: (o) => packet(api.layer('Own', { fields: { a: api.u8() }, ...o })()).bytes,
};

/** The error of a call, thrown or rejected. */
async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error('it was taken');
}

describe('an option that there is not', () => {
  it.each(Object.entries(CALLS))('is refused by %s', async (_name, call) => {
    const error = await errorOf(() => call({ optoin: 1 }));
    expect(error).toBeInstanceOf(api.PacketwrightError);
    expect((error as Error).message).toMatch(/'optoin'/);
  });

  it.each<[name: string, given: object, meant: string]>([
    ['sr1', { timeout: 1 }, 'timeoutMs'],
    ['sr', { inter: 1 }, 'intervalMs'],
    ['srp', { interface: 'lo' }, 'iface'],
    ['host.open', { promisc: true }, 'promiscuous'],
    ['wrpcap', { linktype: 1 }, 'linkType'],
    ['columns', { interface: [] }, 'interfaces'],
    ['compile', { snaplength: 1 }, 'snaplen'],
    ['srloop', { interval: 1 }, 'intervalMs'],
    ['lab', { host: {} }, 'hosts'],
  ])('of %s: %o means %s', async (name, given, meant) => {
    const error = await errorOf(() => CALLS[name]?.(given));
    expect(error).toMatchObject({ code: 'ERR_VALUE', details: { near: meant, remedy: expect.stringContaining(meant) } });
    expect((error as Error).message).toMatch(new RegExp(`did you mean '${meant}'\\?`));
  });

  it.each([[5], ['1s'], [null], [[1]]])('cannot be read from %o', async (given) => {
    expect(await errorOf(() => CALLS['sr1']?.(given))).toMatchObject({
      code: 'ERR_VALUE',
      message: expect.stringMatching(/options as an object/),
    });
  });

  it('is looked for in every function: none that takes options is forgotten here', () => {
    const without = /^(AutoTime|Rand\w+|corrupt\w+|SeededRandom|AnsweringMachine|.*Error|HostName|Volatile|ValueSet|Prefix|Flags)$/;
    const taking = Object.entries(api)
      .filter(([name, f]) => typeof f === 'function' && !('layerName' in f) && !without.test(name))
      .filter(([, f]) => /^(async )?(function|class)[\s\S]{0,4000}?\bcheckOptions\b/.test(String(f)))
      .map(([name]) => name);
    expect(taking.length).toBeGreaterThan(20);
    expect(taking.filter((name) => CALLS[name] === undefined && !/^(PacketList|LinuxHost)$/.test(name))).toEqual([]);
  });
});

describe('a text where an address is meant', () => {
  it.each<[what: string, make: () => unknown, remedy: string]>([
    ['a network', () => packet(IP({ dst: '192.0.2.0/24' })).bytes, "net('192.0.2.0/24')"],
    ['a network of IPv6', () => packet(api.IPv6({ dst: '2001:db8::/64' })).bytes, "net('2001:db8::/64')"],
    ['a name', () => packet(IP({ dst: 'example.org' })).bytes, "host('example.org')"],
    ['a name for IPv6', () => packet(api.IPv6({ dst: 'localhost' })).bytes, "host('localhost')"],
    ['a name to set', () => p.copy().set(IP, { dst: 'example.org' }), "host('example.org')"],
    ['several hosts', () => packet(IP({ dst: '192.0.2.1-9' })).bytes, "hosts('192.0.2.1-9')"],
    ['every host', () => packet(IP({ dst: '192.0.2.*' })).bytes, "hosts('192.0.2.*')"],
    ['a network in ARP', () => packet(api.ARP({ pdst: '192.0.2.0/24' })).bytes, "net('192.0.2.0/24')"],
    ['a name in ARP', () => packet(api.ARP({ pdst: 'gateway.example' })).bytes, "host('gateway.example')"],
  ])('that is %s points to the function', async (_what, make, remedy) => {
    expect(await errorOf(make)).toMatchObject({
      code: 'ERR_ADDRESS',
      details: { field: expect.any(String), remedy: expect.stringContaining(remedy) },
    });
  });

  it('and the functions do it', () => {
    expect(packet(IP({ dst: api.net('192.0.2.0/30') })).count).toBe(4);
    expect(packet(IP({ dst: api.hosts('192.0.2.1-9') })).count).toBe(9);
    expect(() => packet(IP({ dst: api.host('example.org') })).bytes).toThrow(/has no address yet/);
  });

  it('and a misspelt address is one', async () => {
    for (const text of ['192.0.2.256', '1.2.3', '::g', '02:00'])
      expect(await errorOf(() => packet(IP({ dst: text })).bytes)).toMatchObject({
        code: 'ERR_ADDRESS',
        details: expect.not.objectContaining({ remedy: expect.anything() }),
      });
  });
});

describe('a text where a layer is meant', () => {
  it.each<[what: string, call: () => unknown, remedy: string]>([
    ['get', () => p.get('TCP' as never), 'p.get(TCP)'],
    ['has', () => p.has('TCP' as never), '(TCP)'],
    ['set', () => p.set('TCP' as never, {} as never), '(TCP)'],
    ['without', () => p.without('TCP' as never), '(TCP)'],
    ['dissect', () => api.dissect(p.bytes, 'IP' as never), 'dissect(octets, IP)'],
  ])('of %s: the remedy names the layer itself', async (_what, call, remedy) => {
    expect(await errorOf(call)).toMatchObject({ code: 'ERR_VALUE', details: { remedy: expect.stringContaining(remedy) } });
  });
});
