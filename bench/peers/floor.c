/* floor.c - what C does with the tasks: through libpcap, and over a mapping of the file without it.
 *
 *   floor walk|decode|mmap-walk|mmap-decode FILE [PASSES]
 *
 * walk counts records and octets. decode takes every packet through 802.1Q and IPv4 or IPv6 to its transport header,
 * sums the destination ports of TCP and UDP, and counts the DNS messages on port 53 and the octets of their question
 * names as text, without the last dot. Prints its totals over all passes, and the seconds that they took.
 */
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;

static u64 packets, bytes, tcp, udp, other, dport_sum, dns, qname_bytes;

static inline u32 get16(const u8 *p) { return p[0] << 8 | p[1]; }

static void question_names(const u8 *m, u32 n) {
  if (n < 12) return;
  dns++;
  u32 o = 12;
  for (u32 questions = get16(m + 4); questions--; o += 5) {
    u32 length = 0;
    while (o < n && m[o] && m[o] < 64) {
      length += m[o] + 1;
      o += m[o] + 1;
    }
    if (length) qname_bytes += length - 1;
  }
}

static inline void decode(const u8 *p, u32 n) {
  if (n < 14) {
    other++;
    return;
  }
  u32 o = 12, type = get16(p + o), protocol, end = n;
  while (type == 0x8100 || type == 0x88a8) {
    o += 4;
    if (o + 2 > n) {
      other++;
      return;
    }
    type = get16(p + o);
  }
  o += 2;
  if (type == 0x0800 && n >= o + 20) {
    if (get16(p + o + 6) & 0x1fff) { /* not a first fragment */
      other++;
      return;
    }
    u32 stop = o + get16(p + o + 2);
    if (stop < end) end = stop;
    protocol = p[o + 9];
    o += (p[o] & 15) * 4;
  } else if (type == 0x86dd && n >= o + 40) {
    u32 stop = o + 40 + get16(p + o + 4);
    if (stop < end) end = stop;
    protocol = p[o + 6];
    o += 40;
  } else {
    other++;
    return;
  }
  if (protocol == 6 && o + 20 <= end) {
    tcp++;
    dport_sum += get16(p + o + 2);
  } else if (protocol == 17 && o + 8 <= end) {
    u32 sport = get16(p + o), dport = get16(p + o + 2);
    udp++;
    dport_sum += dport;
    if (sport == 53 || dport == 53) question_names(p + o + 8, end - o - 8);
  } else other++;
}

static void on_walk(u_char *user, const struct pcap_pkthdr *h, const u_char *p) {
  (void)user;
  (void)p;
  packets++;
  bytes += h->caplen;
}

static void on_decode(u_char *user, const struct pcap_pkthdr *h, const u_char *p) {
  (void)user;
  packets++;
  bytes += h->caplen;
  decode(p, h->caplen);
}

static int through_libpcap(const char *file, pcap_handler handler) {
  char error[PCAP_ERRBUF_SIZE];
  pcap_t *h = pcap_open_offline(file, error);
  if (!h) {
    fprintf(stderr, "%s\n", error);
    return 1;
  }
  pcap_loop(h, -1, handler, NULL);
  pcap_close(h);
  return 0;
}

/* Classic pcap of this machine's byte order, Ethernet. */
static int through_mapping(const char *file, int decoding) {
  struct stat st;
  int fd = open(file, O_RDONLY);
  if (fd < 0 || fstat(fd, &st)) {
    perror(file);
    return 1;
  }
  u64 size = st.st_size;
  const u8 *b = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
  if (b == MAP_FAILED) {
    perror("mmap");
    return 1;
  }
  for (u64 o = 24; o + 16 <= size;) {
    u32 n;
    memcpy(&n, b + o + 8, 4);
    if (o + 16 + n > size) break;
    packets++;
    bytes += n;
    if (decoding) decode(b + o + 16, n);
    o += 16 + n;
  }
  munmap((void *)b, size);
  return close(fd);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: floor walk|decode|mmap-walk|mmap-decode FILE [PASSES]\n");
    return 2;
  }
  int mapping = !strncmp(argv[1], "mmap-", 5), decoding = strstr(argv[1], "decode") != NULL;
  int passes = argc > 3 ? atoi(argv[3]) : 1;
  double start = now();
  for (int i = 0; i < passes; i++) {
    int failed = mapping ? through_mapping(argv[2], decoding)
                         : through_libpcap(argv[2], decoding ? on_decode : on_walk);
    if (failed) return 1;
  }
  double seconds = now() - start;
  printf("{\"packets\": %llu, \"bytes\": %llu, \"tcp\": %llu, \"udp\": %llu, \"other\": %llu, \"dport_sum\": %llu, "
    "\"dns\": %llu, \"qname_bytes\": %llu, \"seconds\": %.6f}\n", (unsigned long long)packets,
    (unsigned long long)bytes, (unsigned long long)tcp, (unsigned long long)udp, (unsigned long long)other,
    (unsigned long long)dport_sum, (unsigned long long)dns, (unsigned long long)qname_bytes, seconds);
  return 0;
}
