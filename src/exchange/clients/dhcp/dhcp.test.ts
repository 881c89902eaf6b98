import { afterEach, describe, expect, it } from 'vitest';
import { type Lab, lab } from '../../../lab/lab.ts';
import { dhcpServer, type DhcpServer, type DhcpServerOptions } from '../../answering/dhcp-server.ts';
import { arpMachine } from '../../answering/arp-machine.ts';
import type { DhcpLease } from './dhcp-lease.ts';
import { dhcp, type DhcpClient, dhcpInform, type DhcpOptions } from './dhcp.ts';

let net: Lab;
afterEach(() => net.close());

/** alice asks, bob serves; time is virtual. */
function network(o: Partial<DhcpServerOptions> = {}): { server: DhcpServer; ask: (o?: DhcpOptions) => Promise<DhcpClient> } {
  net = lab({ time: 'virtual', hosts: { alice: { address: '192.0.2.250/24' }, bob: { address: '192.0.2.1/24' } } });
  const bob = net.host('bob');
  const server = dhcpServer({
    ...{ address: bob.address, mac: bob.mac, clock: net.clock, leaseSeconds: 600 },
    pools: [
      {
        network: '192.0.2.0/24',
        range: ['192.0.2.100', '192.0.2.109'],
        routers: ['192.0.2.1'],
        nameServers: ['192.0.2.1'],
        domain: 'example.org',
      },
    ],
    ...o,
  });
  bob.machines.push(server);
  return { server, ask: (more = {}) => dhcp({ host: net.host('alice'), iface: 'eth0', ...more }) };
}

/** The states that a client goes through, with the seconds of the lab's clock. */
function steps(): { readonly list: string[]; readonly onStep: NonNullable<DhcpOptions['onStep']> } {
  const list: string[] = [];
  return { list, onStep: ({ at, to, label }) => void list.push(`${(at / 1000).toFixed(0)} ${label}: ${to}`) };
}
const next = <E extends 'bound' | 'renewed' | 'lost'>(client: DhcpClient, event: E): Promise<unknown> =>
  new Promise((resolve) => client.on(event, resolve));

describe('a DHCP client', () => {
  it('gets an address, and gives it back', async () => {
    const { server, ask } = network();
    const { list, onStep } = steps();
    const client = await ask({ onStep, hostname: 'alice' });
    expect(client.lease).toMatchObject({
      ...{ address: '192.0.2.100', server: '192.0.2.1', prefixLength: 24, routers: ['192.0.2.1'], nameServers: ['192.0.2.1'] },
      ...{ domain: 'example.org', seconds: 600, renewSeconds: 300, rebindSeconds: 525, broadcast: '192.0.2.255' },
    });
    expect(list).toEqual([
      ...['0 begins: SELECTING', '0 DHCPOFFER: REQUESTING', '0 DHCPACK: PROBING', '0 once more: PROBING', '1 once more: PROBING'],
      '1 nobody has it: BOUND',
    ]);
    expect(server.bindings).toMatchObject([{ address: '192.0.2.100', state: 'leased', mac: net.host('alice').mac }]);
    await client.release();
    expect([client.state, client.lease, server.bindings]).toEqual(['RELEASED', undefined, []]);
  });

  it('asks for more time when T1 passes, and when it is told to', async () => {
    const { ask } = network();
    const { list, onStep } = steps();
    await using client = await ask({ onStep, probeMs: 0 });
    const first = client.lease as DhcpLease;
    const renewed = (await next(client, 'renewed')) as DhcpLease;
    expect([renewed.address, renewed.obtainedAt - first.obtainedAt]).toEqual([first.address, expect.closeTo(300_000, -2)]);
    expect(list.slice(-2)).toEqual(['300 T1 passes: RENEWING', '300 DHCPACK: BOUND']);
    expect((await client.renew()).address).toBe(first.address);
    expect((await client.rebind()).address).toBe(first.address);
  });

  it('asks any server when T2 passes, and begins anew when its time is over', async () => {
    const { server, ask } = network();
    const { list, onStep } = steps();
    const client = await ask({ onStep, probeMs: 0 });
    const { machines } = net.host('bob');
    machines.splice(machines.indexOf(server), 1);
    expect(await next(client, 'lost')).toMatchObject({ why: 'its time was over', lease: { address: '192.0.2.100' } });
    expect(list.slice(4, 10)).toEqual([
      '300 T1 passes: RENEWING',
      // Half of what is left to T2, but not less than a minute (RFC 2131 §4.4.5).
      ...[
        '413 no answer: RENEWING',
        '473 no answer: RENEWING',
        '525 T2 passes: REBINDING',
        '585 no answer: REBINDING',
        '600 the lease is over: INIT',
      ],
    ]);
    machines.push(server);
    expect(await next(client, 'bound')).toMatchObject({ address: '192.0.2.100' });
    await client.stop();
  });

  it('declines what another host has, and gets another address', async () => {
    const { server, ask } = network();
    const { list, onStep } = steps();
    net.host('bob').machines.push(arpMachine({ macOf: (address) => (address === '192.0.2.100' ? '02:00:00:00:00:77' : undefined) }));
    await using client = await ask({ onStep });
    expect(list.filter((step) => /INIT|BOUND/.test(step))).toEqual(['0 ARP: it is taken; DHCPDECLINE: INIT', '11 nobody has it: BOUND']);
    expect([client.lease?.address, server.bindings.map(({ address, state }) => [address, state])]).toEqual([
      '192.0.2.101',
      [
        ['192.0.2.100', 'declined'],
        ['192.0.2.101', 'leased'],
      ],
    ]);
  });

  it('asks for the address that it had, and takes another when that is refused', async () => {
    const { ask } = network();
    let kept: DhcpLease | undefined;
    const store = { load: () => kept, save: (lease: DhcpLease | undefined) => void (kept = lease) };
    const first = await ask({ store, probeMs: 0, address: '192.0.2.105' });
    await first.stop();
    expect(kept?.address).toBe('192.0.2.105');
    const { list, onStep } = steps();
    const second = await ask({ store, probeMs: 0, onStep });
    expect(list.map((step) => step.split(' ').slice(1).join(' '))).toEqual([
      ...['it had an address: INIT-REBOOT', 'begins: REBOOTING', 'DHCPACK: PROBING', 'nobody has it: BOUND'],
    ]);
    await second.stop();
    kept = { ...(kept as DhcpLease), address: '198.51.100.7' };
    list.length = 0;
    await using third = await ask({ store, probeMs: 0, onStep });
    expect(list.map((step) => step.split(' ').slice(1).join(' '))).toContain('DHCPNAK: INIT');
    expect(third.lease?.address).toBe('192.0.2.105');
  });

  it('asks whether its address is good after a change of the link, and loses it where it is not', async () => {
    const { server, ask } = network();
    const { list, onStep } = steps();
    await using client = await ask({ probeMs: 0, onStep });
    list.length = 0;
    expect((await client.confirm()).address).toBe('192.0.2.100');
    expect(list).toEqual(['0 confirm: INIT-REBOOT', '0 begins: REBOOTING', '0 DHCPACK: PROBING', '0 nobody has it: BOUND']);
    // Another network is behind the link now.
    const { machines } = net.host('bob');
    const { address, mac } = net.host('bob');
    const pools = [{ network: '192.0.2.0/24', range: ['192.0.2.200', '192.0.2.209'] as const }];
    machines.splice(machines.indexOf(server), 1, dhcpServer({ address, mac, clock: net.clock, pools }));
    const bound = next(client, 'bound');
    await expect(client.confirm()).rejects.toMatchObject({ code: 'ERR_NEIGHBOUR', message: expect.stringContaining('the lease is lost') });
    expect(await bound).toMatchObject({ address: '192.0.2.200' });
  });

  it('takes an address in two messages', async () => {
    const { ask } = network();
    const { list, onStep } = steps();
    await using client = await ask({ rapidCommit: true, probeMs: 0, onStep });
    expect(list).toEqual(['0 begins: SELECTING', '0 DHCPACK, rapid commit: PROBING', '0 nobody has it: BOUND']);
    expect(client.lease?.address).toBe('192.0.2.100');
  });

  it('asks again, later each time, and says that nobody answers', async () => {
    const { server, ask } = network();
    const { machines } = net.host('bob');
    machines.splice(machines.indexOf(server), 1);
    const at: number[] = [];
    const asking = ask({ timeoutMs: 200_000, onStep: (step) => void (step.to === 'SELECTING' && at.push(step.at)) });
    await expect(asking).rejects.toMatchObject({ code: 'ERR_NEIGHBOUR', message: 'eth0: no DHCP server answered within 200000 ms' });
    const waits = at.slice(1).map((ms, i) => (ms - (at[i] as number)) / 1000);
    // RFC 2131 §4.1: 4, 8, 16, 32, 64 seconds, each one more or less.
    expect(waits).toHaveLength(6);
    for (const [i, wait] of waits.entries()) expect(Math.abs(wait - Math.min(64, 4 * 2 ** i))).toBeLessThanOrEqual(1);
    expect(new Set(waits.map((wait) => wait % 1)).size).toBe(6);
  });

  it('answers ARP for an address that the interface does not have', async () => {
    const { ask } = network();
    await using client = await ask({ probeMs: 0 });
    expect(await net.host('bob').neighbour('eth0', client.lease?.address ?? '')).toBe(net.host('alice').mac);
  });

  it('asks for settings alone', async () => {
    network();
    const settings = await dhcpInform({ host: net.host('alice'), iface: 'eth0' });
    expect(settings).toMatchObject({ server: '192.0.2.1', routers: ['192.0.2.1'], domain: 'example.org', prefixLength: 24 });
  });

  it('says what is wrong with what it is given', async () => {
    const { ask } = network();
    await expect(ask({ iface: 'eth7' })).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
    await expect(ask({ request: ['ruoter'] })).rejects.toThrow("DHCP has no option 'ruoter'; did you mean 'router'?");
    await using client = await ask({ probeMs: 0 });
    await client.release();
    await expect(client.renew()).rejects.toThrow();
  });
});
