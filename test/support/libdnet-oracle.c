/*
 * The real libdnet, asked: reads one question a line and answers each with one line. Words are separated by blanks, octets
 * are hexadecimal ("-" for none).
 *
 *   cc libdnet-oracle.c -ldumbnet
 */
#include <dumbnet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 4096

static size_t octets(const char *hex, unsigned char *out) {
  size_t n = 0;
  if (strcmp(hex, "-") == 0) return 0;
  for (; hex[0] && hex[1] && n < MOST; hex += 2) {
    unsigned int octet;
    sscanf(hex, "%2x", &octet);
    out[n++] = (unsigned char)octet;
  }
  return n;
}

static void print(const void *data, size_t n) {
  const unsigned char *b = data;
  for (size_t i = 0; i < n; i++) printf("%02x", b[i]);
  printf("\n");
}

static unsigned long number(const char *word) { return strtoul(word, NULL, 0); }

static struct addr address(const char *word) {
  struct addr a;
  memset(&a, 0, sizeof a);
  if (addr_pton(word, &a) < 0) {
    fprintf(stderr, "no address: %s\n", word);
    exit(1);
  }
  return a;
}

int main(void) {
  char line[4 * MOST];
  while (fgets(line, sizeof line, stdin)) {
    char *w[16] = {0};
    unsigned char buf[2 * MOST] = {0};
    int n = 0;
    for (char *word = strtok(line, " \n"); word && n < 16; word = strtok(NULL, " \n")) w[n++] = word;
    if (n == 0) continue;
    if (strcmp(w[0], "network") == 0) {
      struct addr a = address(w[1]), net, last;
      char x[64], y[64];
      addr_net(&a, &net);
      net.addr_bits = a.addr_type == ADDR_TYPE_IP ? IP_ADDR_BITS : IP6_ADDR_BITS;
      addr_bcast(&a, &last);
      printf("%s %s\n", addr_ntop(&net, x, sizeof x), a.addr_type == ADDR_TYPE_IP ? addr_ntop(&last, y, sizeof y) : "-");
    } else if (strcmp(w[0], "order") == 0) {
      struct addr a = address(w[1]), b = address(w[2]);
      int sign = addr_cmp(&a, &b);
      printf("%d\n", (sign > 0) - (sign < 0));
    } else if (strcmp(w[0], "text") == 0) {
      struct addr a = address(w[1]);
      char x[64];
      printf("%s ", addr_ntop(&a, x, sizeof x));
      print(a.addr_data8, a.addr_type == ADDR_TYPE_IP ? 4 : a.addr_type == ADDR_TYPE_ETH ? 6 : 16);
    } else if (strcmp(w[0], "mask") == 0) {
      unsigned char mask[4];
      uint16_t bits;
      addr_btom((uint16_t)number(w[1]), mask, sizeof mask);
      addr_mtob(mask, sizeof mask, &bits);
      printf("%u.%u.%u.%u %u\n", mask[0], mask[1], mask[2], mask[3], bits);
    } else if (strcmp(w[0], "sockaddr") == 0) {
      struct addr a = address(w[1]);
      struct sockaddr_storage sa;
      memset(&sa, 0, sizeof sa);
      addr_ntos(&a, (struct sockaddr *)&sa);
      print(&sa, a.addr_type == ADDR_TYPE_IP ? 16 : 28);
    } else if (strcmp(w[0], "checksum4") == 0) {
      size_t size = octets(w[1], buf);
      ip_checksum(buf, size);
      print(buf, size);
    } else if (strcmp(w[0], "checksum6") == 0) {
      size_t size = octets(w[1], buf);
      ip6_checksum(buf, size);
      print(buf, size);
    } else if (strcmp(w[0], "option") == 0) {
      unsigned char option[64];
      size_t size = octets(w[1], buf);
      size_t length = octets(w[3], option);
      ssize_t more = ip_add_option(buf, sizeof buf, (int)number(w[2]), option, length);
      print(buf, size + (more > 0 ? (size_t)more : 0));
    } else if (strcmp(w[0], "ip") == 0) {
      struct addr src = address(w[7]), dst = address(w[8]);
      ip_pack_hdr(buf, number(w[1]), number(w[2]), number(w[3]), number(w[4]), number(w[5]), number(w[6]), src.addr_ip, dst.addr_ip);
      print(buf, 20);
    } else if (strcmp(w[0], "ip6") == 0) {
      struct addr src = address(w[6]), dst = address(w[7]);
      ip6_pack_hdr(buf, number(w[1]), number(w[2]), number(w[3]), number(w[4]), number(w[5]), src.addr_ip6, dst.addr_ip6);
      print(buf, 40);
    } else if (strcmp(w[0], "tcp") == 0) {
      tcp_pack_hdr(buf, number(w[1]), number(w[2]), number(w[3]), number(w[4]), number(w[5]), number(w[6]), number(w[7]));
      print(buf, 20);
    } else if (strcmp(w[0], "udp") == 0) {
      udp_pack_hdr(buf, number(w[1]), number(w[2]), number(w[3]));
      print(buf, 8);
    } else if (strcmp(w[0], "icmp") == 0) {
      icmp_pack_hdr_echo(buf, number(w[1]), number(w[2]), number(w[3]), number(w[4]), "", 0);
      print(buf, 8);
    } else if (strcmp(w[0], "sctp") == 0) {
      sctp_pack_hdr(buf, number(w[1]), number(w[2]), number(w[3]));
      sctp_pack_chunkhdr_init(buf + 12, SCTP_INIT, 0, 20, number(w[4]), number(w[5]), number(w[6]), number(w[7]), number(w[8]));
      print(buf, 32);
    } else if (strcmp(w[0], "eth") == 0) {
      struct addr dst = address(w[1]), src = address(w[2]);
      eth_pack_hdr(buf, dst.addr_eth, src.addr_eth, number(w[3]));
      print(buf, 14);
    } else if (strcmp(w[0], "arp") == 0) {
      struct addr sha = address(w[2]), spa = address(w[3]), tha = address(w[4]), tpa = address(w[5]);
      arp_pack_hdr_ethip(buf, number(w[1]), sha.addr_eth, spa.addr_ip, tha.addr_eth, tpa.addr_ip);
      print(buf, 28);
    } else if (strcmp(w[0], "blob") == 0) {
      /* A text, then 16 and 32 bits in both orders, an octet, and octets with their number. */
      unsigned char data[64];
      blob_t *blob = blob_new();
      int length = (int)octets(w[5], data);
      blob_pack(blob, "GET %s%H%h%D%d%c%*b", w[1], (int)number(w[2]), (int)number(w[2]), number(w[3]), number(w[3]), (int)number(w[4]), length, data);
      size_t size = (size_t)blob->end;
      blob_rewind(blob);
      blob_read(blob, buf, (int)size);
      print(buf, size);
      blob_free(blob);
    } else if (strcmp(w[0], "find") == 0) {
      unsigned char wanted[64];
      size_t size = octets(w[1], buf), length = octets(w[2], wanted);
      blob_t *blob = blob_new();
      blob_write(blob, buf, (int)size);
      blob_rewind(blob);
      printf("%d ", blob_index(blob, wanted, (int)length));
      printf("%d\n", blob_rindex(blob, wanted, (int)length));
      blob_free(blob);
    } else {
      fprintf(stderr, "what is %s?\n", w[0]);
      return 1;
    }
  }
  return 0;
}
