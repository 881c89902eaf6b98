/** Our NTP client beside chrony's, at chronyd; both read the same clock, so the offset is nearly nothing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ntp } from '../../src/exchange/clients/ntp/ntp.ts';
import { linuxHost, type LocalHost } from '../../src/host/linux/linux-host.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';
import { type UdpServer, udpServer } from '../support/programs/udp-server.ts';

describeIf(requireLive('chronyd', 'chronyc'), 'NTP at chronyd', () => {
  let net: TwoNamespaces, host: LocalHost, server: UdpServer, folder: string;
  beforeAll(async () => {
    net = twoNamespaces();
    folder = mkdtempSync(join(tmpdir(), 'pkw-ntp-'));
    writeFileSync(
      join(folder, 'server.conf'),
      `local stratum 10\nallow\nport 123\ncmdport 0\nbindcmdaddress ${folder}/cmd.sock\npidfile ${folder}/pid\ndriftfile ${folder}/drift\n`,
    );
    server = await udpServer(net.b, 123, 'chronyd', '-d', '-x', '-u', 'root', '-f', join(folder, 'server.conf'));
    host = linuxHost({ netns: net.a });
  });
  afterAll(async () => {
    await host.close();
    await server.stop();
    net.remove();
    rmSync(folder, { recursive: true });
  });

  it('measures what chronyc measures, within a millisecond', async () => {
    const ours = await ntp('10.77.0.2', { host, intervalMs: 10 });
    expect(ours).toMatchObject({ address: '10.77.0.2', stratum: 10, leap: 0, asked: 4 });
    // chronyd -Q: "System clock wrong by 0.000012 seconds (ignored)".
    const said = run(
      'sh',
      '-c',
      `exec ip netns exec ${net.a} chronyd -Q -u root -f /dev/null -t 20 'server 10.77.0.2 iburst minpoll -4 maxpoll -4' 'pidfile ${folder}/q.pid' 2>&1`,
    );
    const theirs = Number(/wrong by (-?[\d.]+) seconds/.exec(said)?.[1]) * 1000;
    expect(Math.abs(ours.offsetMs - theirs)).toBeLessThan(1);
    expect(Math.abs(ours.offsetMs)).toBeLessThan(1);
    expect(ours.delayMs).toBeGreaterThan(0);
    expect(ours.delayMs).toBeLessThan(50);
  });

  it('stands in one line', async () => {
    const { status, out } = await runCli(['ntp', '10.77.0.2', '--netns', net.a, '-n', '1']);
    expect(out).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} \(\+0000\) [+-]0\.00\d{4} \+\/- \d\.\d{6} 10\.77\.0\.2 s10 no-leap\n$/);
    expect(status).toBe(0);
  });
});
