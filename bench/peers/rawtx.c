/* rawtx.c - what C gets from the kernel on one interface: the ceiling for sending, and a round trip.
 *
 *   rawtx send|mmsg IFACE COUNT MAC      one 60-octet UDP frame COUNT times, through send or sendmmsg
 *   rawtx lone IFACE COUNT MAC MICROS    the same through send, with a pause after each
 *   rawtx ping ADDRESS COUNT             ICMP echo through a raw socket, one at a time
 *
 * Only for interfaces of network namespaces made for the purpose: it does not ask, and it does not slow down.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { FRAME = 60, AT_ONCE = 1024, ECHO = 64 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static int fail(const char *what) {
  perror(what);
  return 1;
}

/* RFC 1071 over an even number of octets. */
static void put_checksum(uint8_t *at, const uint8_t *p, int n) {
  uint32_t sum = 0;
  for (int i = 0; i < n; i += 2) sum += p[i] << 8 | p[i + 1];
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  at[0] = ~sum >> 8;
  at[1] = ~sum;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int ping(const char *address, int count) {
  struct sockaddr_in to = {.sin_family = AF_INET};
  struct timeval limit = {.tv_sec = 1};
  int s = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP), answered = 0;
  if (s < 0) return fail("socket");
  inet_pton(AF_INET, address, &to.sin_addr);
  setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  double *micros = calloc(count, sizeof *micros), start = now();
  for (int i = 0; i < count; i++) {
    uint8_t request[ECHO] = {8, 0, 0, 0, 0x12, 0x34, i >> 8, i}, reply[2048];
    put_checksum(request + 2, request, ECHO);
    double sent = now();
    sendto(s, request, ECHO, 0, (void *)&to, sizeof to);
    for (;;) {
      int n = recv(s, reply, sizeof reply, 0);
      if (n < 0) break;
      if (n < 28 || reply[20] != 0 || memcmp(reply + 24, request + 4, 4)) continue;
      micros[answered++] = (now() - sent) * 1e6;
      break;
    }
  }
  double seconds = now() - start;
  qsort(micros, answered, sizeof *micros, ascending);
  printf("{\"packets\": %d, \"median_us\": %.1f, \"p99_us\": %.1f, \"seconds\": %.6f}\n", answered,
    answered ? micros[answered / 2] : 0, answered ? micros[answered * 99 / 100] : 0, seconds);
  return 0;
}

static int send_frames(int many, const char *iface, int count, const char *mac, int pause) {
  struct sockaddr_ll link = {.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(iface)};
  struct ether_addr *to = ether_aton(mac);
  uint8_t f[FRAME] = {0};
  int s = socket(AF_PACKET, SOCK_RAW, 0);
  if (s < 0) return fail("socket");
  if (!to || bind(s, (void *)&link, sizeof link)) return fail(iface);
  memcpy(f, to, 6);
  memcpy(f + 6, "\2\0\0\0\0\1\10\0\105\0\0\56\0\1\0\0\100\21\0\0\12\115\0\1\12\115\0\3\4\0\0\11\0\32", 34);
  put_checksum(f + 24, f + 14, 20);

  struct mmsghdr messages[AT_ONCE];
  struct iovec octets = {f, FRAME};
  memset(messages, 0, sizeof messages);
  for (int i = 0; i < AT_ONCE; i++) {
    messages[i].msg_hdr.msg_iov = &octets;
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  double start = now();
  for (int i = 0; i < count;) {
    int left = count - i;
    int n = many ? sendmmsg(s, messages, left < AT_ONCE ? left : AT_ONCE, 0) : send(s, f, FRAME, 0) == FRAME ? 1 : -1;
    if (n > 0) {
      i += n;
      if (pause) usleep(pause);
    } else if (errno != ENOBUFS && errno != EAGAIN) return fail("send");
  }
  double seconds = now() - start;
  printf("{\"packets\": %d, \"seconds\": %.6f}\n", count, seconds);
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 4 && !strcmp(argv[1], "ping")) return ping(argv[2], atoi(argv[3]));
  if (argc == 5 && !strcmp(argv[1], "send")) return send_frames(0, argv[2], atoi(argv[3]), argv[4], 0);
  if (argc == 5 && !strcmp(argv[1], "mmsg")) return send_frames(1, argv[2], atoi(argv[3]), argv[4], 0);
  if (argc == 6 && !strcmp(argv[1], "lone")) return send_frames(0, argv[2], atoi(argv[3]), argv[4], atoi(argv[5]));
  fprintf(stderr, "usage: rawtx send|mmsg IFACE COUNT MAC | rawtx lone IFACE COUNT MAC MICROS | rawtx ping ADDRESS COUNT\n");
  return 2;
}
