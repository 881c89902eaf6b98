/** Settings alone, from a server of DHCP or DHCPv6: one question, driven over a link until it is answered. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { driveMachine } from '../../machine/drive-machine.ts';
import type { Machine } from '../../machine/machine.ts';
import { ClientLink, type ClientPlace } from './client-link.ts';

/** How long to wait, ms. */
const TIMEOUT_MS = 10_000;

/** What is asked, and how the answers are read. */
interface SettingsQuestion<State extends string, Memory, Input, Settings> {
  readonly filter: string;
  readonly machine: Machine<State, Memory, Input, Packet>;
  readonly memoryOf: (link: ClientLink) => Memory;
  /** What a frame says to the machine. */
  readonly read: (received: Packet, link: ClientLink) => Input | undefined;
  readonly settingsOf: (memory: Memory) => Settings | undefined;
  /** Who did not answer: `DHCPv6 server answered`. */
  readonly what: string;
}

/** @throws ERR_NEIGHBOUR when no server answers in time; ERR_INTERFACE, ERR_PERMISSION; the signal's reason */
export async function askSettings<State extends string, Memory, Input, Settings>(
  place: ClientPlace & { readonly timeoutMs?: number },
  { filter, machine, memoryOf, read, settingsOf, what }: SettingsQuestion<State, Memory, Input, Settings>,
): Promise<Settings> {
  const { timeoutMs = TIMEOUT_MS, signal } = place;
  const link = await ClientLink.open(place, filter);
  try {
    const { clock } = link.host;
    const memory = memoryOf(link);
    const driven = driveMachine(machine, memory, { clock, send: (frame) => link.send(frame), ...(signal && { signal }) });
    link.listen(
      (received) => {
        const input = read(received, link);
        if (input !== undefined) driven.deliver(input);
      },
      () => driven.stop(),
    );
    const cancel = clock.timer(timeoutMs, () => driven.stop());
    await driven.ended;
    cancel();
    signal?.throwIfAborted();
    const settings = settingsOf(memory);
    if (settings !== undefined) return settings;
    throw new PacketwrightError('ERR_NEIGHBOUR', `${link.iface}: no ${what} within ${timeoutMs} ms`, { iface: link.iface });
  } finally {
    await link.stop();
  }
}
