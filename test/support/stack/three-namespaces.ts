/** For tests: three network namespaces in a row, made and removed by the test. Those at the ends are joined by whatever joins `xa` and `xb` in the one between. */
import { run } from '../live-links.ts';

export interface ThreeNamespaces {
  /** `va`: 10.77.0.1. */
  readonly a: string;
  /** `xa` towards a, `xb` towards b; no addresses. */
  readonly between: string;
  /** `vb`: 10.77.0.2. */
  readonly b: string;
  remove(): void;
}

const knowEachOther = (name: string, device: string, address: string, other: number): string =>
  run('ip', '-n', name, 'neigh', 'replace', address, 'lladdr', `02:00:00:00:77:0${other}`, 'dev', device, 'nud', 'permanent');

/** fd77::1 and fd77::2 at the ends as well. */
export function giveIpv6({ a, b }: ThreeNamespaces): void {
  for (const [name, device, n] of [
    [a, 'va', 1],
    [b, 'vb', 2],
  ] as const) {
    run('ip', 'netns', 'exec', name, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=0');
    run('ip', '-n', name, 'addr', 'add', `fd77::${n}/64`, 'dev', device, 'nodad');
    knowEachOther(name, device, `fd77::${3 - n}`, 3 - n);
  }
}

let made = 0;

/** @param o.offloads false: kernels fill in their checksums themselves, and send nothing that is larger than the MTU */
export function threeNamespaces(o: { readonly offloads?: boolean; readonly mtu?: number } = {}): ThreeNamespaces {
  const stem = `pkw3-${process.pid}-${made++}`;
  const [a, between, b] = ['a', 'x', 'b'].map((end) => `${stem}-${end}`) as [string, string, string];
  const all = [a, between, b];
  const inside = (name: string, ...words: string[]): string => run('ip', 'netns', 'exec', name, ...words);
  const remove = (): void => {
    for (const name of all) {
      try {
        run('ip', 'netns', 'del', name);
      } catch {
        // It was not made.
      }
    }
  };
  try {
    for (const name of all) {
      run('ip', 'netns', 'add', name);
      const quiet = ['router_solicitations=0', 'accept_ra=0', 'accept_dad=0'].flatMap((one) => [
        `net.ipv6.conf.default.${one}`,
        `net.ipv6.conf.all.${one}`,
      ]);
      // Without IPv6 nobody says anything of his own.
      inside(name, 'sysctl', '-qw', ...quiet, 'net.ipv6.conf.all.disable_ipv6=1');
      run('ip', '-n', name, 'link', 'set', 'lo', 'up');
    }
    for (const [name, device, other, n] of [
      [a, 'va', 'xa', 1],
      [b, 'vb', 'xb', 2],
    ] as const) {
      const mac = `02:00:00:00:77:0${n}`;
      run('ip', '-n', name, 'link', 'add', device, 'address', mac, 'type', 'veth', 'peer', 'name', other, 'netns', between);
      for (const [where, end] of [
        [name, device],
        [between, other],
      ] as const) {
        if (o.mtu !== undefined) run('ip', '-n', where, 'link', 'set', end, 'mtu', String(o.mtu));
        if (o.offloads === false) inside(where, 'ethtool', '-K', end, 'tx', 'off', 'tso', 'off', 'gso', 'off', 'gro', 'off');
        run('ip', '-n', where, 'link', 'set', end, 'up');
      }
      run('ip', '-n', name, 'addr', 'add', `10.77.0.${n}/24`, 'dev', device);
      // Nobody asks for neighbours: only what is sent is counted.
      knowEachOther(name, device, `10.77.0.${3 - n}`, 3 - n);
    }
  } catch (error) {
    remove();
    throw error;
  }
  return { a, between, b, remove };
}
