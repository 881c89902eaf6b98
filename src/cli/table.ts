/** Every command: its name, one line, and where it is. Nothing is loaded before it is called. */
import type { CommandEntry } from './command.ts';

export const commands: readonly CommandEntry[] = [
  { name: 'read', summary: 'what is in a capture: a list, fields, or JSON', load: async () => (await import('./commands/read.ts')).read },
  {
    name: 'dump',
    summary: "packets from an interface or a capture, listed or written to a file; tcpdump's flags",
    load: async () => (await import('./commands/dump.ts')).dump,
  },
  {
    name: 'fields',
    summary: 'the fields of all protocols, for pkw read -e: name, type, layer, text',
    load: async () => (await import('./commands/fields.ts')).fields,
  },
  {
    name: 'tour',
    summary: 'a packet, a network in memory, a capture: what this is, shown',
    load: async () => (await import('./commands/tour.ts')).tour,
  },
  {
    name: 'ifaces',
    summary: 'the interfaces and their addresses, or what goes through them',
    load: async () => (await import('./commands/ifaces.ts')).ifaces,
  },
  { name: 'routes', summary: 'the routes, or the way to an address', load: async () => (await import('./commands/routes.ts')).routes },
  {
    name: 'neigh',
    summary: 'the neighbours that the kernel knows: whose MAC an address has',
    load: async () => (await import('./commands/neigh.ts')).neigh,
  },
  {
    name: 'firewall',
    summary: "the packet filter's rules of ours, and the guard against this kernel's resets",
    load: async () => (await import('./commands/firewall.ts')).firewall,
  },
  {
    name: 'doctor',
    summary: 'what this process may do with the network, what is missing, and what grants it',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
];
