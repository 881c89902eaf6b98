/** Files of `pkw streams -o` beside tcpflow's: the same names, and the same octets but where it is told why. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { all, describeIf, requireProgram, requireShared, sharedPath } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const CAPTURES: readonly string[] = [
  'OISF+suricata-verify/tests/http-request-invalid/input.pcap',
  'OISF+suricata-verify/tests/output-multi-eve/input.pcap',
  'OISF+suricata-verify/tests/pop3/input.pcap',
  'OISF+suricata-verify/tests/rdp-protocol/RDP-003.pcap',
  'chrissanders+packets/http_espn.pcapng',
  'ntop+nDPI/tests/cfgs/default/pcap/KakaoTalk_talk.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/anyconnect-vpn.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/bittorrent.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/iphone.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/sites.pcapng',
  'seladb+PcapPlusPlus/Tests/ExamplesTest/pcap_examples/tcp-reassembly.pcap',
  'simsong+tcpflow/tests/local2.pcap',
  'zeek+zeek/testing/btest/Traces/contentline/contentline-irc-5k-line.pcap',
  'zeek+zeek/testing/btest/Traces/http/bro.org.pcap',
  'zeek+zeek/testing/btest/Traces/rdp/rdp-proprietary-encryption.pcap',
];

/** Files that differ: octets of ours, and of theirs. */
const DIFFERENT: readonly string[] = [
  // The other side acknowledged 81 octets before the first segment: they are missing, and ours has a hole there.
  'bittorrent.pcap 082.058.216.115.38305-192.168.001.003.52888: 639, 558',
  // IPv6 of a loopback device, which tcpflow does not read.
  'local2.pcap fe80::e6ce:8fff:fe05:ebda.00022-fe80::e6ce:8fff:fe05:ebda.50270: 2237, -',
  'local2.pcap fe80::e6ce:8fff:fe05:ebda.50270-fe80::e6ce:8fff:fe05:ebda.00022: 2117, -',
  // Padding, and an octet that only keeps the connection alive, which tcpflow writes over the last one.
  'sites.pcapng 192.168.001.227.50071-052.073.071.226.00443: 2225, 2231',
  // A segment in a sample of sFlow: ours (and tshark) follows what other packets carry.
  'tcp-reassembly.pcap 172.016.128.201.01060-172.016.133.006.01731: 74, -',
];

const folder = mkdtempSync(join(tmpdir(), 'tcpflow-'));
afterAll(() => rmSync(folder, { recursive: true }));

const filesOf = (path: string): Map<string, Buffer> =>
  new Map(
    readdirSync(path)
      .filter((name) => name !== 'report.xml')
      .map((name) => [name, readFileSync(join(path, name))]),
  );

/** Octets that fill a frame of Ethernet up to its 60, which tcpflow takes for data: zeros behind the stream, or a file of their own. */
const isPadding = (ours: Buffer | undefined, theirs: Buffer | undefined): boolean => {
  const size = ours?.length ?? 0;
  if (theirs === undefined || theirs.length <= size || theirs.length > size + 7) return false;
  return theirs.subarray(0, size).equals(ours ?? theirs.subarray(0, 0)) && theirs.subarray(size).every((octet) => octet === 0);
};

describeIf(all(requireShared(), requireProgram('tcpflow')), 'files of streams', () => {
  it('are those of tcpflow', async () => {
    const different: string[] = [];
    let [files, padded] = [0, 0];
    for (const [i, name] of CAPTURES.entries()) {
      const path = join(sharedPath('corpus'), name);
      const [ours, theirs] = [join(folder, `ours${i}`), join(folder, `theirs${i}`)];
      await runCli(['streams', '-q', '-r', path, '-o', ours, '--holes']);
      mkdirSync(theirs);
      execFileSync('tcpflow', ['-q', '-r', path, '-o', theirs], { stdio: 'ignore' });
      const [us, them] = [filesOf(ours), filesOf(theirs)];
      files += us.size;
      for (const one of new Set([...us.keys(), ...them.keys()])) {
        const [mine, other] = [us.get(one), them.get(one)];
        if (mine !== undefined && other?.equals(mine) === true) continue;
        if (isPadding(mine, other)) padded++;
        else different.push(`${basename(name)} ${one}: ${mine?.length ?? '-'}, ${other?.length ?? '-'}`);
      }
    }
    expect(different.sort()).toEqual([...DIFFERENT].sort());
    expect(padded).toBe(30);
    expect(files).toBeGreaterThan(100);
  }, 60_000);
});
