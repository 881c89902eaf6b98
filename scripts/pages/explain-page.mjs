// docs/explain.md from the table of causes: `node scripts/pages/explain-page.mjs`; `--check` says whether it is up to date.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSource } from '../lib/load-source.mjs';
import { finish, readText, root, standsAs } from '../lib/tree.mjs';

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
/** What the list of clean captures says of itself. */
const [, all, clean, long] =
  /of (\d+) captures, tshark has nothing to remark in these (\d+), .*; (\d+) have/.exec(readText('test/fixtures/clean-captures.txt')) ?? [];
const page = `# Why was there no answer?

<!-- Made by scripts/pages/explain-page.mjs from ${TABLE}. -->

\`explain(result)\` says why what \`sr\` and \`srp\` sent has no answer, or not the one that was hoped for. \`explainCapture(source)\` reads a capture (or
what a link hears) once and says it of that; \`pkw explain FILE\` prints the same. Each finding has a \`code\` of these tables, one \`sentence\` with the
values of the case, the \`remedy\`, and the packet that shows it: its \`number\`, the \`layer\`, the \`field\` and its \`octets\`. \`certainty\` is \`sure\` (the
packets prove it), \`likely\` (hard to explain otherwise) or \`possible\` (a guess).

The surest comes first; of equally sure ones the more basic, which stands higher in this table. \`explain\` would rather say nothing than
blame what is well: a capture may have lost packets, and one that was taken at a switch sees others' traffic by halves. So silence is told of whole
conversations only: what one asks of another by a protocol, and never has an answer to, though the capture goes on for 2.5 seconds after the first
question (5 where there is no second). What asks, and what answers it, is known [from the protocols' specs](matching.md); SIP and STUN are left out.

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

## Of an exchange

\`explain\` looks at what the exchange kept: reasons, answers that your filter refused, packets that nearly match. With \`{ watch: true }\` the exchange
also listens to all interfaces, in both directions and two seconds longer. Only then are the own kernel's reset, and answers that come late, by another
interface or from another address, there to be told. Several results are one conversation, and an error that was thrown is explained, too:

\`\`\`ts run
import { explain, explained, ICMP, IP, packet, sr, TCP, wrpcap } from 'packetwright';
import { lab } from 'packetwright/lab';

await using net = lab({ hosts: { me: { address: '192.0.2.10/24' }, bob: { address: '192.0.2.20/24' } }, time: 'virtual', seed: 7 });
const probes = [packet(IP({ dst: '192.0.2.20' }), TCP({ sport: 4444, dport: 81 })), packet(IP({ dst: '192.0.2.99' }), ICMP())];
const result = await sr(probes, { host: net.host('me'), watch: true, timeoutMs: 500 });
const findings = await explain(result, { waitMs: 1000 });
for (const { code, sentence } of findings) console.log(\`\${code}: \${sentence}\`);
// For Wireshark: each packet with the number of its pair and what was found, as comments.
await wrpcap('run.pcapng', explained(result, findings, { seed: 7 }));
\`\`\`

\`\`\`text prints
neighbour-silent: 192.0.2.99 does not answer on eth0: no host there claims the address
port-closed: 192.0.2.20 refused the connection to port 81: it answered the SYN with a reset
\`\`\`

\`pkw sr -w FILE\` (\`sr1\`, \`srloop\`) writes such a file.

A SYN that was answered has its answer, though the kernel resets the connection right after: its reset is blamed where the connection is used.

## Causes

| code | means | what helps |
|---|---|---|
${rows(false)}

## How often it is wrong

Of ${all} captures that other projects made, tshark has nothing to remark in ${clean} (${long} of ten packets or more), with all checksums and TCP's numbers
checked. \`explain\` blames none of them (\`scripts/clean-captures.mjs\` makes the list, a test runs it). In all captures of 10 to 1,500 packets it blames
127 times, in 26 of them: 105 times a checksum that tshark, too, finds wrong. The other 22 were looked at packet by packet: 20 are right, and two cannot be
told (a lone "time exceeded" that a traceroute may have asked for; a checksum in a packet whose length is damaged as well). \`explain\` was mended by
these same captures, so others may show more.

## What only looks wrong

Their findings have \`blames: false\`.

| code | means | what helps |
|---|---|---|
${rows(true)}
`;

if (process.argv.includes('--check')) {
  finish(
    standsAs(PAGE, page) ? [] : [`${PAGE} is not what ${TABLE} says; run: node scripts/pages/explain-page.mjs`],
    `${PAGE} is up to date`,
  );
} else {
  writeFileSync(join(root, PAGE), page);
  console.log(`${PAGE}: ${Object.keys(CAUSES).length} causes`);
}
