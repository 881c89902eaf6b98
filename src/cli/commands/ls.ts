/** `pkw ls [NAME]`: the layers, or one layer's fields; with `--schema` the JSON Schema of these, or of a packet. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { fieldFacts, numbersOf } from '../../packet/describe.ts';
import { layerJsonSchema, packetJsonSchema } from '../../packet/display/json-schema.ts';
import { lsLayer, lsLayers } from '../../packet/ls.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { protocols } from '../../protocols/protocols.ts';
import type { Args, Command, CommandIo } from '../command.ts';
import { layerNamed } from '../../filter/layers-called.ts';

/** Registries have more names than anybody reads. */
const MOST_NAMES = 64;

/** Every layer: also those that stand in fields of others only, which no registry has. They are many, and loaded when they are asked for. */
const everyLayer = async (): Promise<AnyLayer[]> =>
  Object.values(await import('../../protocols/layers.ts')).filter((one): one is AnyLayer & typeof one => 'layerName' in one);

/** The layer of that name, whatever its case. */
async function layerCalled(word: string): Promise<AnyLayer | undefined> {
  const lower = word.toLowerCase();
  return layerNamed(protocols, word) ?? (await everyLayer()).find(({ layerName }) => layerName.toLowerCase() === lower);
}

/** The error for a word that names no layer. */
async function unknownLayer(word: string, where: string): Promise<PacketwrightError> {
  const near = nearest(
    word,
    (await everyLayer()).map(({ layerName }) => layerName),
  );
  return new PacketwrightError('ERR_VALUE', `no layer has '${word}' ${where}${didYouMean(near)}`, { value: word, near });
}

/** One object, as `--json` gives them; in lines, for people read it as well. */
async function schemaText(word: string | undefined): Promise<string> {
  const layer = word === undefined ? undefined : await layerCalled(word);
  if (word !== undefined && layer === undefined) throw await unknownLayer(word, 'as its name');
  return `${JSON.stringify(layer === undefined ? packetJsonSchema(protocols) : layerJsonSchema(layer), null, 2)}\n`;
}

async function run({ operands: [word], options }: Args, io: CommandIo): Promise<0> {
  if (options['schema'] === true) {
    await io.write(await schemaText(word));
    return 0;
  }
  const layer = word === undefined ? undefined : await layerCalled(word);
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
  if (found === '') throw await unknownLayer(word ?? '', 'in its name or title');
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
