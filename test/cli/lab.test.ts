/** `--lab`: the commands of Exchange with a network in memory. No root, no network: the first thing that somebody can try. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const masked = (text: string): string => text.replace(/[\d.]+ ?ms/g, 'T').replace(/= [\d./]+ T/g, '= T');

describe('--lab', () => {
  it.each([
    [
      ['ping', '--lab', '-c2', '-i0.1', '192.0.2.1'],
      /^PING 192\.0\.2\.1 \(192\.0\.2\.1\) 56\(84\) bytes of data\.\n64 bytes from 192\.0\.2\.1: icmp_seq=1 ttl=64 time=T\n64 .*\n\n--- .*\n2 packets transmitted, 2 received, 0% packet loss/,
    ],
    [
      ['ping', '--lab', '-c1', '-s', '1000', 'www.example.org'],
      /^PING www\.example\.org \(192\.0\.2\.80\) [\s\S]*1008 bytes from 192\.0\.2\.80: /,
    ],
    [['ping', '--lab=laptop', '-B', '-c1', '192.0.2.80'], / from 192\.0\.2\.20 : [\s\S]*1 received/],
    [['ping', '--lab', '--lab', '192.0.2.0/29'], /192\.0\.2\.1 is alive/],
    [
      ['arping', '--lab', '-c1', '192.0.2.80'],
      /^ARPING 192\.0\.2\.80 from 192\.0\.2\.10 eth0\nUnicast reply from 192\.0\.2\.80 \[02:00:C0:00:02:50\] {2}T\n/,
    ],
    [
      ['sr', '--lab', 'packet(IP({ dst: "192.0.2.80" }), TCP({ sport: 4001, dport: [80, 81], flags: "S" }))'],
      /> 192\.0\.2\.10:4001 SA\n.*> 192\.0\.2\.10:4001 RA\n/,
    ],
    [['sr1', '--lab', 'packet(IP({ dst: host("www.example.org") }), ICMP())'], /type\s*= echo-reply/],
    [['srloop', '--lab', '-c2', '--inter', '0.05', 'packet(IP({ dst: "192.0.2.1" }), ICMP())'], /received 2 packets\. 100\.0% hits\./],
    [['send', '--lab', 'packet(IP({ dst: "192.0.2.1" }), UDP({ dport: 9 }))'], /^Sent 1 packet\.\n/],
    [['dns', '--lab', 'www.example.org', '+short'], /^192\.0\.2\.80\n$/],
    [['dns', '--lab', 'example.org', 'MX', '+short'], /^10 www\.example\.org\.\n$/],
    [['dns', '--lab', '-x', '192.0.2.1', '+short'], /^gateway\.example\.org\.\n$/],
    [['ntp', '--lab', '-n1', 'gateway.example.org'], / gateway\.example\.org 192\.0\.2\.1 s1 no-leap\n$/],
    [['tftp', '--lab', 'get', '192.0.2.1', 'hello.txt', '-'], /^This file comes from a TFTP server in memory\.\n$/],
    [
      ['dhcp', '--lab'],
      /^eth0: lease\n {2}address +192\.0\.2\.1\d\d\/24\n[\s\S]* {2}routers +192\.0\.2\.1\n[\s\S]* {2}domain +example\.org\n/,
    ],
    [['sniff', '--lab', '-c8'], /ARP who has 192\.0\.2\.80[\s\S]*ICMP 192\.0\.2\.80 > 192\.0\.2\.20 echo-reply[\s\S]*DNS/],
    [['sniff', '--lab', '-c2', 'tcp'], /^.*192\.0\.2\.80:http S\n.*SA/],
  ] as const)('%j', async (words, said) => {
    const { status, out, err } = await runCli(words);
    expect([err, masked(out)]).toEqual(['', expect.stringMatching(said)]);
    expect(status).toBe(words[1] === '--lab' && words[2] === '--lab' ? 1 : 0);
  });

  it('is where nothing of the machine is set or asked', async () => {
    for (const [words, status, said] of [
      [['ping', '--lab=wwww', '192.0.2.1'], 2, "pkw ping: the lab has no host 'wwww': it has me, gateway, laptop, www"],
      [['ping', '--lab', '-c1', '198.51.100.1'], 2, /no route to 198\.51\.100\.1/],
      [['ping', '--lab', '-c1', 'nowhere.example.org'], 2, /me cannot resolve nowhere\.example\.org: 192\.0\.2\.1 has no address for it/],
      [['ping', '--lab', '--netns', 'x', '-c1', '192.0.2.1'], 2, /--lab and --netns cannot be used together/],
      [['dhcp', '--lab', '--apply'], 2, /--apply and --lab cannot be used together/],
      [['sniff', '--lab', '-i', 'eth7'], 1, /me has no interface eth7: it has eth0/],
    ] as const) {
      const run = await runCli(words);
      expect([words, run.status, run.out, run.err.trimEnd().split('\n').length]).toEqual([words, status, '', 1]);
      expect(run.err.trimEnd()).toEqual(typeof said === 'string' ? said : expect.stringMatching(said));
    }
  });

  it('files come and go', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'packetwright-lab-'));
    try {
      const path = join(folder, 'both.pcapng');
      const sniffed = await runCli(['sniff', '--lab', '-c4', '-w', path]);
      expect([sniffed.status, sniffed.err]).toEqual([0, `4 packets written to ${path}\n`]);
      const got = await runCli(['tftp', '--lab', 'get', '192.0.2.1', 'hello.txt', join(folder, 'hello.txt')]);
      expect([got.status, readFileSync(join(folder, 'hello.txt'), 'utf8')]).toEqual([0, expect.stringMatching(/in memory/)]);
      expect((await runCli(['tftp', '--lab', 'put', '192.0.2.1', 'copy', join(folder, 'hello.txt')])).status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
