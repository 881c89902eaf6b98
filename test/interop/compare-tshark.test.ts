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
  `${captures}/zeek+zeek/testing/btest/Traces/ipv6-http-atomic-frag.pcap`,
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
    const all = ['--show', '20', '--least', '99', 'tls,http', ...PATHS];
    const { status, stdout } = spawnSync(process.execPath, [script, '--pkw', built.path, ...all], { encoding: 'utf8' });
    expect(status, stdout).toBe(0);
    expect(Number(/of (\d+) values/.exec(stdout)?.[1])).toBeGreaterThan(150);
    // tshark hands it to TLS, whatever it is; to us it goes on with the response.
    expect(stdout.split('\n').filter((line) => line.includes(' #'))).toEqual([
      'input.pcap #9 frame.protocols: tshark "null:ip:tcp:tls", pkw "null:ip:tcp:http"',
    ]);
  }, 60_000);
});
