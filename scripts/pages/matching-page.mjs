// docs/matching.md from the protocols' specs: `node scripts/pages/matching-page.mjs`; `--check` says whether it is up to date.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSource } from '../lib/load-source.mjs';
import { finish, root, standsAs } from '../lib/tree.mjs';

const PAGE = 'docs/matching.md';

const { protocols } = await loadSource('src/protocols/protocols.ts');
/** @type {import('../../src/packet/spec/spec.ts').AnyLayer[]} */
const layers = [...new Map([...protocols.layers.values()].map((layer) => [layer.layerName, layer])).values()]
  .filter(({ spec }) => spec.match !== undefined)
  .sort((a, b) => (a.layerName < b.layerName ? -1 : 1));
/** @param {string} text */
const cell = (text) => text.replace(/\|/g, '\\|');
const silent = layers.filter(({ spec }) => spec.match?.about === undefined).map(({ layerName }) => layerName);

/** Layers with the same words share a line: the many messages of one protocol. */
const rows = (/** @type {typeof layers} */ some) => {
  /** @type {Map<string, { names: string[], source: string }>} */
  const byWords = new Map();
  for (const { layerName, spec } of some) {
    const { about = '', comesFromElsewhere = false } = spec.match ?? {};
    const words = `${about}${comesFromElsewhere ? ' (so the transport’s port may be another one)' : ''}`;
    const key = `${words} ${spec.wireshark ?? layerName}`;
    const there = byWords.get(key);
    if (there === undefined) byWords.set(key, { names: [layerName], source: words });
    else there.names.push(layerName);
  }
  return [...byWords.values()]
    .map(({ names, source }) => `| ${names.map((name) => `\`${name}\``).join(', ')} | ${cell(source)} |`)
    .join('\n');
};
const quotes = layers.filter(({ spec }) => spec.quotes !== undefined);
const page = `# What answers what

<!-- Made by scripts/pages/matching-page.mjs from the \`match\` of the protocols' specs. -->

\`sr\` and its like find the packet that a received one answers in one step, however many wait: each layer that takes part gives a number
that a packet and its answers have in common, and the layers say together whether it is one. Layers that are not in the table take no part:
they may stand in one direction only. The rest of this page is what the specs say.

All of these must agree, from the outermost layer to the innermost of the packet that was sent; its answer may carry more. Beside them:

- Tags of VLANs must be the same on both ways, tag for tag; a tag of VLAN 0 gives a priority only and does not count (IEEE 802.1Q §9.6).
- What was sent to a group may be answered by anybody, and the answer may go to a group itself (RFC 6762 §6, RFC 4861 §6.2.6). Who has no
  address yet is answered at the one that he is given, or at all (RFC 2131 §4.1).
- An error of ICMP or ICMPv6 answers the packet that it quotes. It may come from anywhere. Of the quote, as far as it goes, the addresses and
  what the second table says must be the same, not the other way round.

| layer | an answer has |
|---|---|
${rows(layers.filter(({ spec }) => spec.quotes === undefined))}

In quotes:

| layer | the quoted packet is the one that was sent if it has |
|---|---|
${rows(quotes)}

What is no answer is counted, and the last of it kept in \`rejected\` of the result, for \`explain\`.
`;

if (process.argv.includes('--check')) {
  finish(
    [
      ...silent.map((name) => `${name}: its match has no 'about'`),
      ...(standsAs(PAGE, page) ? [] : [`${PAGE} is not what the specs say; run: node scripts/pages/matching-page.mjs`]),
    ],
    `${PAGE} is up to date`,
  );
} else {
  writeFileSync(join(root, PAGE), page);
  console.log(`${PAGE}: ${layers.length} layers${silent.length > 0 ? `; without words: ${silent.join(', ')}` : ''}`);
}
