import { describe, expect, it } from 'vitest';
import { containerOf } from './container.ts';
import { dropPrivileges } from './drop-privileges.ts';
import { type Circumstances, howToGrant, setcapOnCopy } from './grant.ts';
import { permissionError } from './permission-error.ts';
import { type Capability, parseRights } from './process-rights.ts';
import { parseUserMap } from './user-map.ts';
import { forbiddingSwitch } from './user-namespaces.ts';

/** /proc/self/status of `setpriv --reuid=65534 ./node` with cap_net_raw,cap_net_admin=eip on the file; Linux 6.18. */
const STATUS = `Name:	node
Uid:	65534	65534	65534	65534
Gid:	65534	65534	65534	65534
CapInh:	0000000000000000
CapPrm:	0000000000003000
CapEff:	0000000000003000
CapBnd:	000001fffeffffff
CapAmb:	0000000000000000
NoNewPrivs:	1
Seccomp:	0
`;
const WHOLE_MACHINE = parseUserMap('         0          0 4294967295\n');

describe('what /proc/self/status says', () => {
  it('is read: user, capabilities, no_new_privs', () => {
    const rights = parseRights(STATUS, WHOLE_MACHINE);
    expect(rights).toMatchObject({ uid: 65534, noNewPrivileges: true, inUserNamespace: false });
    expect(rights.capabilities).toEqual(['CAP_NET_ADMIN', 'CAP_NET_RAW']);
    expect(rights.bounding).toContain('CAP_SYS_ADMIN');
  });

  it('tells a user namespace', () => {
    expect(parseRights(STATUS, parseUserMap('         0      65534          1\n')).inUserNamespace).toBe(true);
  });

  it('tells each capability by its bit', () => {
    const of = (bits: string) => parseRights(STATUS.replace('CapEff:	0000000000003000', `CapEff:	${bits}`), WHOLE_MACHINE).capabilities;
    // capabilities(7): CAP_NET_RAW is 13, CAP_SYS_ADMIN 21.
    expect(of('0000000000002000')).toEqual(['CAP_NET_RAW']);
    expect(of('0000000000200000')).toEqual(['CAP_SYS_ADMIN']);
    expect(of('0000000000000000')).toEqual([]);
  });
});

describe('a container', () => {
  const files = (there: Record<string, string>) => (path: string) => there[path];
  it.each([
    ['docker', { '/.dockerenv': '' }],
    ['podman', { '/run/.containerenv': 'engine="podman-4.3.1"\n' }],
    ['systemd-nspawn', { '/run/systemd/container': 'systemd-nspawn\n' }],
    ['kubernetes', { '/proc/1/cgroup': '0::/kubepods.slice/kubepods-burstable.slice/cri-containerd-1.scope\n' }],
    ['docker', { '/proc/1/cgroup': '12:cpu:/docker/0123\n' }],
    [undefined, { '/proc/1/cgroup': '0::/init.scope\n' }],
    [undefined, {}],
  ] as const)('%s is told by its traces', (container, there) => {
    expect(containerOf({}, files(there as Record<string, string>))).toBe(container);
  });

  it('of kubernetes says so in its environment', () => {
    expect(containerOf({ KUBERNETES_SERVICE_HOST: '10.0.0.1' }, files({ '/.dockerenv': '' }))).toBe('kubernetes');
  });
});

const ALL: readonly Capability[] = ['CAP_SETGID', 'CAP_SETUID', 'CAP_NET_ADMIN', 'CAP_NET_RAW', 'CAP_SYS_PTRACE', 'CAP_SYS_ADMIN'];

function where(o: Partial<Circumstances['rights']> = {}, container?: Circumstances['container']): Circumstances {
  const rights = { uid: 1000, capabilities: [], bounding: ALL, noNewPrivileges: false, inUserNamespace: false, ...o };
  return { rights, container, node: '/usr/bin/node' };
}

describe('how a capability is granted', () => {
  it('by setcap, or by root', () => {
    const line = 'run as root, with sudo, or: sudo setcap cap_net_raw,cap_net_admin=eip /usr/bin/node';
    expect(howToGrant('CAP_NET_RAW', where())).toBe(line);
    // Those who may build an image may set it there too.
    expect(howToGrant('CAP_NET_ADMIN', where({}, 'docker'))).toBe(line);
    expect(setcapOnCopy('/opt/my node')).toBe("cp '/opt/my node' ~/node-net && sudo setcap cap_net_raw,cap_net_admin=eip ~/node-net");
  });

  it('is root alone where a program that had it would be as good as root', () => {
    expect(howToGrant('CAP_SYS_ADMIN', where())).toBe('run as root, with sudo');
  });

  it('is said to the container where that holds it back', () => {
    const limited = { uid: 0, bounding: ['CAP_NET_RAW'] as const };
    expect(howToGrant('CAP_NET_ADMIN', where(limited, 'docker'))).toBe(
      'start the container with: docker run --cap-add NET_RAW --cap-add NET_ADMIN',
    );
    expect(howToGrant('CAP_SYS_ADMIN', where(limited, 'podman'))).toBe('start the container with: podman run --cap-add SYS_ADMIN');
    expect(howToGrant('CAP_NET_ADMIN', where(limited, 'kubernetes'))).toContain('add: [NET_RAW, NET_ADMIN]');
    expect(howToGrant('CAP_NET_ADMIN', where(limited, 'lxc'))).toContain('lxc.cap.drop');
    expect(howToGrant('CAP_NET_ADMIN', where(limited, 'systemd-nspawn'))).toContain('--capability=CAP_NET_RAW,CAP_NET_ADMIN');
    expect(howToGrant('CAP_NET_ADMIN', where(limited))).toContain('CapabilityBoundingSet=');
  });

  it('is neither sudo nor setcap under no_new_privs', () => {
    expect(howToGrant('CAP_NET_RAW', where({ noNewPrivileges: true }))).toMatch(/^start it without no_new_privs/);
  });

  it('is said in the error, with THE capability', () => {
    const error = permissionError('open a packet socket on eth0', 'EPERM', 'CAP_NET_RAW', { iface: 'eth0' }, where());
    expect(error.line).toBe(
      'cannot open a packet socket on eth0: this process lacks CAP_NET_RAW (EPERM); run as root, with sudo, or: sudo setcap cap_net_raw,cap_net_admin=eip /usr/bin/node',
    );
    expect(error.details).toMatchObject({ capability: 'CAP_NET_RAW', iface: 'eth0' });
  });

  it('is not said to who has it', () => {
    const has = where({ capabilities: ALL });
    expect(permissionError('send', 'EPERM', 'CAP_NET_RAW', {}, has).line).toBe('cannot send: the kernel does not permit it (EPERM)');
    const inside = where({ uid: 0, capabilities: ALL, inUserNamespace: true });
    expect(permissionError('enter it', 'EPERM', 'CAP_SYS_ADMIN', {}, inside).line).toBe(
      "cannot enter it: CAP_SYS_ADMIN is valid only in this process's user namespace (EPERM); run as root outside of that namespace",
    );
  });
});

describe('what forbids user namespaces', () => {
  const set = (values: Record<string, string>) => (path: string) => values[path];
  it.each([
    ['user.max_user_namespaces = 0', 'user.max_user_namespaces=15000', { 'user/max_user_namespaces': '0' }],
    ['kernel.unprivileged_userns_clone = 0', 'kernel.unprivileged_userns_clone=1', { 'kernel/unprivileged_userns_clone': '0' }],
    [
      'kernel.apparmor_restrict_unprivileged_userns = 1',
      'kernel.apparmor_restrict_unprivileged_userns=0',
      { 'user/max_user_namespaces': '9', 'kernel/apparmor_restrict_unprivileged_userns': '1' },
    ],
  ] as const)('%s', (name, command, values) => {
    expect(forbiddingSwitch(false, set(values as Record<string, string>))).toEqual({ name, set: command });
  });

  it('is not what is about processes without rights, for root', () => {
    expect(forbiddingSwitch(true, set({ 'kernel/unprivileged_userns_clone': '0' }))).toBeUndefined();
    expect(forbiddingSwitch(false, set({ 'user/max_user_namespaces': '100', 'kernel/unprivileged_userns_clone': '1' }))).toBeUndefined();
  });
});

describe('becoming another user', () => {
  it.each(['', 'nobody:', ':nogroup', 'no such user', 'nobody:no such group', 'a:b:c', 'root', '0', 'root:nogroup'])(
    'is refused for %j before anything is done',
    (user) => {
      expect(() => dropPrivileges(user)).toThrow(
        expect.objectContaining({ code: process.platform === 'linux' ? 'ERR_VALUE' : 'ERR_PLATFORM' }),
      );
    },
  );
});
