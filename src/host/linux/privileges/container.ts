/** Whether this process runs in a container, and whose: what grants it a capability is then said outside. */
import { readFileSync } from 'node:fs';

/** What made the container; `another`: unknown. */
export type Container = 'docker' | 'podman' | 'kubernetes' | 'lxc' | 'systemd-nspawn' | 'another';

/** Words in the paths of control groups. */
const GROUPS: readonly (readonly [RegExp, Container])[] = [
  [/kubepods/, 'kubernetes'],
  [/libpod/, 'podman'],
  [/docker/, 'docker'],
  [/lxc/, 'lxc'],
  [/containerd|crio/, 'another'],
];

/** Undefined: in none that leaves a trace. @param read a file's text, undefined when it is not there */
export function containerOf(
  env: Readonly<Record<string, string | undefined>> = process.env,
  read: (path: string) => string | undefined = textOf,
): Container | undefined {
  if (env['KUBERNETES_SERVICE_HOST'] !== undefined) return 'kubernetes';
  if (read('/run/.containerenv') !== undefined) return 'podman';
  if (read('/.dockerenv') !== undefined) return 'docker';
  // systemd writes it down for what it starts, whoever made the container.
  const said = read('/run/systemd/container')?.trim();
  if (said !== undefined && said !== '') return said === 'lxc' || said === 'systemd-nspawn' ? said : 'another';
  const groups = read('/proc/1/cgroup') ?? '';
  return GROUPS.find(([words]) => words.test(groups))?.[1];
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
