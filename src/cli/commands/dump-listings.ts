/** What `pkw dump` lists instead of capturing: interfaces, link types, time stamps. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { InterfaceInfo } from '../../capture/batch.ts';
import { linkType, linkTypeName } from '../../capture/link-types.ts';
import type { Host, LinkAbilities } from '../../host/host.ts';

/** Everything that can be opened, in the order of `-D`, whose numbers `-i` takes. */
export async function captureInterfaces(host: Host): Promise<InterfaceInfo[]> {
  return [...(await host.interfaces()), ...((await host.pseudoInterfaces?.()) ?? [])];
}

/**
 * The name of the interface that is meant: by itself (of a pseudo interface it may say more than the list does, `nflog:5`), or by
 * its number in the list. Without either the first that is up, other than the loopback if there is one.
 * @throws ERR_INTERFACE for a number that the list has not
 */
export async function chosenInterface(host: Host, given: string | undefined): Promise<string> {
  if (given !== undefined && !/^\d+$/.test(given)) return given;
  const all = await captureInterfaces(host);
  if (given === undefined) {
    const usable = all.filter(({ up, running }) => up === true && running !== false);
    const found = usable.find(({ loopback }) => loopback !== true) ?? usable[0];
    if (found !== undefined) return found.name;
    throw new PacketwrightError('ERR_INTERFACE', 'no interface is up', { remedy: 'bring one up, or name one with -i' });
  }
  const found = all.find(({ name }) => name === given) ?? all[Number(given) - 1];
  if (found !== undefined) return found.name;
  throw new PacketwrightError('ERR_INTERFACE', `there is no interface ${given}`, {
    iface: given,
    remedy: 'pkw dump -D lists the interfaces',
  });
}

/** A line an interface: its number, its name, what it is, its state. */
export function interfaceLines(all: readonly InterfaceInfo[]): string {
  return all
    .map((one, i) => {
      const state = [one.up && 'Up', one.running && 'Running', one.loopback && 'Loopback'].filter((word) => typeof word === 'string');
      const description = one.description === undefined ? '' : ` (${one.description})`;
      return `${i + 1}.${one.name}${description}${state.length === 0 ? '' : ` [${state.join(', ')}]`}\n`;
    })
    .join('');
}

/** @throws ERR_VALUE where a host's links have no choices; ERR_INTERFACE */
export async function abilitiesOf(host: Host, name: string): Promise<LinkAbilities> {
  const found = await host.abilities?.(name);
  if (found !== undefined) return found;
  throw new PacketwrightError('ERR_VALUE', `${host.name} cannot list the capabilities of ${name}`, { iface: name });
}

export function linkTypeLines(name: string, { linkTypes }: LinkAbilities): string {
  const lines = linkTypes.map((number) => `  ${linkTypeName(number)} (${linkType(number)?.description ?? 'not known'})\n`);
  return `Data link types for ${name} (use option -y to set):\n${lines.join('')}`;
}

export function timestampLines(name: string, { timestamps }: LinkAbilities): string {
  return `Time stamp types for ${name} (use option -j to set):\n${timestamps.map((one) => `  ${one}\n`).join('')}`;
}
