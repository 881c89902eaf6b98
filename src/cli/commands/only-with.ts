/** Options that mean something together with a word or another option only. */
import { PacketwrightError } from '../../bytes/errors.ts';

/** @param given options by how they are written, each with its value @throws ERR_USAGE for the first that was given all the same */
export function refuseWithout(needed: string, given: Readonly<Record<string, unknown>>): void {
  for (const [flag, value] of Object.entries(given))
    if (value !== undefined)
      throw new PacketwrightError('ERR_USAGE', `${flag} needs ${needed}`, { remedy: `add ${needed}, or leave out ${flag}` });
}
