/** `pkw ls [NAME]`: the layers, or one layer's fields; with `--schema` the JSON Schema of these, or of a packet. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { fieldFacts, numbersOf } from '../../packet/describe.ts';
import { layerJsonSchema, packetJsonSchema } from '../../packet/display/json-schema.ts';
import { lsLayer, lsLayers } from '../../packet/ls.ts';
import { protocols } from '../../protocols/protocols.ts';
import type { Args, Command, CommandIo } from '../command.ts';
import { layerNamed } from '../../filter/layers-called.ts';

/** Registries have more names than anybody reads. */
const MOST_NAMES = 64;

/** The error for a word that names no layer. */
function unknownLayer(word: string, where: string): PacketwrightError {
  const near = nearest(
    word,
    Array.from(protocols.layers.values(), ({ layerName }) => layerName),
  );
  return new PacketwrightError('ERR_VALUE', `no layer has '${word}' ${where}${didYouMean(near)}`, { value: word, near });
}

/** One object, as `--json` gives them; in lines, for people read it as well. */
function schemaText(word: string | undefined): string {
  const layer = word === undefined ? undefined : layerNamed(protocols, word);
  if (word !== undefined && layer === undefined) throw unknownLayer(word, 'as its name');
  return `${JSON.stringify(layer === undefined ? packetJsonSchema(protocols) : layerJsonSchema(layer), null, 2)}\n`;
}

async function run({ operands: [word], options }: Args, io: CommandIo): Promise<0> {
  if (options['schema'] === true) {
    await io.write(schemaText(word));
    return 0;
  }
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
  if (found === '') throw unknownLayer(word ?? '', 'in its name or title');
  await io.write(`${found}\n`);
  return 0;
}

export const ls: Command = {
  name: 'ls',
  summary: 'the layers, or the fields of one: name, kind, default, Wireshark names, meaning',
  operands: '[NAME]',
  common: [],
  options: [{ flags: '--schema', help: 'the JSON Schema of that layer in --json; without a NAME that of a whole packet' }],
  examples: ['pkw ls', 'pkw ls TCP', 'pkw ls dhcp', 'pkw ls --schema TCP', 'pkw ls --schema > packet.schema.json'],
  run,
};
