/* watch.c - what C sees of an interface through libpcap, until SIGINT (or until it has seen enough).
 *
 *   watch ports IFACE MIB               packets and octets, and the sum of the destination ports of TCP and UDP over IPv4
 *   watch gaps IFACE MIB RATE           how far the gaps between packets are from 1 / RATE, by the kernel's time stamps
 *   watch late IFACE COUNT [immediate]  from the kernel's time stamp of a packet to its callback, COUNT times
 *
 * Prints "ready" to stderr when it captures, and a line of JSON at the end.
 */
#include <pcap/pcap.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 1 << 20 };

static pcap_t *live;
static uint64_t packets, bytes, dport_sum, first, last;
static double values[MOST];
static double ideal;
static uint64_t wanted = UINT64_MAX;

static void stop(int sig) {
  (void)sig;
  pcap_breakloop(live);
}

/* The handle is opened with nanoseconds. */
static uint64_t stamp(const struct pcap_pkthdr *h) { return h->ts.tv_sec * 1000000000ull + h->ts.tv_usec; }

static void on_ports(u_char *user, const struct pcap_pkthdr *h, const u_char *p) {
  (void)user;
  packets++;
  bytes += h->caplen;
  if (h->caplen < 34 || p[12] != 8 || p[13] != 0 || (p[23] != 6 && p[23] != 17)) return;
  uint32_t at = 14 + (p[14] & 15) * 4;
  if (h->caplen >= at + 4) dport_sum += p[at + 2] << 8 | p[at + 3];
}

static void on_gaps(u_char *user, const struct pcap_pkthdr *h, const u_char *p) {
  (void)user;
  (void)p;
  uint64_t now = stamp(h);
  if (packets == 0) first = now;
  else if (packets <= MOST) {
    double off = (now - last) / 1e3 - ideal;
    values[packets - 1] = off < 0 ? -off : off;
  }
  last = now;
  packets++;
}

static void on_late(u_char *user, const struct pcap_pkthdr *h, const u_char *p) {
  struct timespec t;
  (void)user;
  (void)p;
  clock_gettime(CLOCK_REALTIME, &t);
  if (packets < MOST) values[packets] = (t.tv_sec * 1000000000ull + t.tv_nsec - stamp(h)) / 1e3;
  if (++packets >= wanted) pcap_breakloop(live);
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void print_values(uint64_t n) {
  if (n > MOST) n = MOST;
  qsort(values, n, sizeof *values, ascending);
  printf("\"median_us\": %.3f, \"p99_us\": %.3f, \"max_us\": %.3f", n ? values[(n - 1) / 2] : 0,
    n ? values[(n * 99 + 99) / 100 - 1] : 0, n ? values[n - 1] : 0);
}

int main(int argc, char **argv) {
  char error[PCAP_ERRBUF_SIZE];
  struct pcap_stat stats = {0};
  if (argc < 4) {
    fprintf(stderr, "usage: watch ports IFACE MIB | watch gaps IFACE MIB RATE | watch late IFACE COUNT [immediate]\n");
    return 2;
  }
  int gaps = !strcmp(argv[1], "gaps"), late = !strcmp(argv[1], "late");
  if (gaps && argc > 4) ideal = 1e6 / atof(argv[4]);
  if (late) wanted = atoi(argv[3]);
  live = pcap_create(argv[2], error);
  if (!live) {
    fprintf(stderr, "%s\n", error);
    return 1;
  }
  pcap_set_snaplen(live, 65535);
  pcap_set_timeout(live, 1);
  pcap_set_tstamp_precision(live, PCAP_TSTAMP_PRECISION_NANO);
  pcap_set_immediate_mode(live, late && argc > 4);
  if (!late) pcap_set_buffer_size(live, atoi(argv[3]) << 20);
  if (pcap_activate(live) < 0) {
    pcap_perror(live, argv[2]);
    return 1;
  }
  signal(SIGINT, stop);
  fprintf(stderr, "ready\n");
  pcap_loop(live, -1, gaps ? on_gaps : late ? on_late : on_ports, NULL);
  pcap_stats(live, &stats);
  printf("{\"packets\": %llu, \"dropped\": %u, ", (unsigned long long)packets, stats.ps_drop);
  if (gaps) {
    print_values(packets ? packets - 1 : 0);
    printf(", \"pps\": %.1f}\n", packets > 1 ? (packets - 1) * 1e9 / (last - first) : 0);
  } else if (late) {
    print_values(packets);
    printf("}\n");
  } else {
    printf("\"bytes\": %llu, \"dport_sum\": %llu}\n", (unsigned long long)bytes, (unsigned long long)dport_sum);
  }
  return 0;
}
