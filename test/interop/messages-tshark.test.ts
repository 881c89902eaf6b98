/** Every capture that others made: messages cut from its TCP streams, beside tshark's. */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { PacketwrightError } from '../../src/bytes/errors.ts';
import { openCapture } from '../../src/capture/node/open-capture.ts';
import { streamMessages } from '../../src/streams/messages/follow-messages.ts';
import type { StreamMessage } from '../../src/streams/messages/message.ts';
import { nodeDecoders } from '../../src/streams/messages/node/node-decoders.ts';
import { all, describeIf, requireProgram, requireShared, sharedPath } from '../support/require.ts';

/** Captures of the corpus in which HTTP has content, or DNS goes over TCP. */
const CAPTURES: readonly string[] = [
  'OISF+suricata-verify/tests/http-request-invalid/input.pcap',
  'OISF+suricata-verify/tests/output-eve-ftp-data/input.pcap',
  'chrissanders+packets/http_espn.pcapng',
  'ntop+nDPI/tests/cfgs/default/pcap/KakaoTalk_talk.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/anyconnect-vpn.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/iphone.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/sites.pcapng',
  'seladb+PcapPlusPlus/Tests/ExamplesTest/pcap_examples/tcp-reassembly.pcap',
  'seladb+PcapPlusPlus/Tests/Pcap++Test/PcapExamples/raw_ip.pcap',
  'the-tcpdump-group+tcpdump/tests/arcnet-rfc1201-arp-icmp-http.pcap',
  'wireshark+wireshark/test/captures/grpc_web.pcapng.gz',
  'zeek+zeek/doc/advanced/devel/plugins/connkey-vxlan-fivetuple-plugin-src/Traces/vxlan-overlapping-http-get.pcap',
  'zeek+zeek/testing/btest/Traces/dns-edns-ecs.pcap',
  'zeek+zeek/testing/btest/Traces/dns-inverse-query.pcap',
  'zeek+zeek/testing/btest/Traces/http/bro.org.pcap',
];

/** Contents that tshark exports and we do not have (-), and that we have alone (+): octets and a sum. */
const THEIRS: Readonly<Record<string, readonly string[]>> = {
  // Segments from the middle of what no head was seen of. Of two answers to a SYN tshark believes the second; the client and we believe the first.
  'ntop+nDPI/tests/cfgs/default/pcap/KakaoTalk_talk.pcap': ['+ 48 c1fa4001dcd4', '- 126 1c99204e739e', '- 479 a8f95b8acd65'],
  // Requests that say nothing of content have none (RFC 9112 §6.3); tshark takes what follows. The server answered 400.
  'OISF+suricata-verify/tests/http-request-invalid/input.pcap': ['- 25 4ac9e78d5a4e', '- 25 8ad5c398f961'],
};

/** Those of them in which all TLS is on ports where tshark looks for it. */
const WITH_TLS: readonly string[] = ['iphone.pcap', 'sites.pcapng'];

async function ours(path: string): Promise<StreamMessage[]> {
  const messages: StreamMessage[] = [];
  try {
    await using capture = await openCapture(path);
    for await (const m of streamMessages(capture, { decode: nodeDecoders, maxContent: 32e6 })) messages.push(m);
  } catch (error) {
    // Some are damaged on purpose: what came before counts.
    if (!(error instanceof PacketwrightError)) throw error;
  }
  return messages;
}

/** Octets, and a sum of them. */
const said = (octets: Uint8Array): string => `${octets.length} ${createHash('md5').update(octets).digest('hex').slice(0, 12)}`;

function theirObjects(path: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'objects-'));
  try {
    execFileSync('tshark', ['-n', '-q', '-r', path, '--export-objects', `http,${folder}`], { stdio: ['ignore', 'ignore', 'ignore'] });
    return readdirSync(folder).map((name) => said(readFileSync(join(folder, name))));
  } catch {
    return readdirSync(folder).map((name) => said(readFileSync(join(folder, name))));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The values of a column, each occurrence. */
function theirs(path: string, filter: string, column: string): string[] {
  let text = '';
  try {
    text = execFileSync('tshark', ['-n', '-r', path, '-Y', filter, '-T', 'fields', '-e', column], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    text = (error as { stdout?: string }).stdout ?? '';
  }
  return text.split(/[\n,]/).filter((word) => word !== '');
}

/** What one has and the other has not: `+` ours, `-` theirs. */
function difference(our: readonly string[], their: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const word of our) left.set(word, (left.get(word) ?? 0) + 1);
  for (const word of their) left.set(word, (left.get(word) ?? 0) - 1);
  return [...left].flatMap(([word, n]) => Array.from({ length: Math.abs(n) }, () => `${n > 0 ? '+' : '-'} ${word}`)).sort();
}

describeIf(all(requireShared(), requireProgram('tshark')), 'messages of the corpus', () => {
  for (const name of CAPTURES)
    it(`are tshark’s: ${name}`, async () => {
      const path = join(sharedPath('corpus'), name);
      const messages = await ours(path);
      const contents = messages.filter(
        (m) => m.layer.layerName.startsWith('HTTP') && m.problem === undefined && (m.content?.length ?? 0) > 0,
      );
      const made = contents.map((m) => said(m.content as Uint8Array));
      expect(difference(made, theirObjects(path))).toEqual(THEIRS[name] ?? []);
      const sizes = (layer: string, head: number): string[] =>
        messages.filter((m) => m.layer.layerName === layer && m.problem === undefined).map((m) => String(m.length - head));
      const questions = sizes('DNSTCP', 2);
      if (questions.length > 0) expect(difference(questions, theirs(path, 'dns && tcp', 'dns.length'))).toEqual([]);
      if (WITH_TLS.includes(basename(name)))
        expect(difference(sizes('TLS', 5), theirs(path, 'tls && tcp', 'tls.record.length'))).toEqual([]);
      expect(contents.length + questions.length).toBeGreaterThan(0);
    }, 30_000);
});
