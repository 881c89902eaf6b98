/** Refuses lists of options whose form cannot be what was meant: what is misspelt there would be read, and written, as something else. */
import { didYouMean, nearest } from '../../../bytes/nearest.ts';
import { isField, isObject, refuseMaker, shown, wantWhole, wantWord } from '../../spec/wants.ts';

const LIST = 'optionList';
const MOST = 65_535;
const FORM = [
  'kinds',
  'head',
  'alignOptions',
  'typeOctets',
  'lengthOctets',
  'lengthCovers',
  'unit',
  'end',
  'align',
  'fill',
  'format',
  'packets',
  'joins',
  'wireshark',
];
/** Entries that are no option have these names. */
const TAKEN = ['padding', 'malformed', 'more'];

function refuse(what: string): never {
  refuseMaker(LIST, what);
}

/** @throws ERR_SPEC */
export function checkOptionForm(form: unknown): void {
  if (!isObject(form)) refuse(`its form is ${shown(form)}; give { kinds: { … } }`);
  for (const word of Object.keys(form)) if (!FORM.includes(word)) refuse(`its form has no '${word}'${didYouMean(nearest(word, FORM))}`);
  const given = (name: string): boolean => form[name] !== undefined;
  for (const octets of ['typeOctets', 'lengthOctets']) if (given(octets)) wantWhole(LIST, octets, form[octets], 1, 2);
  for (const multiple of ['unit', 'align', 'alignOptions']) if (given(multiple)) wantWhole(LIST, multiple, form[multiple], 1, MOST);
  for (const call of ['fill', 'format'])
    if (given(call) && typeof form[call] !== 'function') refuse(`${call} is ${shown(form[call])}; give a function`);
  if (given('lengthCovers')) wantWord(LIST, 'lengthCovers', form['lengthCovers'], ['option', 'value']);
  for (const word of ['packets', 'joins'])
    if (given(word) && typeof form[word] !== 'boolean') refuse(`${word} is ${shown(form[word])}; give true or false`);
  checkNames(form['wireshark']);
  const { head, kinds } = form;
  if (head !== undefined && !(isObject(head) && typeof head['read'] === 'function' && typeof head['write'] === 'function'))
    refuse(`head is ${shown(head)}; give tlvHead(…), attributeHead or deltaHead`);
  if (!isObject(kinds)) refuse(`kinds is ${shown(kinds)}; give options by their numbers: { 1: option('NAME', u16()) }`);
  const most = 2 ** (8 * ((form['typeOctets'] as number | undefined) ?? 1)) - 1;
  for (const [number, kind] of Object.entries(kinds)) checkKind(number, kind, head, most);
  const { end } = form;
  if (end === undefined) return;
  const last = kinds[String(end)];
  if (!isObject(last) || last['mark'] !== true) refuse(`end is ${shown(end)}; give the number of a mark: { ${shown(end)}: mark('End') }`);
}

function checkNames(names: unknown): void {
  if (names === undefined) return;
  const isText = (v: unknown): boolean => v === undefined || [v].flat().every((x) => typeof x === 'string');
  if (!isObject(names) || !Object.values(names).every(isText)) refuse(`wireshark is ${shown(names)}; give { type, length, value }`);
  for (const word of Object.keys(names))
    if (!['type', 'length', 'value'].includes(word)) refuse(`wireshark has no '${word}'; give type, length or value`);
}

/** One kind: its number, which the head must have room for, its name and its value. */
function checkKind(number: string, kind: unknown, head: unknown, most: number): void {
  if (!/^(0|[1-9]\d*)$/.test(number)) refuse(`'${number}' is not a number of an option; give { 1: option('${number}') }`);
  if (!isObject(kind) || !('mark' in kind))
    refuse(`${number} is ${isField(kind) ? 'a field' : shown(kind)}; give option('NAME', …) or mark('NAME')`);
  const { name, value, flags = 0 } = kind;
  if (typeof name !== 'string' || name === '') refuse(`the name of ${number} is ${shown(name)}; give text`);
  if (TAKEN.includes(name)) refuse(`${number} is called '${name}', which is a reserved name; choose another name`);
  if (value !== undefined && !isField(value)) refuse(`the value of '${name}' is ${shown(value)}; give a field: u16(), octets() …`);
  if (head === undefined) {
    if (Number(number) > most) refuse(`${number} ('${name}') does not fit its type, which is 0 to ${most}; give typeOctets: 2, or a head`);
    return;
  }
  try {
    (head as { write: (...a: unknown[]) => unknown }).write(Number(number), 0, 0, undefined, flags);
  } catch (error) {
    refuse(`the head has no room for ${number} ('${name}'): ${(error as Error).message}`);
  }
}
