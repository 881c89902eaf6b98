/** Every Wireshark name of our fields is one that Wireshark has. */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { fieldNames, labelOf } from '../../src/filter/field-names.ts';
import { protocols } from '../../src/protocols/protocols.ts';
import { describeIf, requireProgram } from '../support/require.ts';

/** Wireshark 4 calls the bit that was the nonce sum tcp.flags.ae (RFC 9768); older ones and older filters say this. */
const OLDER = new Set(['tcp.flags.ns']);
/** JA4 came with Wireshark 4.2. */
const NEWER = new Set(['tls.handshake.ja4', 'dtls.handshake.ja4']);

describeIf(requireProgram('tshark'), "tshark's names", () => {
  it('are those of our columns', () => {
    const { stdout } = spawnSync('tshark', ['-G', 'fields'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const theirs = new Set(stdout.split('\n').map((line) => line.split('\t')[2]));
    expect(theirs.has('tcp.dstport')).toBe(true);
    const layers = new Set([...protocols.layers.values()].map(({ layerName }) => layerName));
    const ours = [...fieldNames(protocols).keys()].filter((name) => !layers.has(labelOf(name)));
    expect(ours.length).toBeGreaterThan(3000);
    expect(ours.filter((name) => !theirs.has(name) && !OLDER.has(name) && !NEWER.has(name))).toEqual([]);
  }, 60_000);
});
