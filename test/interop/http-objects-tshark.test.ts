/** What HTTP carries in captures that others made: the files of `pkw streams --http` beside those of `tshark --export-objects http`. */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { all, describeIf, requireProgram, requireShared, sharedPath } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const CAPTURES: readonly string[] = [
  'OISF+suricata-verify/tests/http-request-invalid/input.pcap',
  'OISF+suricata-verify/tests/output-eve-ftp-data/input.pcap',
  'chrissanders+packets/http_espn.pcapng',
  'ntop+nDPI/tests/cfgs/default/pcap/KakaoTalk_talk.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/anyconnect-vpn.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/sites.pcapng',
  'seladb+PcapPlusPlus/Tests/ExamplesTest/pcap_examples/tcp-reassembly.pcap',
  'wireshark+wireshark/test/captures/grpc_web.pcapng.gz',
  'zeek+zeek/testing/btest/Traces/http/bro.org.pcap',
];

/** Files that only tshark has (-), and that only we have (+). */
const DIFFERENT: readonly string[] = [
  // Of two answers to a SYN tshark believes the second, whose numbers are others; the client and we believe the first.
  'KakaoTalk_talk.pcap + rtkvreport 48 c1fa4001dcd4',
  // Segments from the middle of what no head was seen of.
  'KakaoTalk_talk.pcap - object3 126 1c99204e739e',
  'KakaoTalk_talk.pcap - object44 479 a8f95b8acd65',
  // The capture ends, or has a hole, before the content does: ours has what there is, and says so.
  'bro.org.pcap + jquery.cycle.all.min.js 23812 6d1287de7ac8',
  'http_espn.pcapng + trv_detroit_134.jpg 2290 1a5ec09b7909',
  // Requests that say nothing of content have none (RFC 9112 §6.3); tshark takes what follows, which is no request. What the server says to that (400) answers nothing.
  'input.pcap - index.html 25 4ac9e78d5a4e',
  'input.pcap - index.html 25 8ad5c398f961',
  'input.pcap - index.html 301 58db65405839',
  'input.pcap - index.html 301 58db65405839',
  'input.pcap + object30 301 58db65405839',
  'input.pcap + object45 301 58db65405839',
];

const folder = mkdtempSync(join(tmpdir(), 'objects-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Name, octets and a sum of each file; which of several with one name it is is left out: tshark counts as they end. */
const filesOf = (path: string): string[] =>
  readdirSync(path).map((name) => {
    const octets = readFileSync(join(path, name));
    return `${name.replace(/\(\d+\)(?=\.[^.]*$|$)/, '')} ${octets.length} ${createHash('md5').update(octets).digest('hex').slice(0, 12)}`;
  });

function theirs(path: string, into: string): string[] {
  mkdirSync(into);
  try {
    execFileSync('tshark', ['-n', '-q', '-r', path, '--export-objects', `http,${into}`], { stdio: 'ignore' });
  } catch {
    // Of damaged captures what came before counts.
  }
  return filesOf(into);
}

describeIf(all(requireShared(), requireProgram('tshark')), 'contents of HTTP', () => {
  it('are in files with the names and the octets of tshark', async () => {
    const different: string[] = [];
    let files = 0;
    for (const [i, name] of CAPTURES.entries()) {
      const path = join(sharedPath('corpus'), name);
      await runCli(['streams', '-q', '-r', path, '--http', join(folder, `ours${i}`)]);
      const [us, them] = [filesOf(join(folder, `ours${i}`)), theirs(path, join(folder, `theirs${i}`))];
      files += us.length;
      for (const one of them) {
        const at = us.indexOf(one);
        if (at >= 0) us.splice(at, 1);
        else different.push(`${basename(name)} - ${one}`);
      }
      different.push(...us.map((one) => `${basename(name)} + ${one}`));
    }
    expect(different.sort()).toEqual([...DIFFERENT].sort());
    expect(files).toBeGreaterThan(100);
  }, 60_000);
});
