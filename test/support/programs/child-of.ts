import { readFileSync } from 'node:fs';

/** The first child of a process. @throws when it has none: as a number, that would be 0, and a signal to it would end the whole group of whoever sends it */
export function childOf(pid: number): number {
  const [first = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  if (first === '') throw new Error(`process ${pid} has no child`);
  return Number(first);
}
