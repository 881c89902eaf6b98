/** Flows of captures that others made, beside nfpcapd's: added up by ends and protocol, so that the moments at which programs look at their time-outs do not matter. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { differences, nfpcapd, ours, type Sums } from '../support/flows/by-tuple.ts';
import { all, describeIf, requireProgram, requireShared, sharedPath } from '../support/require.ts';

const CAPTURES = [
  'OISF+suricata-verify/tests/http-request-invalid/input.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/skinny.pcap',
  'OISF+suricata-verify/tests/mqtt-events-missing-connect/input.pcap',
  'zeek+zeek/testing/btest/Traces/contentline/contentline-irc-5k-line.pcap',
  'OISF+suricata-verify/tests/issue-3277-nfsv2-filestore/nfsv2.pcap',
  'OISF+suricata-verify/tests/output-multi-eve/input.pcap',
  'OISF+suricata-verify/tests/nfs3-01/input.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/stun.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/openvpn.pcap',
  'zeek+zeek/testing/btest/Traces/smb/smb_v2_only_non_zero_reserved1.pcap',
  'OISF+suricata-verify/tests/dcerpc/dcerpc-ctxids/input.pcap',
  'zeek+zeek/testing/btest/Traces/http/bro.org.pcap',
  'zeek+zeek/testing/btest/Traces/ftp/ipv6.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/coap_mqtt.pcap',
  'OISF+suricata-verify/tests/smb2-07/20171220_smb_psexec_add_user.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/KakaoTalk_talk.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/bittorrent.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/zoom.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/iphone.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/anyconnect-vpn.pcap',
  'cisagov+icsnpp-bacnet/testing/traces/bacnet_example.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/teams.pcap',
  'OISF+suricata-verify/tests/output-eve-ftp-data/input.pcap',
];

/**
 * nfpcapd leaves out what it cannot decode: it takes IPv6's hop-by-hop and fragment headers for protocols, reads no ports of SCTP, and waits for all fragments of a datagram.
 */
const COMPARED = /^(1|6|17) /;
const compared = (sums: Sums): Sums => new Map([...sums].filter(([tuple]) => COMPARED.test(tuple)));

describeIf(all(requireShared('corpus'), requireProgram('nfpcapd'), requireProgram('nfdump')), 'flows of the corpus', () => {
  it('are those of nfpcapd, and come to all the packets and octets that there are', async () => {
    // nfpcapd sleeps most of its time.
    await Promise.all(
      CAPTURES.map(async (name) => {
        const path = join(sharedPath('corpus'), name);
        const [{ sums, stats }, theirs] = await Promise.all([ours(path), nfpcapd(path)]);
        expect([name, ...differences(compared(sums), compared(theirs))]).toEqual([name]);
        expect([...sums.values()].reduce((n, { packets }) => n + packets, 0)).toBe(stats.packets);
        expect([...sums.values()].reduce((n, { octets }) => n + octets, 0)).toBe(stats.octets);
      }),
    );
    expect(CAPTURES.length).toBeGreaterThan(20);
  }, 60_000);
});
