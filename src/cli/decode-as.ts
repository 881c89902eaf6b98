/** `-d tcp.port==8080,http`: the user's word for what a number means, in tshark's spelling. */
import { PacketwrightError } from '../bytes/errors.ts';
import { didYouMean, nearest } from '../bytes/nearest.ts';
import type { Binding } from '../packet/chain/bindings.ts';
import { numberSlot } from '../packet/code/anchor.ts';
import type { Registry } from '../packet/chain/registry.ts';
import { layerNamed, layersOfProtocol } from '../filter/layers-called.ts';

const FORM = 'expected SPACE==NUMBER,PROTOCOL, for example tcp.port==8080,http';

const wrong = (text: string, what: string): never => {
  throw new PacketwrightError('ERR_USAGE', `-d ${text}: ${what}`, { value: text });
};

/** The highest number that the fields of a space can hold. */
function highest(registry: Registry, space: string): number {
  const bits = [...registry.layers.values()]
    .filter((layer) => registry.factsOf(layer)?.spaces.includes(space) ?? true)
    .flatMap(({ layout }) => [...layout.selectors, ...layout.hints])
    .filter(({ options }) => options.selects === space || options.hints === space)
    .map((slot) => numberSlot(slot).bits);
  return bits.length === 0 ? Number.MAX_SAFE_INTEGER : 2 ** Math.max(...bits) - 1;
}

/** What one `-d` says, as a binding for `registry.with()`. @throws ERR_USAGE */
export function decodeAsBinding(registry: Registry, text: string): Binding {
  const [, space, number, name] = /^([^=,]+)==([^,]+),(.+)$/.exec(text) ?? wrong(text, FORM);
  const spaces = registry.spaceNames;
  if (!spaces.includes(space as string)) wrong(text, `unknown number space '${space}'${didYouMean(nearest(space as string, spaces))}`);
  const value = Number(number);
  if (!Number.isSafeInteger(value) || value < 0) wrong(text, `'${number}' is not a whole number of 0 or more`);
  const most = highest(registry, space as string);
  if (value > most) wrong(text, `${space} goes up to ${most}`);
  const layer = layerNamed(registry, name as string) ?? layersOfProtocol(registry, name as string)[0];
  if (layer === undefined) {
    const names = [...registry.layers.values()].map((l) => l.layerName);
    return wrong(text, `unknown protocol '${name}'${didYouMean(nearest(name as string, names))}`);
  }
  return { space: space as string, value, layer, told: true };
}
