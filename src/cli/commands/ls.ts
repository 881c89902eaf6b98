/** `pkw ls [NAME]`: the layers, or one layer's fields. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { lsLayer, lsLayers } from '../../packet/ls.ts';
import { protocols } from '../../protocols/protocols.ts';
import type { Args, Command, CommandIo } from '../command.ts';

async function run({ operands: [word] }: Args, io: CommandIo): Promise<0> {
  const wanted = word?.toLowerCase();
  const layers = [...protocols.layers.values()];
  const layer = protocols.layer(word ?? '') ?? layers.find(({ layerName }) => layerName.toLowerCase() === wanted);
  if (layer !== undefined) {
    const { about, source } = layer.spec;
    const head = [`${layer.layerName}: ${about ?? layer.title}`, ...(source === undefined ? [] : [`Source: ${source}`])];
    await io.write(`${head.join('\n')}\n\n${lsLayer(layer)}\n`);
    return 0;
  }
  const found = lsLayers(protocols, word);
  if (found === '') {
    const near = nearest(
      word ?? '',
      layers.map(({ layerName }) => layerName),
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
