/** The interface that `-i` names, where a command shows what belongs to it. */
import type { Host } from '../../host/host.ts';
import { noInterface } from '../../host/no-interface.ts';
import { orSignal } from '../../host/or-signal.ts';

/** @throws ERR_INTERFACE when the host has none of that name: an empty list would say that it has nothing */
export async function checkInterface(host: Host, name: string | undefined, signal: AbortSignal): Promise<void> {
  if (name === undefined) return;
  const all = await orSignal(host.interfaces(), signal);
  if (!all.some((one) => one.name === name)) throw noInterface(name);
}
