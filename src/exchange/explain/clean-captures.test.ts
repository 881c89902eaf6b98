/** Captures of other projects whose traffic is clean: nobody is blamed. */
import { expect, it } from 'vitest';
import { describeIf, requireShared, sharedPath } from '../../../test/support/require.ts';
import { explainCapture, openCapture } from '../../index.ts';

/**
 * No two of the same protocols, each of 10 to 1,500 packets, without a remark in the corpus's index. They are of those that blamed nobody when the list
 * was made: 125 of 136 such captures did. So this keeps what is well from being blamed later; it is no measure of how often explain is wrong.
 */
const CLEAN = [
  'DNS-OARC+dnscap/src/test/frags.pcap',
  'OISF+suricata-verify/tests/dcerpc/dcerpc-ctxids/input.pcap',
  'OISF+suricata-verify/tests/dnp3/dnp3-flood/input.pcap',
  'OISF+suricata-verify/tests/http-request-invalid/input.pcap',
  'OISF+suricata-verify/tests/issue-3277-nfsv2-filestore/nfsv2.pcap',
  'OISF+suricata-verify/tests/modbus/modbus.pcap',
  'OISF+suricata-verify/tests/mqtt-events-missing-connect/input.pcap',
  'OISF+suricata-verify/tests/output-eve-ftp-data/input.pcap',
  'OISF+suricata-verify/tests/pop3/input.pcap',
  'OISF+suricata-verify/tests/tftp-tx-handling-wrq/input.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/bittorrent.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/drda_db2.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/elasticsearch.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/hart_ip.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/hislip.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/iax.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/ieee_c37118.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/kismet.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/s7comm.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/skinny.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/syslog.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/tplink_shp.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/uftp_v4_v5.pcap',
  'pmacct+pmacct/tests/101-NFv9-CISCO-cust_primitives/traffic-00.pcap',
  'pmacct+pmacct/tests/204-BMP-CISCO-peer_down/traffic-00.pcap',
  'pmacct+pmacct/tests/400-IPFIXv10-BMP-CISCO-SRv6-multiple-sources/traffic-01.pcap',
  'pmacct+pmacct/tests/401-IPFIXv10-BMP-IPv6-CISCO-MPLS-multiple-sources/traffic-00.pcap',
  'pmacct+pmacct/tests/401-IPFIXv10-BMP-IPv6-CISCO-MPLS-multiple-sources/traffic-01.pcap',
  'pmacct+pmacct/tests/403-IPFIXv10-BMP-IPv6-CISCO-locrib-peerdown-vrf/traffic-00.pcap',
  'pmacct+pmacct/tests/502-IPFIXv10-BGP-IPv6-CISCO-SRv6-lcomms/traffic-00.pcap',
  'seladb+PcapPlusPlus/Tests/ExamplesTest/pcap_examples/ipv6.dmp',
  'seladb+PcapPlusPlus/Tests/Pcap++Test/PcapExamples/raw_ip.pcap',
  'simsong+tcpflow/tests/local2.pcap',
  'the-tcpdump-group+tcpdump/tests/HDLC.pcap',
  'the-tcpdump-group+tcpdump/tests/HSRP_election.pcap',
  'the-tcpdump-group+tcpdump/tests/erspan-type-i-4.pcap',
  'the-tcpdump-group+tcpdump/tests/isis_iid_tlv.pcap',
  'the-tcpdump-group+tcpdump/tests/mptcp-v0.pcap',
  'zeek+zeek/doc/advanced/devel/plugins/connkey-vxlan-fivetuple-plugin-src/Traces/vxlan-overlapping-http-get.pcap',
  'zeek+zeek/testing/btest/Traces/communityid/icmp6.pcap',
  'zeek+zeek/testing/btest/Traces/contentline/contentline-irc-5k-line.pcap',
  'zeek+zeek/testing/btest/Traces/dns-edns-ecs.pcap',
  'zeek+zeek/testing/btest/Traces/ftp/ipv6.pcap',
  'zeek+zeek/testing/btest/Traces/globus-url-copy-bad-encoding.pcap',
  'zeek+zeek/testing/btest/Traces/http/bro.org.pcap',
  'zeek+zeek/testing/btest/Traces/ipv6-http-atomic-frag.pcap',
  'zeek+zeek/testing/btest/Traces/ipv6-reassembly-state-leak.pcap',
  'zeek+zeek/testing/btest/Traces/pppoe.pcap',
  'zeek+zeek/testing/btest/Traces/quic/interop/quic-go_quic-go/zerortt.pcap',
  'zeek+zeek/testing/btest/Traces/smb/smb_v2_only_non_zero_reserved1.pcap',
];

describeIf(requireShared('corpus'), 'a clean capture', () => {
  it('blames nobody, 50 times', async () => {
    expect(CLEAN).toHaveLength(50);
    const blamed: unknown[] = [];
    for (const file of CLEAN) {
      const capture = await openCapture(sharedPath(`corpus/${file}`));
      for (const { blames, code, sentence, number } of await explainCapture(capture))
        if (blames) blamed.push([file, code, number, sentence]);
      await capture.close();
    }
    expect(blamed).toEqual([]);
  }, 120_000);
});
