/** For tests: a host, a router, and a host behind the router, in namespaces that are made and removed by the test. Nothing leaves them. */
import { run, type TwoNamespaces } from '../live-links.ts';
import { twoPairs } from '../two-pairs.ts';

/** MTU of the router towards the far host, which believes that it is 1500. */
export const NARROW = 1300;

export interface RoutedNetwork extends TwoNamespaces {
  /** Behind the router: `vs` (10.78.0.2, fd00:78::2). */
  readonly far: string;
}

/**
 * Namespaces a and b of {@link twoPairs}: b is the router, and has `vr` (10.78.0.1, fd00:78::1) besides, of a smaller MTU. All of 10.78.0.0/16,
 * 10.90.0.0/16, fd00:78::/64 and fd00:90::/64 go from a to b; b has no route to the ones with 90.
 */
export function routedNetwork(): RoutedNetwork {
  const net = twoPairs();
  const far = `${net.b}-far`;
  const remove = (): void => {
    run('ip', 'netns', 'del', far);
    net.remove();
  };
  run('ip', 'netns', 'add', far);
  try {
    const quiet = ['accept_dad=0', 'router_solicitations=0', 'accept_ra=0'].map((one) => `net.ipv6.conf.default.${one}`);
    for (const name of [net.b, far]) run('ip', 'netns', 'exec', name, 'sysctl', '-qw', ...quiet);
    run('ip', '-n', net.b, 'link', 'add', 'vr', 'type', 'veth', 'peer', 'name', 'vs', 'netns', far);
    for (const [name, device, end] of [
      [net.b, 'vr', 1],
      [far, 'vs', 2],
    ] as const) {
      run('ip', '-n', name, 'addr', 'add', `10.78.0.${end}/24`, 'dev', device);
      run('ip', '-n', name, 'addr', 'add', `fd00:78::${end}/64`, 'dev', device, 'nodad');
      run('ip', '-n', name, 'link', 'set', device, 'address', `02:00:00:00:78:0${end}`, 'up');
    }
    run('ip', '-n', net.b, 'link', 'set', 'vr', 'mtu', String(NARROW));
    // Each tells of what it cannot deliver as often as it is asked.
    const often = ['net.ipv4.icmp_ratelimit=0', 'net.ipv4.icmp_msgs_per_sec=100000', 'net.ipv6.icmp.ratelimit=0'];
    run('ip', 'netns', 'exec', net.b, 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1', ...often);
    run('ip', '-n', far, 'route', 'add', 'default', 'via', '10.78.0.1');
    run('ip', '-n', far, 'route', 'add', 'default', 'via', 'fd00:78::1');
    for (const there of ['10.78.0.0/16', '10.90.0.0/16']) run('ip', '-n', net.a, 'route', 'add', there, 'via', '10.77.0.2');
    for (const there of ['fd00:78::/64', 'fd00:90::/64']) run('ip', '-n', net.a, 'route', 'add', there, 'via', 'fd00:79::2');
  } catch (error) {
    remove();
    throw error;
  }
  return { ...net, far, remove };
}
