// tins.cpp - libtins on the tasks: a PDU object for every layer of every packet.
//
//   tins decode FILE [PASSES]      the task of floor.c
//   tins build COUNT               Ethernet/IP/TCP + 64 octets, new PDUs for each packet
//   tins build-reused COUNT        one stack of PDUs, its fields changed
//
// The packets are those of lib/build-truth.mjs; "digest" is FNV-1a over every 4,096th of them.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <tins/tins.h>

using namespace Tins;

static unsigned long long packets, bytes, tcp, udp, other, dport_sum, dns, qname_bytes;
static uint32_t digest = 0x811c9dc5;

static bool decode(PDU& pdu) {
  packets++;
  bytes += pdu.size();
  if (const TCP* t = pdu.find_pdu<TCP>()) {
    tcp++;
    dport_sum += t->dport();
  } else if (const UDP* u = pdu.find_pdu<UDP>()) {
    udp++;
    dport_sum += u->dport();
    if (u->dport() != 53 && u->sport() != 53) return true;
    if (const RawPDU* raw = u->find_pdu<RawPDU>()) try {
      DNS message = raw->to<DNS>();
      dns++;
      for (const auto& query : message.queries()) qname_bytes += query.dname().size();
    } catch (const malformed_packet&) {
    }
  } else other++;
  return true;
}

static void take(unsigned i, const PDU::serialization_type& octets) {
  packets++;
  bytes += octets.size();
  if (i % 4096 == 0) for (uint8_t c : octets) digest = (digest ^ c) * 0x01000193u;
}

// IPv4Address takes the octets as they lie in memory: the first in the lowest byte.
static IPv4Address destination(unsigned i) { return IPv4Address(0x0a | (i >> 8 & 255) << 16 | (i & 255) << 24); }

static void build(unsigned count) {
  uint8_t payload[64] = {0};
  for (unsigned i = 0; i < count; i++) {
    IP ip(destination(i), "10.0.0.1");
    ip.ttl(64);
    ip.id(1);
    TCP segment(80, 1024 + (i & 0x3fff));
    segment.seq(i);
    segment.flags(TCP::SYN);
    segment.window(8192);
    EthernetII frame = EthernetII("02:00:00:00:00:02", "02:00:00:00:00:01") / ip / segment / RawPDU(payload, 64);
    take(i, frame.serialize());
  }
}

static void build_reused(unsigned count) {
  uint8_t payload[64] = {0};
  EthernetII frame = EthernetII("02:00:00:00:00:02", "02:00:00:00:00:01") / IP("10.0.0.2", "10.0.0.1") / TCP(80, 1024) / RawPDU(payload, 64);
  IP& ip = frame.rfind_pdu<IP>();
  TCP& segment = frame.rfind_pdu<TCP>();
  ip.ttl(64);
  ip.id(1);
  segment.flags(TCP::SYN);
  segment.window(8192);
  for (unsigned i = 0; i < count; i++) {
    ip.dst_addr(destination(i));
    segment.sport(1024 + (i & 0x3fff));
    segment.seq(i);
    take(i, frame.serialize());
  }
}

static double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

int main(int argc, char** argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: tins decode FILE [PASSES] | build COUNT | build-reused COUNT\n");
    return 2;
  }
  const std::string mode = argv[1];
  const double start = now();
  if (mode == "build") build(atoi(argv[2]));
  else if (mode == "build-reused") build_reused(atoi(argv[2]));
  else for (int passes = argc > 3 ? atoi(argv[3]) : 1; passes > 0; passes--) {
    FileSniffer sniffer(argv[2]);
    sniffer.sniff_loop(decode);
  }
  const double seconds = now() - start;
  printf("{\"packets\": %llu, \"bytes\": %llu, \"tcp\": %llu, \"udp\": %llu, \"other\": %llu, \"dport_sum\": %llu, "
    "\"dns\": %llu, \"qname_bytes\": %llu, \"digest\": %u, \"seconds\": %.6f}\n",
    packets, bytes, tcp, udp, other, dport_sum, dns, qname_bytes, digest, seconds);
}
