/** Which users of the machine those of this process's user namespace are: user_namespaces(7). */
import { readFileSync } from 'node:fs';

/** Users `inside` and the `count - 1` after it are `outside` and those after that. */
export interface UserRange {
  readonly inside: number;
  readonly outside: number;
  readonly count: number;
}

/** @throws what readFileSync throws, where there is no /proc */
export const userMap = (): readonly UserRange[] => parseUserMap(readFileSync('/proc/self/uid_map', 'utf8'));

/** Each line: first number inside, first number outside, how many. */
export const parseUserMap = (text: string): readonly UserRange[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [inside = 0, outside = 0, count = 0] = line.trim().split(/\s+/).map(Number);
      return { inside, outside, count };
    });

/** Whether every number is itself, as in the whole machine's user namespace. */
export const isWholeMachine = (map: readonly UserRange[]): boolean =>
  map.length === 1 && map[0]?.inside === 0 && map[0].outside === 0 && map[0].count === 2 ** 32 - 1;

/** Whether there is one user, who is root inside: so `unshare --map-root-user` makes it. */
export const isOneRoot = (map: readonly UserRange[]): boolean => map.length === 1 && map[0]?.inside === 0 && map[0].count === 1;

/** The user's number outside; the same where the map has none. */
export function outerUserOf(map: readonly UserRange[], uid: number): number {
  const range = map.find(({ inside, count }) => uid >= inside && uid < inside + count);
  return range === undefined ? uid : range.outside + uid - range.inside;
}
