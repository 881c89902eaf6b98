/** Every command: its name, one line, and where it is. Nothing is loaded before it is called. */
import type { CommandEntry } from './command.ts';

export const commands: readonly CommandEntry[] = [
  { name: 'read', summary: 'what is in a capture: a list, fields, or JSON', load: async () => (await import('./commands/read.ts')).read },
  {
    name: 'tour',
    summary: 'a packet, a network in memory, a capture: what this is, shown',
    load: async () => (await import('./commands/tour.ts')).tour,
  },
];
