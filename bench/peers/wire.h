/* wire.h - what gen.c writes with: a seeded generator of numbers, a pcap writer, headers with valid checksums. */
#ifndef WIRE_H
#define WIRE_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

/* ---- numbers: xorshift64, so that every machine writes the same octets ------------------------------- */

static u64 random_state;

static void seed(u64 s) { random_state = s * 0x9E3779B97F4A7C15ull + 1; }

static u64 random64(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state;
}

static u32 below(u32 n) { return (u32)((random64() >> 16) % n); }

/* ---- pcap: little-endian, microseconds, Ethernet ------------------------------------------------------ */

static FILE *capture;
static u64 now_us, packets_written, octets_written;

static FILE *create(const char *dir, const char *name, const char *suffix) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s%s", dir, name, suffix);
  FILE *f = fopen(path, "wb");
  if (!f) {
    perror(path);
    exit(1);
  }
  return f;
}

static void capture_open(const char *dir, const char *name) {
  const u32 header[6] = {0xa1b2c3d4, 2 | (4 << 16), 0, 0, 65535, 1};
  capture = create(dir, name, ".pcap");
  setvbuf(capture, NULL, _IOFBF, 1 << 20);
  fwrite(header, 1, sizeof header, capture);
  now_us = 1700000000ull * 1000000;
  packets_written = octets_written = 0;
}

/* Frames are padded to 60 octets, as a network card does. `frame` has room for that. */
static void capture_frame(u8 *frame, u32 length) {
  if (length < 60) {
    memset(frame + length, 0, 60 - length);
    length = 60;
  }
  const u32 header[4] = {(u32)(now_us / 1000000), (u32)(now_us % 1000000), length, length};
  fwrite(header, 1, sizeof header, capture);
  fwrite(frame, 1, length, capture);
  packets_written++;
  octets_written += length;
}

static void close_or_die(FILE *f) {
  if (ferror(f) || fclose(f)) {
    perror("write");
    exit(1);
  }
}

/* ---- octets ------------------------------------------------------------------------------------------- */

static void put16(u8 *p, u32 v) {
  p[0] = v >> 8;
  p[1] = v;
}

static void put32(u8 *p, u32 v) {
  put16(p, v >> 16);
  put16(p + 2, v);
}

/* RFC 1071, without the final complement. */
static u32 sum_add(u32 sum, const u8 *p, u32 n) {
  for (; n > 1; p += 2, n -= 2) {
    sum += p[0] << 8 | p[1];
    if (sum & 0x80000000u) sum = (sum & 0xffff) + (sum >> 16);
  }
  if (n) sum += p[0] << 8;
  return sum;
}

static u16 sum_finish(u32 sum) {
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  return ~sum;
}

/* ---- headers ------------------------------------------------------------------------------------------ */

enum { ICMP = 1, TCP = 6, UDP = 17, ICMP6 = 58 };
enum { FIN = 1, SYN = 2, PSH = 8, ACK = 16 };
enum { FRAME_ROOM = 2048 };

/* One direction of a conversation. */
typedef struct {
  u8 v6;
  u16 vlan; /* 0: untagged */
  u8 smac[6], dmac[6];
  u8 src[16], dst[16]; /* IPv4: the first four */
  u16 sport, dport;
} End;

static u16 next_ip_id;

static u32 put_ether(u8 *frame, const End *e, u16 type) {
  memcpy(frame, e->dmac, 6);
  memcpy(frame + 6, e->smac, 6);
  if (!e->vlan) {
    put16(frame + 12, type);
    return 14;
  }
  put16(frame + 12, 0x8100);
  put16(frame + 14, e->vlan);
  put16(frame + 16, type);
  return 18;
}

/* An IPv4 header for `length` octets of payload; `place`: flags and fragment offset. */
static void put_ip4(u8 *h, const End *e, u32 length, u16 id, u16 place, u8 protocol) {
  put16(h, 0x4500);
  put16(h + 2, 20 + length);
  put16(h + 4, id);
  put16(h + 6, place);
  h[8] = 64;
  h[9] = protocol;
  put16(h + 10, 0);
  memcpy(h + 12, e->src, 4);
  memcpy(h + 16, e->dst, 4);
  put16(h + 10, sum_finish(sum_add(0, h, 20)));
}

/* Ethernet and IP for `length` octets of transport. Returns where those start; *pseudo gets the pseudo-header's sum. */
static u32 put_ip(u8 *frame, const End *e, u8 protocol, u32 length, u32 *pseudo) {
  u32 at = put_ether(frame, e, e->v6 ? 0x86dd : 0x0800), size = e->v6 ? 16 : 4;
  u8 *h = frame + at;
  *pseudo = sum_add(sum_add(protocol + length, e->src, size), e->dst, size);
  if (e->v6) {
    put32(h, 0x60000000);
    put16(h + 4, length);
    h[6] = protocol;
    h[7] = 64;
    memcpy(h + 8, e->src, 16);
    memcpy(h + 24, e->dst, 16);
    return at + 40;
  }
  put_ip4(h, e, length, next_ip_id++, 0x4000, protocol);
  return at + 20;
}

static void send_udp(const End *e, const u8 *payload, u32 n) {
  u8 frame[FRAME_ROOM];
  u32 pseudo, at = put_ip(frame, e, UDP, 8 + n, &pseudo);
  u8 *h = frame + at;
  put16(h, e->sport);
  put16(h + 2, e->dport);
  put16(h + 4, 8 + n);
  put16(h + 6, 0);
  memcpy(h + 8, payload, n);
  u16 sum = sum_finish(sum_add(pseudo, h, 8 + n));
  put16(h + 6, sum ? sum : 0xffff);
  capture_frame(frame, at + 8 + n);
}

typedef struct {
  u32 seq, ack;
  u8 flags;
  u16 window;
  const u8 *options;
  u32 options_size;
} Segment;

static void send_tcp(const End *e, const Segment *s, const u8 *payload, u32 n) {
  u8 frame[FRAME_ROOM];
  u32 pseudo, size = 20 + s->options_size, at = put_ip(frame, e, TCP, size + n, &pseudo);
  u8 *h = frame + at;
  put16(h, e->sport);
  put16(h + 2, e->dport);
  put32(h + 4, s->seq);
  put32(h + 8, s->flags & ACK ? s->ack : 0);
  h[12] = (size / 4) << 4;
  h[13] = s->flags;
  put16(h + 14, s->window);
  put32(h + 16, 0);
  if (s->options_size) memcpy(h + 20, s->options, s->options_size);
  if (n) memcpy(h + size, payload, n);
  put16(h + 16, sum_finish(sum_add(pseudo, h, size + n)));
  capture_frame(frame, at + size + n);
}

static End reversed(const End *a) {
  End b = *a;
  memcpy(b.smac, a->dmac, 6);
  memcpy(b.dmac, a->smac, 6);
  memcpy(b.src, a->dst, 16);
  memcpy(b.dst, a->src, 16);
  b.sport = a->dport;
  b.dport = a->sport;
  return b;
}

/* A client of 4,096 to a server of 600; documentation prefixes (RFC 3849) and the benchmarking net (RFC 2544). */
static End random_end(u32 v6_percent, u32 vlan_percent) {
  End e;
  memset(&e, 0, sizeof e);
  e.v6 = below(100) < v6_percent;
  if (below(100) < vlan_percent) e.vlan = 100 + below(20);
  u32 client = below(4096), server = below(600);
  e.smac[0] = e.dmac[0] = 2;
  e.smac[3] = 1;
  put16(e.smac + 4, client);
  e.dmac[3] = 2;
  e.dmac[5] = server & 3;
  if (e.v6) {
    put32(e.src, 0x20010db8);
    e.src[6] = 1;
    put16(e.src + 14, client + 1);
    put32(e.dst, 0x20010db8);
    e.dst[6] = 2;
    put16(e.dst + 14, server + 1);
  } else {
    put32(e.src, 0x0a010001 + client);
    put32(e.dst, 0xc6006400 + (server & 255));
    e.dst[1] = 18 + server / 256;
  }
  return e;
}
#endif
