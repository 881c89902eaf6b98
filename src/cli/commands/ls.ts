/** `pkw ls [NAME]`: the layers, or one layer's fields. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { fieldFacts, numbersOf } from '../../packet/describe.ts';
import { lsLayer, lsLayers } from '../../packet/ls.ts';
import { protocols } from '../../protocols/protocols.ts';
import type { Args, Command, CommandIo } from '../command.ts';
import { layerNamed } from '../../filter/layers-called.ts';

/** Registries have more names than anybody reads. */
const MOST_NAMES = 64;

async function run({ operands: [word] }: Args, io: CommandIo): Promise<0> {
  const layer = layerNamed(protocols, word ?? '');
  if (layer !== undefined) {
    const { about, source } = layer.spec;
    const numbers = numbersOf(protocols, layer).map(([space, all]) => `${space} ${all.join(', ')}`);
    const head = [
      `${layer.layerName}: ${about ?? layer.title}`,
      ...(source === undefined ? [] : [`Source: ${source}`]),
      ...(numbers.length === 0 ? [] : [`Found by: ${numbers.join('; ')}`]),
    ];
    const names = fieldFacts(layer).flatMap(({ slot }) => {
      const entries = [...(slot.options.names?.entries() ?? [])];
      if (entries.length === 0 || entries.length > MOST_NAMES) return [];
      return [`${slot.name}: ${entries.map(([n, name]) => `${n} ${name}`).join(', ')}`];
    });
    const tail = names.length === 0 ? '' : `\nNames:\n${names.join('\n')}\n`;
    await io.write(`${head.join('\n')}\n\n${lsLayer(layer)}\n${tail}`);
    return 0;
  }
  const found = lsLayers(protocols, word);
  if (found === '') {
    const near = nearest(
      word ?? '',
      Array.from(protocols.layers.values(), ({ layerName }) => layerName),
    );
    throw new PacketwrightError('ERR_VALUE', `no layer has '${word}' in its name or title${didYouMean(near)}`, { value: word, near });
  }
  await io.write(`${found}\n`);
  return 0;
}

export const ls: Command = {
  name: 'ls',
  summary: 'the layers, or the fields of one: name, kind, default, Wireshark names, meaning',
  operands: '[NAME]',
  common: [],
  options: [],
  examples: ['pkw ls', 'pkw ls TCP', 'pkw ls dhcp'],
  run,
};
