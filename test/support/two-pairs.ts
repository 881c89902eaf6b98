/** For tests: two network namespaces joined by two veth pairs, IPv4 and IPv6, so that there is more than one way from one to the other. */
import { spawn } from 'node:child_process';
import { run, type TwoNamespaces, twoNamespaces } from './live-links.ts';

/**
 * `va` and `vb` as in {@link twoNamespaces}, and a second pair: `vc` (10.79.0.1, fd00:79::1, 02:00:00:00:79:01) in a, `vd` (10.79.0.2,
 * fd00:79::2, 02:00:00:00:79:02) in b. 10.88.0.1 and fd00:88::1 are b's too, and no route leads there.
 */
export function twoPairs(): TwoNamespaces {
  const net = twoNamespaces();
  for (const [name, devices] of [
    [net.a, ['lo', 'va']],
    [net.b, ['lo', 'vb']],
  ] as const) {
    const settings = ['default', ...devices].flatMap((which) => [
      `net.ipv6.conf.${which}.accept_dad=0`,
      `net.ipv6.conf.${which}.router_solicitations=0`,
      `net.ipv6.conf.${which}.disable_ipv6=0`,
    ]);
    run('ip', 'netns', 'exec', name, 'sysctl', '-qw', ...settings);
  }
  run('ip', '-n', net.a, 'link', 'add', 'vc', 'type', 'veth', 'peer', 'name', 'vd', 'netns', net.b);
  for (const [name, device, end] of [
    [net.a, 'vc', 1],
    [net.b, 'vd', 2],
  ] as const) {
    run('ip', '-n', name, 'link', 'set', device, 'address', `02:00:00:00:79:0${end}`, 'up');
    run('ip', '-n', name, 'addr', 'add', `10.79.0.${end}/24`, 'dev', device);
    run('ip', '-n', name, 'addr', 'add', `fd00:79::${end}/64`, 'dev', device, 'nodad');
  }
  run('ip', '-n', net.b, 'addr', 'add', '10.88.0.1/32', 'dev', 'lo');
  run('ip', '-n', net.b, 'addr', 'add', 'fd00:88::1/128', 'dev', 'lo');
  return net;
}

/** The frames that tcpdump sees come in on a device of namespace b while `during` runs, as hexadecimal text. Waits until there are `count`. */
export async function seenInB(
  net: TwoNamespaces,
  device: string,
  filter: string,
  count: number,
  during: () => Promise<unknown>,
): Promise<string[]> {
  const words = ['-i', device, '-nn', '-xx', '-t', '-c', String(count), '-Q', 'in', '--immediate-mode', filter];
  const child = spawn('ip', ['netns', 'exec', net.b, 'tcpdump', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    let out = '';
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    await new Promise<void>((resolve) => {
      child.stderr.on('data', (data: Buffer) => data.toString().includes('listening on') && resolve());
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    await during();
    await ended;
    return out
      .split(/\n(?=\S)/)
      .map((text) => [...text.matchAll(/^\s*0x[0-9a-f]+:\s+(.*)$/gm)].map(([, hex]) => (hex as string).replaceAll(/\s/g, '')).join(''));
  } finally {
    child.kill();
  }
}

/** All that ip lists of a namespace, without neighbours that the kernel learns by itself; sorted, since what comes back comes last. */
export function tablesIn(name: string): string[] {
  return [
    ['-o', 'link'],
    ['-o', 'addr'],
    ['-4', 'route', 'show', 'table', 'all'],
    ['-6', 'route', 'show', 'table', 'all'],
    ['neigh', 'show', 'nud', 'permanent'],
  ]
    .flatMap((words) => run('ip', '-n', name, ...words).split('\n'))
    .sort();
}
