/** Flows of captures that others made, beside nfpcapd's: added up by ends and protocol, so that the moments at which programs look at their time-outs do not matter. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FLOW_CAPTURES } from '../support/flows/captures.ts';
import { differences, nfpcapd, ours, type Sums } from '../support/flows/by-tuple.ts';
import { all, describeIf, requireProgram, requireShared, sharedPath } from '../support/require.ts';

/**
 * nfpcapd leaves out what it cannot decode: it takes IPv6's hop-by-hop and fragment headers for protocols, reads no ports of SCTP, and waits for all fragments of a datagram.
 */
const COMPARED = /^(1|6|17) /;
const compared = (sums: Sums): Sums => new Map([...sums].filter(([tuple]) => COMPARED.test(tuple)));

describeIf(all(requireShared('corpus'), requireProgram('nfpcapd'), requireProgram('nfdump')), 'flows of the corpus', () => {
  it('are those of nfpcapd, and come to all the packets and octets that there are', async () => {
    // nfpcapd sleeps most of its time.
    await Promise.all(
      FLOW_CAPTURES.map(async (name) => {
        const path = join(sharedPath('corpus'), name);
        const [{ sums, stats }, theirs] = await Promise.all([ours(path), nfpcapd(path)]);
        expect([name, ...differences(compared(sums), compared(theirs))]).toEqual([name]);
        expect([...sums.values()].reduce((n, { packets }) => n + packets, 0)).toBe(stats.packets);
        expect([...sums.values()].reduce((n, { octets }) => n + octets, 0)).toBe(stats.octets);
      }),
    );
    expect(FLOW_CAPTURES.length).toBeGreaterThan(20);
  }, 60_000);
});

/** A capture without fragments of IPv4, such as the benchmark's mix.pcap: 553 MB, so only who names it has it compared. */
const OWN = process.env['PKW_FLOWS_CAPTURE'];

if (OWN !== undefined)
  describe('flows of PKW_FLOWS_CAPTURE', () => {
    it('are those of nfpcapd', async () => {
      const [{ sums, stats }, theirs] = [await ours(OWN), await nfpcapd(OWN)];
      expect(differences(compared(sums), compared(theirs))).toEqual([]);
      expect([...sums.values()].reduce((n, { packets }) => n + packets, 0)).toBe(stats.packets);
    }, 300_000);
  });
