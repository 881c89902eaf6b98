/**
 * Names that tshark takes and this package has no field for, as far as lists of fields made for tshark hold them. They are no
 * spelling mistakes: their columns stay empty.
 */
import { labelOf } from '../../filter/field-names.ts';

/** Protocols that Wireshark dissects and this package does not (or did not), by the first word of their fields. */
const PROTOCOLS = new Set(
  (
    'ancp aoe bitcoin bjnp btcommon btle canopen cassandra cip cipcm couchbase devicenet dhcpfo diffserv dvmrp ecat ecatf ' +
    'elasticsearch esis fc fcoe fip fix ftp-data fw1 gearman gelf ggp giop git gopher gquic gsm_map h245 hart_ip hislip http3 icp ' +
    'ieee1722 igrp iperf2 ipmi ipp iscsi isns isup jxta kafka kismet lon lontalk lwapp m2pa m2ua m3ua megaco mgcp mms mmse mndp ' +
    'mount msdp msnms nbd nbipx ncp ndmp nfs nlm ntlmssp olsr openflow openvpn pcep pgm pnio pop3 portmap pres profinet pvfs quake ' +
    'rdm redback rlogin rmi rpcap rsh rsync rtmpt rtps rtsp rwho sap sapdiag sccp ses skinny slp smb_netlogon smpp smux someip ' +
    'spnego srtp ssdp synphasor t38 tacacs tcap tds tipc turnchannel udt uftp usbhid usbms wccp whois winsrepl wireguard wlccp wsp ' +
    'wtp x11 xmpp xot ymsg zabbix zbee_aps zbee_nwk zbee_zcl zmtp'
  ).split(' '),
);

/** Fields that tell of a packet among others (its stream, what it answers, what was put together), which a packet alone does not have. */
const AMONG_OTHERS =
  /^(tcp\.(stream|analysis|time_|completeness|segment|reassembled|pdu)|udp\.(stream|time_|pdu)|frame\.(time_delta|time_relative|time_shift|offset_shift|ignored|marked|coloring_rule|ref_time|md5_hash)|(ip|ipv6)\.(stream|fragment|reassembled|geoip|host|src_host|dst_host|\w*\.?geoip)|http\.(request_in|response_in|request_number|response_number|prev_|next_|time)|dns\.(time|response_to|response_in|retransmission)|icmpv?6?\.(resp_in|resp_to|resptime|no_resp)|sctp\.(assoc_index|data_tsn$|\w*retransmission|ack)|tls\.(reassembled|segment)|_ws\.|col\.|eth\.(stream|\w*_resolved|\w*oui\w*))/;

/** Whether tshark has the field, as far as its name tells. `here`: the first words of fields that are known here; those are complete. */
export function isKnownElsewhere(field: string, here: ReadonlySet<string>): boolean {
  const label = labelOf(field);
  return AMONG_OTHERS.test(field) || (PROTOCOLS.has(label) && !here.has(label));
}
