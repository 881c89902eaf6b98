/** Wireshark's fields of the frame, Ethernet, VLAN, ARP, Linux cooked, loopback, IP, ICMP, UDP, TCP and DNS that are compared with tshark. */
export const engineFields: readonly string[] = `
  frame.number frame.time_epoch frame.len frame.cap_len frame.interface_id frame.protocols eth.dst eth.src eth.type eth.len
  vlan.id vlan.priority vlan.dei vlan.etype sll.pkttype sll.hatype sll.etype null.family null.type arp.hw.type arp.proto.type
  arp.hw.size arp.proto.size arp.opcode arp.src.hw_mac arp.src.proto_ipv4 arp.dst.hw_mac arp.dst.proto_ipv4 ip.version ip.hdr_len
  ip.dsfield ip.len ip.id ip.flags ip.frag_offset ip.ttl ip.proto ip.checksum ip.src ip.dst ip.opt.type ip.opt.len ip.opt.ra
  ipv6.version ipv6.tclass ipv6.flow ipv6.plen ipv6.nxt ipv6.hlim ipv6.src ipv6.dst ipv6.hopopts.nxt ipv6.hopopts.len
  ipv6.dstopts.nxt ipv6.dstopts.len ipv6.routing.nxt ipv6.routing.len ipv6.routing.type ipv6.routing.segleft ipv6.fraghdr.nxt
  ipv6.fraghdr.offset ipv6.fraghdr.more ipv6.fraghdr.ident ipv6.opt.type ipv6.opt.length icmp.type icmp.code icmp.checksum
  icmp.ident icmp.seq icmp.mtu icmp.redir_gw icmpv6.type icmpv6.code icmpv6.checksum icmpv6.echo.identifier
  icmpv6.echo.sequence_number icmpv6.nd.ns.target_address icmpv6.nd.na.target_address icmpv6.opt.type icmpv6.opt.length
  icmpv6.opt.linkaddr icmpv6.opt.prefix icmpv6.opt.prefix.length icmpv6.opt.prefix.valid_lifetime icmpv6.opt.mtu
  icmpv6.mldr.mar.record_type icmpv6.mldr.mar.nb_sources icmpv6.mldr.mar.multicast_address ipv6.opt.router_alert
  tcp.options.sack_le tcp.options.sack_re tcp.srcport tcp.dstport tcp.seq_raw tcp.ack_raw tcp.hdr_len tcp.flags tcp.window_size_value tcp.checksum
  tcp.urgent_pointer tcp.options tcp.option_kind tcp.option_len tcp.options.mss_val tcp.options.wscale.shift
  tcp.options.timestamp.tsval tcp.options.timestamp.tsecr tcp.len udp.srcport udp.dstport udp.length udp.checksum
  udp.checksum_coverage dns.id dns.flags dns.count.queries dns.count.answers dns.count.auth_rr dns.count.add_rr dns.qry.name
  dns.qry.type dns.qry.class dns.resp.name dns.resp.type dns.resp.class dns.resp.ttl dns.resp.len dns.a dns.aaaa dns.cname dns.ns
  dns.ptr.domain_name dns.mx.mail_exchange dns.mx.preference dns.soa.mname dns.soa.serial_number dns.srv.priority dns.srv.weight
  dns.srv.port dns.srv.target dns.txt
`
  .trim()
  .split(/\s+/);
