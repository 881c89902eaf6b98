// docs/explain.md from the table of causes: `node scripts/explain-page.mjs`; `--check` says whether it is up to date.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSource } from './lib/load-source.mjs';
import { finish, root, standsAs } from './lib/tree.mjs';

const PAGE = 'docs/explain.md';
const TABLE = 'src/exchange/explain/causes.ts';

const { CAUSES } = await loadSource(TABLE);
/** @param {string} text */
const cell = (text) => text.replace(/\|/g, '\\|');
/** @param {boolean} notes */
const rows = (notes) =>
  Object.entries(CAUSES)
    .filter(([, { isNote = false }]) => isNote === notes)
    .map(([code, { means, remedy }]) => `| \`${code}\` | ${cell(means)} | ${cell(remedy)} |`)
    .join('\n');
const page = `# Why was there no answer?

<!-- Made by scripts/explain-page.mjs from ${TABLE}. -->

\`explainCapture(source)\` reads a capture (or what a link hears) once and says why answers are missing; \`pkw explain FILE\` prints the same. Each
finding has a \`code\` of these tables, one \`sentence\` with the values of the case, the \`remedy\`, and the packet that shows it: its \`number\`, the
\`layer\`, the \`field\` and its \`octets\`. \`certainty\` is \`sure\` (the packets prove it), \`likely\` (hard to explain otherwise) or \`possible\` (a guess).

The surest comes first; of equally sure ones the more basic, which stands higher in this table. \`explain\` would rather say nothing than
blame what is well: a capture may have lost packets, and one that was taken at a switch sees others' traffic by halves.

\`\`\`ts run
import { Ether, explainCapture, IP, memorySink, openCapture, packet, PcapngWriter, TCP } from 'packetwright';

const sink = memorySink();
const writer = new PcapngWriter(sink);
const [me, server] = ['192.0.2.1', '192.0.2.80'];
await writer.write([
  packet(Ether(), IP({ src: me, dst: server }), TCP({ sport: 46928, flags: 'S', seq: 7 })),
  packet(Ether(), IP({ src: server, dst: me }), TCP({ sport: 80, dport: 46928, flags: 'SA', seq: 99, ack: 8 })),
  packet(Ether(), IP({ src: me, dst: server }), TCP({ sport: 51483, flags: 'A', seq: 8, ack: 100 })),
]);
await writer.close();
for (const { number, code, sentence } of await explainCapture(await openCapture(sink.octets()))) console.log(number, code, sentence);
\`\`\`

\`\`\`text prints
3 other-source-port segment on 192.0.2.1:51483 carries ack of handshake on :46928, so 192.0.2.80:80 knows no such connection
\`\`\`

## Causes

| code | means | what helps |
|---|---|---|
${rows(false)}

## What only looks wrong

Their findings have \`blames: false\`.

| code | means | what helps |
|---|---|---|
${rows(true)}
`;

if (process.argv.includes('--check')) {
  finish(standsAs(PAGE, page) ? [] : [`${PAGE} is not what ${TABLE} says; run: node scripts/explain-page.mjs`], `${PAGE} is up to date`);
} else {
  writeFileSync(join(root, PAGE), page);
  console.log(`${PAGE}: ${Object.keys(CAUSES).length} causes`);
}
