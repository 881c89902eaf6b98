/** What Linux's own stack does with a packet, our machines do too. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../src/bytes/random.ts';
import { icmpEchoMachine } from '../../src/exchange/answering/icmp-echo-machine.ts';
import { tcpSynMachine } from '../../src/exchange/answering/tcp-syn-machine.ts';
import { dnsMachine } from '../../src/exchange/answering/dns/dns-machine.ts';
import { tftpGet, tftpPut } from '../../src/exchange/clients/tftp/tftp.ts';
import { srp1 } from '../../src/exchange/send-receive.ts';
import { linuxHost, type LocalHost } from '../../src/host/linux/linux-host.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { DNS, DNSQR } from '../../src/protocols/application/dns/dns.ts';
import { Ether } from '../../src/protocols/link/ethernet.ts';
import { ICMP } from '../../src/protocols/network/icmp/icmp.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { dissect, packet } from '../../src/protocols/protocols.ts';
import { TCP } from '../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { requireLive, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { type UdpServer, udpServer } from '../support/programs/udp-server.ts';
import { describeIf } from '../support/require.ts';

const ENDS = { src: '10.77.0.1', dst: '10.77.0.2' };
const PORT = 53;
const ether = Ether({ dst: '02:00:00:00:00:0b', src: '02:00:00:00:00:0a' });
const asked = DNS({ id: 7, qd: [DNSQR({ qname: 'good.x' })] });

describeIf(requireLive(), 'machines beside Linux', () => {
  let net: TwoNamespaces, host: LocalHost, server: UdpServer;
  beforeAll(async () => {
    net = twoNamespaces();
    host = linuxHost({ netns: net.a });
    const program = fileURLToPath(new URL('../support/servers/damaged-dns.mjs', import.meta.url));
    server = await udpServer(net.b, PORT, process.execPath, program, ENDS.dst, String(PORT));
  }, 20_000);
  afterAll(async () => {
    await host.close();
    await server.stop();
    net.remove();
  });

  const isOurs = (address: string): boolean => address === ENDS.dst;
  const machines = [
    icmpEchoMachine({ isOurs }),
    tcpSynMachine({ isOurs, isOpen: (port) => port === PORT, random: seededRandom(1) }),
    dnsMachine({ isOurs, port: PORT, zone: { 'good.x': { A: '1.2.3.4' } } }),
  ];

  it.each([
    ['a ping', true, [IP(ENDS), ICMP({ id: 5 })]],
    ['a ping with a wrong checksum', false, [IP(ENDS), ICMP({ id: 6, chksum: 0x1234 })]],
    ['a ping whose IP checksum is wrong', false, [IP({ ...ENDS, chksum: 0x1234 }), ICMP({ id: 7 })]],
    ['a SYN', true, [IP(ENDS), TCP({ sport: 3001, dport: PORT, flags: 'S', seq: 5 })]],
    ['a SYN with a wrong checksum', false, [IP(ENDS), TCP({ sport: 3002, dport: PORT, flags: 'S', seq: 5, chksum: 1 })]],
    ['SYN with FIN', false, [IP(ENDS), TCP({ sport: 3003, dport: PORT, flags: 'SF', seq: 5 })]],
    ['SYN with FIN at a closed port', true, [IP(ENDS), TCP({ sport: 3004, dport: 1, flags: 'SF', seq: 5 })]],
    ['a question', true, [IP(ENDS), UDP({ sport: 3005, dport: PORT }), asked]],
    ['a question without a checksum', true, [IP(ENDS), UDP({ sport: 3006, dport: PORT, chksum: 0 }), asked]],
    ['a question with a wrong checksum', false, [IP(ENDS), UDP({ sport: 3007, dport: PORT, chksum: 0x1234 }), asked]],
  ])('%s: answered %s', async (_, answered, layers) => {
    const probe = packet(ether, ...(layers as unknown as [ReturnType<typeof IP>])) as unknown as Packet;
    const theirs = await srp1(probe, { host, iface: 'va', timeoutMs: answered ? 5000 : 400 });
    const own = machines.flatMap((machine) => machine.answer(dissect(probe.bytes, Ether)));
    expect([theirs !== undefined, own.length > 0]).toEqual([answered, answered]);
  });

  it('where no TFTP server is, that is told at once', async () => {
    const began = performance.now();
    for (const transfer of [() => tftpGet(ENDS.dst, 'f', { host }), () => tftpPut(ENDS.dst, 'f', new Uint8Array(3), { host })])
      await expect(transfer()).rejects.toMatchObject({
        code: 'ERR_SYSTEM',
        details: { name: 'ECONNREFUSED' },
        message: expect.stringMatching(/^cannot (read|write) f: cannot reach 10\.77\.0\.2 port 69: ECONNREFUSED/),
      });
    // One wait of the client's, before it asks again, is 1 s.
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
