/* gen_streams.c - the captures of what is sent in pieces. The same octets on every machine.
 *
 *   gen_streams DIR http-streams|frags [COUNT SEED]
 *
 * COUNT of downloads (40 or more) or datagrams, and SEED, another number of which makes other captures of the same kind. Without them:
 *
 * http-streams.pcap  200 downloads of 1.5 MB in segments of 1,460 octets, 40 at a time. Of the segments 0.3 % are late,
 *                    0.2 % come twice, 0.2 % overlap the one before. Octets that come again are the same, so that
 *                    whoever puts them together finds the same, whatever its policy is.
 * frags.pcap         40,000 UDP datagrams of 3,000 to 8,000 octets in fragments, 10 % of them IPv6. 10 % come in reverse
 *                    order, 5 % from another one on, 2 % with a fragment twice, 2 % with an overlap of the same octets.
 *
 * DIR/<name>.truth.json has the totals that a right reader finds.
 */
#include "text.h"

typedef unsigned long long Number;

static FILE *truth(const char *dir, const char *name) {
  close_or_die(capture);
  FILE *f = create(dir, name, ".truth.json");
  fprintf(f, "{\"packets\": %llu, \"bytes\": %llu", (Number)packets_written, (Number)octets_written);
  return f;
}

/* ---- downloads ---------------------------------------------------------------------------------------- */

enum { MSS = 1460, WINDOW = 65000, ACTIVE = 40 };
enum Phase { SYN_OUT, SYN_ACK, LAST_ACK, REQUEST, RESPONSE, FIN_OUT, FIN_BACK, FIN_ACK };

typedef struct {
  u32 at, size;
  int in; /* so many steps from now; 0: there is none */
} Pending;

typedef struct {
  End client, server;
  u32 client_seq, server_seq;
  enum Phase phase;
  int id, unacknowledged;
  char head[256];
  u32 head_size, size, next, from; /* the response: its head, all of it, what is to be sent, and where in the body's text it begins */
  Pending late, twice;
} Download;

static u64 stream_bytes, stream_sum, late, twice, overlap;

static void fill(const Download *d, u32 at, u32 n, u8 *into) {
  u32 i = 0;
  for (; i < n && at + i < d->head_size; i++) into[i] = d->head[at + i];
  if (i < n) memcpy(into + i, body + (d->from + at + i - d->head_size) % BODY, n - i);
}

static void send_data(const Download *d, u32 at, u32 n) {
  u8 data[MSS];
  fill(d, at, n, data);
  const Segment s = {d->server_seq + at, d->client_seq, at + n == d->size ? PSH | ACK : ACK, WINDOW, NULL, 0};
  send_tcp(&d->server, &s, data, n);
}

static void send_plain(const Download *d, int from_server, u32 seq, u32 ack, u8 flags) {
  static const u8 mss[4] = {2, 4, MSS >> 8, MSS & 255};
  const Segment s = {seq, ack, flags, WINDOW, flags & SYN ? mss : NULL, flags & SYN ? 4 : 0};
  send_tcp(from_server ? &d->server : &d->client, &s, NULL, 0);
}

static void new_download(Download *d, int id) {
  memset(d, 0, sizeof *d);
  d->client = random_end(0, 0);
  d->id = id;
  d->client.sport = 20000 + id;
  d->client.dport = 80;
  d->server = reversed(&d->client);
  d->client_seq = random64();
  d->server_seq = random64();
  u32 length = 1400000 + below(200000);
  d->head_size = snprintf(d->head, sizeof d->head, "HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/plain\r\n"
    "Content-Length: %u\r\n\r\n", length);
  d->size = d->head_size + length;
  d->from = below(BODY);
}

static void send_request(Download *d) {
  char text[256];
  u32 n = snprintf(text, sizeof text, "GET /file%d HTTP/1.1\r\nHost: bench.example.com\r\nAccept: */*\r\n\r\n", d->id);
  const Segment s = {d->client_seq, d->server_seq, PSH | ACK, WINDOW, NULL, 0};
  send_tcp(&d->client, &s, (u8 *)text, n);
  d->client_seq += n;
  stream_bytes += n;
  for (u32 i = 0; i < n; i++) stream_sum += (u8)text[i];
}

static void send_late(Download *d) {
  send_data(d, d->late.at, d->late.size);
  d->late.in = 0;
}

static u32 segment_at(const Download *d, u32 at) { return d->size - at < MSS ? d->size - at : MSS; }

/* One packet of the response; 1 when the client has acknowledged all of it. */
static int send_response(Download *d) {
  if (d->late.in && --d->late.in == 0) {
    send_late(d);
    return 0;
  }
  if (d->twice.in && --d->twice.in == 0) {
    send_data(d, d->twice.at, d->twice.size);
    return 0;
  }
  int is_over = d->next >= d->size && !d->late.in;
  if (d->unacknowledged >= 2 || is_over) {
    send_plain(d, 0, d->client_seq, d->server_seq + (d->late.in ? d->late.at : d->next), ACK);
    d->unacknowledged = 0;
    return is_over;
  }
  if (d->next >= d->size) {
    send_late(d);
    return 0;
  }
  u32 at = d->next, n = segment_at(d, at), kind = below(1000);
  d->unacknowledged++;
  if (kind < 4 && !d->late.in && n == MSS && d->size - at > 4 * MSS) {
    d->late.at = at;
    d->late.size = n;
    d->late.in = 1 + below(4) + 1;
    late++;
    at += n;
    n = segment_at(d, at);
  } else if (kind < 7 && !d->twice.in) {
    d->twice.in = 1 + below(6);
    d->twice.at = at;
    d->twice.size = n;
    twice++;
  } else if (kind < 10 && at > 2 * MSS && n == MSS && !d->late.in) {
    at -= 700;
    overlap++;
  }
  send_data(d, at, n);
  d->next = at + n;
  return 0;
}

static void count_response(const Download *d) {
  static u8 all[1 << 21];
  for (u32 at = 0; at < d->size; at += 8192) fill(d, at, d->size - at < 8192 ? d->size - at : 8192, all + at);
  stream_bytes += d->size;
  for (u32 i = 0; i < d->size; i++) stream_sum += all[i];
}

/* One packet; 1 when the connection is over. */
static int step(Download *d) {
  const u32 end = d->server_seq + d->size;
  switch (d->phase) {
  case SYN_OUT: send_plain(d, 0, d->client_seq++, 0, SYN); break;
  case SYN_ACK: send_plain(d, 1, d->server_seq++, d->client_seq, SYN | ACK); break;
  case LAST_ACK: send_plain(d, 0, d->client_seq, d->server_seq, ACK); break;
  case REQUEST: send_request(d); break;
  case RESPONSE:
    if (!send_response(d)) return 0;
    break;
  case FIN_OUT: send_plain(d, 1, end, d->client_seq, FIN | ACK); break;
  case FIN_BACK: send_plain(d, 0, d->client_seq, end + 1, FIN | ACK); break;
  case FIN_ACK:
    send_plain(d, 1, end + 1, d->client_seq + 1, ACK);
    count_response(d);
    return 1;
  }
  d->phase++;
  return 0;
}

static void http_streams(const char *dir, int total, u64 number) {
  static Download active[ACTIVE];
  int is_active[ACTIVE], live = 0, begun = 0;
  seed(number);
  make_body();
  capture_open(dir, "http-streams");
  for (; live < ACTIVE; live++) {
    new_download(&active[live], begun++);
    is_active[live] = 1;
  }
  while (live) {
    u32 i = below(ACTIVE);
    if (!is_active[i]) continue;
    for (int burst = 1 + below(12); burst > 0; burst--) {
      now_us += 1 + below(20);
      if (!step(&active[i])) continue;
      if (begun < total) new_download(&active[i], begun++);
      else {
        is_active[i] = 0;
        live--;
      }
      break;
    }
  }
  FILE *f = truth(dir, "http-streams");
  fprintf(f, ", \"streams\": %d, \"stream_bytes\": %llu, \"stream_sum\": %llu, \"late\": %llu, \"twice\": %llu, "
    "\"overlap\": %llu}\n", total, (Number)stream_bytes, (Number)stream_sum, (Number)late, (Number)twice, (Number)overlap);
  close_or_die(f);
}

/* ---- fragments ---------------------------------------------------------------------------------------- */

enum { IPV4_PIECE = 1480, IPV6_PIECE = 1448, FRAGMENT = 44 };

static void send_fragment(const End *e, u32 id, const u8 *payload, u32 at, u32 n, int more) {
  u8 frame[FRAME_ROOM];
  u32 from = put_ether(frame, e, e->v6 ? 0x86dd : 0x0800);
  u8 *h = frame + from;
  if (e->v6) {
    put32(h, 0x60000000);
    put16(h + 4, 8 + n);
    h[6] = FRAGMENT;
    h[7] = 64;
    memcpy(h + 8, e->src, 16);
    memcpy(h + 24, e->dst, 16);
    h[40] = UDP;
    h[41] = 0;
    put16(h + 42, at | more);
    put32(h + 44, id);
    memcpy(h + 48, payload + at, n);
    capture_frame(frame, from + 48 + n);
    return;
  }
  put_ip4(h, e, n, id, (more ? 0x2000 : 0) | at / 8, UDP);
  memcpy(h + 20, payload + at, n);
  capture_frame(frame, from + 20 + n);
}

static void frags(const char *dir, u32 total, u64 number) {
  u64 v4 = 0, v6 = 0, bytes = 0, bytes_v4 = 0, doubled = 0, overlapping = 0, disordered = 0;
  seed(number);
  make_body();
  capture_open(dir, "frags");
  for (u32 id = 1; id <= total; id++) {
    static u8 d[9000];
    End e = random_end(10, 0);
    e.sport = 1024 + below(60000);
    e.dport = 5000 + below(100);
    const u32 n = 3000 + below(5000), length = n + 8, address = e.v6 ? 16 : 4;
    memcpy(d + 8, body + below(BODY), n);
    put16(d, e.sport);
    put16(d + 2, e.dport);
    put16(d + 4, length);
    put16(d + 6, 0);
    const u32 pseudo = sum_add(sum_add(UDP + length, e.src, address), e.dst, address);
    const u16 sum = sum_finish(sum_add(pseudo, d, length));
    put16(d + 6, sum ? sum : 0xffff);
    const u32 piece = e.v6 ? IPV6_PIECE : IPV4_PIECE, pieces = (length + piece - 1) / piece, kind = below(100);
    const u32 first = kind >= 10 && kind < 15 ? 1 + below(pieces - 1) : 0;
    const int has_double = kind >= 15 && kind < 17, has_overlap = kind >= 17 && kind < 19;
    disordered += kind < 15;
    doubled += has_double;
    overlapping += has_overlap;
    for (u32 i = 0; i < pieces; i++) {
      const u32 j = kind < 10 ? pieces - 1 - i : (i + first) % pieces, at = j * piece;
      const u32 m = length - at < piece ? length - at : piece;
      const int more = j != pieces - 1;
      now_us += 1 + below(30);
      if (j == 1 && has_overlap) {
        send_fragment(&e, id, d, at - 80, m, 1);
        now_us += 3;
      }
      send_fragment(&e, id, d, at, m, more);
      if (j == 1 && has_double) send_fragment(&e, id, d, at, m, more);
    }
    v4 += !e.v6;
    v6 += e.v6;
    bytes += n;
    if (!e.v6) bytes_v4 += n;
  }
  FILE *f = truth(dir, "frags");
  fprintf(f, ", \"datagrams\": %llu, \"datagrams_v4\": %llu, \"datagrams_v6\": %llu, \"payload_bytes\": %llu, "
    "\"payload_bytes_v4\": %llu, \"out_of_order\": %llu, \"with_duplicate\": %llu, \"with_overlap\": %llu}\n",
    (Number)(v4 + v6), (Number)v4, (Number)v6, (Number)bytes, (Number)bytes_v4, (Number)disordered, (Number)doubled,
    (Number)overlapping);
  close_or_die(f);
}

int main(int argc, char **argv) {
  const int is_whole = argc == 3, count = argc == 5 ? atoi(argv[3]) : 0;
  const u64 number = argc == 5 ? strtoull(argv[4], NULL, 10) : 0;
  const char *name = is_whole || count > 0 ? argv[2] : "";
  if (!strcmp(name, "http-streams") && (is_whole || count >= ACTIVE)) http_streams(argv[1], is_whole ? 200 : count, is_whole ? 3 : number);
  else if (!strcmp(name, "frags")) frags(argv[1], is_whole ? 40000 : count, is_whole ? 4 : number);
  else {
    fprintf(stderr, "usage: gen_streams DIR http-streams|frags [COUNT SEED]\n");
    return 2;
  }
  return 0;
}
