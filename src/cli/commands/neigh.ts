/** `pkw neigh`: the neighbours that the kernel knows, as `ip neigh` lists them. */
import type { NeighbourEntry } from '../../host/host.ts';
import type { Args, Command, CommandIo } from '../command.ts';
import { kernelHost } from '../command-host.ts';
import { checkInterface } from './check-interface.ts';
import { orSignal } from '../../host/or-signal.ts';
import { jsonLine } from '../json-line.ts';

interface NeighOptions {
  readonly json?: boolean;
  readonly interface?: string;
  readonly all?: boolean;
}

async function run({ options }: Args, io: CommandIo): Promise<0 | 1 | 2> {
  const o = options as NeighOptions;
  const host = await kernelHost(options);
  try {
    await checkInterface(host, o.interface, io.signal);
    const wanted = (host.admin === undefined ? [] : await orSignal(host.admin.neighbours.list(), io.signal)).filter(
      ({ iface, state }) => (o.all || (state !== 'noarp' && state !== 'none')) && (o.interface === undefined || iface === o.interface),
    );
    await io.write(wanted.map((entry) => (o.json ? jsonLine(entry) : neighbourLine(entry))).join(''));
    return 0;
  } finally {
    await host.close();
  }
}

function neighbourLine({ address, iface, mac, state }: NeighbourEntry): string {
  return `${address} dev ${iface}${mac === undefined ? '' : ` lladdr ${mac}`} ${state.toUpperCase()}\n`;
}

export const neigh: Command = {
  name: 'neigh',
  follows: 'ip neigh',
  summary: "the kernel's neighbour table: addresses and their MAC addresses",
  common: ['json', 'interface', 'netns', 'private'],
  options: [{ flags: '-a, --all', help: 'also list entries that need no lookup (multicast, this host itself)' }],
  examples: ['pkw neigh', 'pkw neigh -i eth0 --json'],
  run,
};
