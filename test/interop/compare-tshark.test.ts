/** TLS and HTTP of captures kept here, against tshark: what scripts/compare-tshark.mjs counts, and that it counts what differs. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCli, type BuiltCli } from '../support/built-cli.ts';
import { describeIf, requireProgram } from '../support/require.ts';

const script = fileURLToPath(new URL('../../scripts/compare-tshark.mjs', import.meta.url));
const captures = fileURLToPath(new URL('../fixtures/captures', import.meta.url));
const CONNECT = `${captures}/OISF+suricata-verify/tests/http-connect/http-connect-fragmented/input.pcap`;
const PATHS = [
  `${captures}/seladb+PcapPlusPlus/Tests/Pcap++Test/PcapExamples/many_interfaces-1.pcapng`,
  `${captures}/zeek+zeek/doc/advanced/devel/plugins/connkey-vxlan-fivetuple-plugin-src/Traces/vxlan-overlapping-http-get.pcap`,
  CONNECT,
];

describeIf(requireProgram('tshark'), 'TLS and HTTP as tshark reads them', () => {
  let built: BuiltCli;
  beforeAll(async () => {
    built = await buildCli('src/cli/main.ts');
  });
  afterAll(() => built.remove());

  // One run, because reading all specs and tshark's 200,000 names takes seconds.
  it('agree but for the tunnel of a CONNECT, and what differs is told', () => {
    const all = ['--show', '20', '--least', '96', 'tls,http', ...PATHS];
    const { status, stdout } = spawnSync(process.execPath, [script, '--pkw', built.path, ...all], { encoding: 'utf8' });
    expect(status, stdout).toBe(0);
    expect(Number(/of (\d+) values/.exec(stdout)?.[1])).toBeGreaterThan(150);
    // A tunnel carries anything (RFC 9110 §9.3.6). tshark writes `http` in front of all of it; to us an answer in it is one, and else it is octets.
    const differing = stdout.split('\n').filter((line) => line.includes(' #'));
    expect(differing.map((line) => line.split(':')[0])).toEqual([
      ...[9, 11].map((n) => `input.pcap #${n} frame.protocols`),
      ...['server', 'response.version', 'response.code', 'response.phrase'].map((name) => `input.pcap #13 http.${name}`),
    ]);
  }, 60_000);
});
