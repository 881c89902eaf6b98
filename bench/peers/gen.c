/* gen.c - the captures that everything is measured on. The same octets on every machine.
 *
 *   gen DIR mix|small
 *
 * mix.pcap    1,000,000 packets, 554 MB: 70 % TCP (HTTP in 21,000 flows with handshakes, time stamps, ACKs and FINs),
 *             18 % DNS queries and answers, 2 % other UDP, ICMP, ARP, ICMPv6; 10 % of the flows IPv6, 8 % with an
 *             802.1Q tag. Every checksum is right.
 * small.pcap  1,000,000 packets of 60 octets, half TCP SYN, half UDP, none on port 53.
 *
 * DIR/<name>.truth.json has the totals that a right reader finds; its "head" those of the first 5,000 packets, for
 * readers that would take all day.
 *
 * Random numbers are drawn one a statement wherever several make one packet: C does not say in which order it
 * evaluates the arguments of a call.
 */
#include "text.h"

enum { HEAD = 5000 };

/* ---- totals ------------------------------------------------------------------------------------------- */

typedef struct {
  u64 packets, bytes, tcp, udp, other, dport_sum, dns, qname_bytes;
} Totals;

static Totals totals, head;
static u64 flows, on_ipv6, on_vlan;

static void count(const End *e, int protocol) {
  on_ipv6 += e->v6;
  on_vlan += e->vlan != 0;
  if (protocol == TCP) totals.tcp++;
  else if (protocol == UDP) totals.udp++;
  else totals.other++;
  if (protocol == TCP || protocol == UDP) totals.dport_sum += e->dport;
}

static void begin(u64 number, const char *dir, const char *name) {
  seed(number);
  capture_open(dir, name);
  memset(&totals, 0, sizeof totals);
  flows = on_ipv6 = on_vlan = next_ip_id = 0;
}

static void after_packet(void) {
  totals.packets = packets_written;
  totals.bytes = octets_written;
  if (packets_written == HEAD) head = totals;
}

static void print_totals(FILE *f, const Totals *t) {
  fprintf(f, "\"packets\": %llu, \"bytes\": %llu, \"tcp\": %llu, \"udp\": %llu, \"other\": %llu, "
    "\"dport_sum\": %llu, \"dns\": %llu, \"qname_bytes\": %llu",
    (unsigned long long)t->packets, (unsigned long long)t->bytes, (unsigned long long)t->tcp, (unsigned long long)t->udp,
    (unsigned long long)t->other, (unsigned long long)t->dport_sum, (unsigned long long)t->dns,
    (unsigned long long)t->qname_bytes);
}

static void end(const char *dir, const char *name) {
  close_or_die(capture);
  FILE *f = create(dir, name, ".truth.json");
  fprintf(f, "{");
  print_totals(f, &totals);
  fprintf(f, ", \"flows\": %llu, \"ipv6\": %llu, \"vlan\": %llu, \"head\": {", (unsigned long long)flows,
    (unsigned long long)on_ipv6, (unsigned long long)on_vlan);
  print_totals(f, &head);
  fprintf(f, "}}\n");
  close_or_die(f);
}

/* ---- HTTP over TCP ------------------------------------------------------------------------------------ */

enum Phase { SYN_OUT, SYN_ACK, LAST_ACK, REQUEST, REQUEST_ACK, RESPONSE, FIN_OUT, FIN_BACK, FIN_ACK };

typedef struct {
  End client, server;
  u32 client_seq, server_seq, client_clock, server_clock;
  enum Phase phase;
  int requests, segments_left, unacknowledged;
  u32 response_size;
} Flow;

static void new_flow(Flow *f) {
  memset(f, 0, sizeof *f);
  f->client = random_end(10, 8);
  f->client.sport = 32768 + below(28000);
  u32 k = below(100);
  f->client.dport = k < 85 ? 80 : k < 95 ? 8080 : 443;
  f->server = reversed(&f->client);
  f->client_seq = random64();
  f->server_seq = random64();
  f->requests = 1 + below(3);
  f->client_clock = below(1 << 30);
  f->server_clock = below(1 << 30);
  flows++;
}

static int segments_of_a_response(void) {
  u32 k = below(100);
  return k < 30 ? 1 + below(2) : k < 80 ? 2 + below(10) : k < 97 ? 10 + below(15) : 30 + below(20);
}

/* The SYN of either side: MSS, SACK permitted, time stamp, window scale. */
static void send_syn(Flow *f, int answer) {
  u8 options[20] = {2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3, 7};
  u32 ms = (u32)(now_us / 1000);
  const End *e = answer ? &f->server : &f->client;
  put32(options + 8, (answer ? f->server_clock : f->client_clock) + ms);
  if (answer) put32(options + 12, f->client_clock + ms);
  const Segment s = {answer ? f->server_seq++ : f->client_seq++, f->client_seq, answer ? SYN | ACK : SYN,
    answer ? 65160 : 64240, options, 20};
  count(e, TCP);
  send_tcp(e, &s, NULL, 0);
}

/* Any later segment; moves the sender's sequence number on. */
static void send_segment(Flow *f, int from_server, u8 flags, const u8 *payload, u32 n) {
  u8 options[12] = {1, 1, 8, 10};
  u32 ms = (u32)(now_us / 1000), client = f->client_clock + ms, server = f->server_clock + ms;
  const End *e = from_server ? &f->server : &f->client;
  u32 *seq = from_server ? &f->server_seq : &f->client_seq;
  put32(options + 4, from_server ? server : client);
  put32(options + 8, from_server ? client : server);
  const Segment s = {*seq, from_server ? f->client_seq : f->server_seq, flags, from_server ? 509 : 502, options, 12};
  count(e, TCP);
  send_tcp(e, &s, payload, n);
  *seq += n + (flags & FIN ? 1 : 0);
}

static void send_request(Flow *f) {
  char text[1024];
  u64 cookie = random64();
  u32 host = below(600), id = below(1 << 30), item = below(1000), folder = below(65536);
  const char *word = words[below(6)];
  u32 n = snprintf(text, sizeof text, "GET /%s/%x/item%u.html?id=%u HTTP/1.1\r\nHost: www%u.example.com\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)\r\n"
    "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\nAccept-Language: en-US\r\n"
    "Cookie: sid=%016llx\r\nConnection: keep-alive\r\n\r\n", word, folder, item, id, host, (unsigned long long)cookie);
  send_segment(f, 0, PSH | ACK, (u8 *)text, n);
}

static void send_response_segment(Flow *f) {
  u8 data[1448];
  int last = f->segments_left == 1;
  u32 n = last ? 200 + below(1248) : 1448, h = 0;
  if (!f->response_size)
    h = snprintf((char *)data, sizeof data, "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\n"
      "Content-Type: text/html; charset=utf-8\r\nContent-Length: %u\r\nConnection: keep-alive\r\n\r\n",
      f->segments_left * 1448u);
  if (n > h) memcpy(data + h, body + below(BODY), n - h);
  send_segment(f, 1, last ? PSH | ACK : ACK, data, n);
  f->response_size += n;
  f->segments_left--;
  f->unacknowledged++;
}

/* One packet; 1 when the flow is over. */
static int step(Flow *f) {
  switch (f->phase) {
  case SYN_OUT: send_syn(f, 0); break;
  case SYN_ACK: send_syn(f, 1); break;
  case LAST_ACK: send_segment(f, 0, ACK, NULL, 0); break;
  case REQUEST:
    send_request(f);
    f->segments_left = segments_of_a_response();
    f->response_size = 0;
    break;
  case REQUEST_ACK: send_segment(f, 1, ACK, NULL, 0); break;
  case RESPONSE: /* an ACK for every second segment, and for the last */
    if (f->unacknowledged < 2 && (f->segments_left || !f->unacknowledged)) {
      send_response_segment(f);
      return 0;
    }
    send_segment(f, 0, ACK, NULL, 0);
    f->unacknowledged = 0;
    if (f->segments_left) return 0;
    if (--f->requests > 0) {
      f->phase = REQUEST;
      return 0;
    }
    break;
  case FIN_OUT: send_segment(f, 0, FIN | ACK, NULL, 0); break;
  case FIN_BACK: send_segment(f, 1, FIN | ACK, NULL, 0); break;
  case FIN_ACK: send_segment(f, 0, ACK, NULL, 0); return 1;
  }
  f->phase++;
  return 0;
}

/* ---- DNS ---------------------------------------------------------------------------------------------- */

enum { A = 1, CNAME = 5, PTR = 12, AAAA = 28, OPT = 41 };

typedef struct {
  End end;
  u16 id, type;
  char name[96];
} Query;

static Query new_query(void) {
  static const char *const tlds[] = {"com", "net", "org", "example", "co.uk"};
  Query q;
  memset(&q, 0, sizeof q);
  q.end = random_end(10, 8);
  q.end.sport = 1024 + below(64000);
  q.end.dport = 53;
  q.id = random64();
  u32 k = below(10);
  q.type = k < 6 ? A : k < 9 ? AAAA : PTR;
  if (q.type == PTR) {
    u32 third = below(256), fourth = below(256);
    snprintf(q.name, sizeof q.name, "%u.%u.18.198.in-addr.arpa", fourth, third);
  } else {
    const char *tld = tlds[below(5)], *second = words[16 + below(5)], *first = words[below(6)];
    u32 number = below(100);
    snprintf(q.name, sizeof q.name, "%s%u.%s-%s.%s", below(2) ? "www" : "api", number, first, second, tld);
  }
  return q;
}

static u32 put_name(u8 *p, const char *s) {
  u32 o = 0;
  while (*s) {
    const char *dot = strchr(s, '.');
    u32 n = dot ? (u32)(dot - s) : strlen(s);
    p[o++] = n;
    memcpy(p + o, s, n);
    o += n;
    s += n + (dot != NULL);
  }
  p[o++] = 0;
  return o;
}

/* A record without its data; returns where that goes. */
static u32 put_record(u8 *m, u32 o, u16 name, u16 type, u32 ttl, u32 size) {
  put16(m + o, name);
  put16(m + o + 2, type);
  put16(m + o + 4, 1);
  put32(m + o + 6, ttl);
  put16(m + o + 10, size);
  return o + 12;
}

static u32 put_answers(const Query *q, u8 *m, u32 o) {
  u16 name = 0xc00c, records = 0; /* RFC 1035 §4.1.4: a pointer to the question's name */
  if (q->type != PTR && (q->id & 3) == 0) {
    u32 size = put_name(m + o + 12, "edge.cdn.example.net");
    o = put_record(m, o, name, CNAME, 300, size);
    name = 0xc000 | o;
    o += size;
    records++;
  }
  int n = q->type == PTR ? 1 : 1 + (q->id >> 3) % 4;
  for (int i = 0; i < n; i++, records++) {
    u32 size = q->type == A ? 4 : q->type == AAAA ? 16 : put_name(m + o + 12, "host.example.org");
    o = put_record(m, o, name, q->type, 60 + i, size);
    if (q->type == A) put32(m + o, 0xc6120000 + q->id + i);
    if (q->type == AAAA) {
      memset(m + o, 0, 16);
      put32(m + o, 0x20010db8);
      put16(m + o + 14, q->id + i);
    }
    o += size;
  }
  put16(m + 6, records);
  return o;
}

static void send_dns(const Query *q, int answer) {
  u8 m[1024] = {0};
  put16(m, q->id);
  put16(m + 2, answer ? 0x8180 : 0x0100);
  put16(m + 4, 1);
  u32 o = 12 + put_name(m + 12, q->name);
  put16(m + o, q->type);
  put16(m + o + 2, 1);
  o += 4;
  if (answer) o = put_answers(q, m, o);
  else if (q->id & 1) { /* EDNS, RFC 6891 §6.1.2: root name, OPT, 1,232 octets */
    put16(m + 10, 1);
    put16(m + o + 1, OPT);
    put16(m + o + 3, 1232);
    o += 11;
  }
  End e = answer ? reversed(&q->end) : q->end;
  count(&e, UDP);
  totals.dns++;
  totals.qname_bytes += strlen(q->name);
  send_udp(&e, m, o);
}

/* ---- the rest ----------------------------------------------------------------------------------------- */

static void send_other_udp(void) {
  End e = random_end(10, 8);
  e.sport = 1024 + below(64000);
  u32 kind = below(3);
  e.dport = kind == 0 ? 123 : kind == 1 ? 514 : 4789 + below(1000);
  u32 size = kind == 0 ? 48 : 60 + below(900), from = below(BODY);
  count(&e, UDP);
  send_udp(&e, body + from, size);
}

/* Echo request, and the next time its reply. */
static void send_echo(void) {
  static End request;
  static int reply;
  static u16 sequence;
  u8 frame[FRAME_ROOM];
  if (!reply) {
    request = random_end(0, 8);
    sequence++;
  }
  End e = reply ? reversed(&request) : request;
  u32 pseudo, at = put_ip(frame, &e, ICMP, 64, &pseudo);
  u8 *h = frame + at;
  put32(h, reply ? 0 : 0x08000000);
  put16(h + 4, 77);
  put16(h + 6, sequence);
  for (int i = 0; i < 56; i++) h[8 + i] = i;
  put16(h + 2, sum_finish(sum_add(0, h, 64)));
  count(&e, ICMP);
  capture_frame(frame, at + 64);
  reply = !reply;
}

static void send_arp(void) {
  u8 frame[FRAME_ROOM];
  End e = random_end(0, 8);
  int who_has = below(2);
  if (who_has) memset(e.dmac, 255, 6);
  u32 at = put_ether(frame, &e, 0x0806);
  u8 *h = frame + at;
  put32(h, 0x00010800);
  put32(h + 4, 0x06040000 | (who_has ? 1 : 2));
  memcpy(h + 8, e.smac, 6);
  memcpy(h + 14, e.src, 4);
  memset(h + 18, 0, 6);
  if (!who_has) memcpy(h + 18, e.dmac, 6);
  memcpy(h + 24, e.dst, 4);
  count(&e, 0);
  capture_frame(frame, at + 28);
}

/* Neighbour solicitation, and the next time its advertisement (RFC 4861 §4.3, §4.4). */
static void send_neighbour(void) {
  static End solicited;
  static int advertise;
  u8 frame[FRAME_ROOM];
  if (!advertise) solicited = random_end(100, 8);
  End e = advertise ? reversed(&solicited) : solicited;
  u32 pseudo, at = put_ip(frame, &e, ICMP6, 32, &pseudo);
  u8 *h = frame + at;
  h[-33] = 255; /* hop limit */
  put32(h, advertise ? 0x88000000 : 0x87000000);
  put32(h + 4, advertise ? 0x60000000 : 0);
  memcpy(h + 8, e.dst, 16);
  h[24] = advertise ? 2 : 1;
  h[25] = 1;
  memcpy(h + 26, e.smac, 6);
  put16(h + 2, sum_finish(sum_add(pseudo, h, 32)));
  count(&e, ICMP6);
  capture_frame(frame, at + 32);
  advertise = !advertise;
}

/* ---- the captures ------------------------------------------------------------------------------------- */

static void mix(const char *dir, u64 packets) {
  enum { ACTIVE = 400, PENDING = 64 };
  static Flow flow[ACTIVE];
  static Query pending[PENDING];
  u32 waiting = 0;
  begin(1, dir, "mix");
  make_body();
  for (int i = 0; i < ACTIVE; i++) new_flow(&flow[i]);
  while (packets_written < packets) {
    now_us += 1 + below(119);
    u32 kind = below(1000);
    if (kind < 700) {
      Flow *f = &flow[below(ACTIVE)];
      if (step(f)) new_flow(f);
    } else if (kind < 880) {
      if (waiting && (waiting == PENDING || below(100) < 50)) {
        u32 i = below(waiting);
        send_dns(&pending[i], 1);
        pending[i] = pending[--waiting];
      } else {
        pending[waiting] = new_query();
        send_dns(&pending[waiting++], 0);
      }
    } else if (kind < 900) send_other_udp();
    else if (kind < 960) send_echo();
    else if (kind < 980) send_arp();
    else send_neighbour();
    after_packet();
  }
  end(dir, "mix");
}

static void small(const char *dir, u64 packets) {
  begin(2, dir, "small");
  make_body();
  while (packets_written < packets) {
    now_us++;
    End e = random_end(0, 0);
    e.sport = 1024 + below(60000);
    e.dport = 1024 + below(60000);
    if (below(2)) {
      const Segment s = {random64(), 0, SYN, 1024, NULL, 0};
      count(&e, TCP);
      send_tcp(&e, &s, NULL, 0);
    } else {
      count(&e, UDP);
      send_udp(&e, body + below(BODY), 18);
    }
    after_packet();
  }
  end(dir, "small");
}

int main(int argc, char **argv) {
  if (argc == 3 && !strcmp(argv[2], "mix")) mix(argv[1], 1000000);
  else if (argc == 3 && !strcmp(argv[2], "small")) small(argv[1], 1000000);
  else {
    fprintf(stderr, "usage: gen DIR mix|small\n");
    return 2;
  }
  return 0;
}
