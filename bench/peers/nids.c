/* nids.c - what libnids does with the tasks of streams.
 *
 *   nids streams|datagrams FILE [PASSES]
 *
 * streams counts connections and the octets of both sides, put together; datagrams counts UDP datagrams, put together of
 * their fragments, and the octets of their payloads. libnids knows IPv4 alone. Checksums are checked, as it does unless it
 * is told otherwise. Prints its totals over all passes, and the seconds that they took.
 */
#include <nids.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static unsigned long long streams, datagrams, octets;

static void on_tcp(struct tcp_stream *s, void **user) {
  (void)user;
  if (s->nids_state == NIDS_JUST_EST) {
    streams++;
    s->client.collect++;
    s->server.collect++;
  } else if (s->nids_state == NIDS_DATA) octets += s->client.count_new + s->server.count_new;
}

static void on_udp(struct tuple4 *ends, char *data, int size, struct ip *header) {
  (void)ends;
  (void)data;
  (void)header;
  datagrams++;
  octets += size;
}

/* It tells the system's log of what is odd, unless somebody else listens. */
static void on_oddity(int type, int error, struct ip *header, void *data) {
  (void)type;
  (void)error;
  (void)header;
  (void)data;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc < 3 || (strcmp(argv[1], "streams") && strcmp(argv[1], "datagrams"))) {
    fprintf(stderr, "usage: nids streams|datagrams FILE [PASSES]\n");
    return 2;
  }
  const int of_streams = !strcmp(argv[1], "streams"), passes = argc > 3 ? atoi(argv[3]) : 1;
  const double start = now();
  for (int i = 0; i < passes; i++) {
    nids_params.filename = argv[2];
    nids_params.scan_num_hosts = 0;
    nids_params.syslog = (void (*)())on_oddity;
    nids_params.n_tcp_streams = 65536; /* it keeps three quarters of so many */
    nids_params.n_hosts = 4096;
    if (!nids_init()) {
      fprintf(stderr, "%s\n", nids_errbuf);
      return 1;
    }
    if (of_streams) nids_register_tcp((void *)on_tcp);
    else nids_register_udp((void *)on_udp);
    nids_run();
  }
  const double seconds = now() - start;
  printf("{\"streams\": %llu, \"datagrams\": %llu, \"octets\": %llu, \"seconds\": %.6f}\n", streams, datagrams, octets, seconds);
  return 0;
}
