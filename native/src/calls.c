/* The system calls on a handle's descriptor. The rules are in packetwright.h. */
#include "packetwright.h"
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/netlink.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* 0, or the errno of an address that the kernel would cut: it ends the path of a Unix socket at its first NUL. */
static int address_problem(octets a) {
  const struct sockaddr_un *u = (const void *)a.at;
  size_t head = offsetof(struct sockaddr_un, sun_path);
  if (a.length <= head || u->sun_family != AF_UNIX) return 0;
  size_t length = a.length - head;
  if (length > sizeof u->sun_path) return ENAMETOOLONG;
  if (u->sun_path[0] == 0) return 0; /* no path, but a name of so many octets */
  for (size_t i = strnlen(u->sun_path, length); i < length; i++)
    if (u->sun_path[i]) return EINVAL;
  return 0;
}

napi_value js_bind(napi_env env, napi_callback_info info) {
  handle *h;
  octets address;
  if (!take(env, info, "ho", &h, &address)) return NULL;
  int problem = address_problem(address);
  if (problem) return give(env, -problem);
  return result(env, bind(h->fd, (void *)address.at, address.length));
}

napi_value js_connect(napi_env env, napi_callback_info info) {
  handle *h;
  octets address;
  if (!take(env, info, "ho", &h, &address)) return NULL;
  int problem = address_problem(address);
  if (problem) return give(env, -problem);
  return result(env, connect(h->fd, (void *)address.at, address.length));
}

napi_value js_getsockname(napi_env env, napi_callback_info info) {
  handle *h;
  octets out;
  if (!take(env, info, "ho", &h, &out)) return NULL;
  socklen_t length = out.length;
  return result(env, getsockname(h->fd, (void *)out.at, &length) < 0 ? -1 : (int64_t)length);
}

/*
 * The options that this package uses, and the size of each one's value. No other goes to the kernel: there are options whose value
 * holds a pointer (IPT_SO_SET_REPLACE), and others whose length counts something else than octets (SO_GET_FILTER).
 */
typedef struct {
  int32_t level, option;
  size_t size;
} socket_option;

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71 /* linux 5.14 */
#endif
enum { MEMINFO = 9 * sizeof(uint32_t) }; /* SK_MEMINFO_VARS of linux/sock_diag.h */

static const socket_option READ[] = {
    {SOL_SOCKET, SO_ERROR, sizeof(int)},
    {SOL_SOCKET, SO_MEMINFO, MEMINFO},
    {SOL_SOCKET, SO_NETNS_COOKIE, sizeof(uint64_t)},
    {SOL_PACKET, PACKET_STATISTICS, sizeof(struct tpacket_stats_v3)},
};
static const socket_option WRITTEN[] = {
    {SOL_SOCKET, SO_RCVBUF, sizeof(int)},
    {SOL_SOCKET, SO_RCVBUFFORCE, sizeof(int)},
    {SOL_SOCKET, SO_TIMESTAMPNS, sizeof(int)},
    {SOL_SOCKET, SO_TIMESTAMPING, sizeof(int)},
    {IPPROTO_IP, IP_RECVERR, sizeof(int)},
    {IPPROTO_IPV6, IPV6_RECVERR, sizeof(int)},
    {SOL_NETLINK, NETLINK_CAP_ACK, sizeof(int)},
    {SOL_NETLINK, NETLINK_EXT_ACK, sizeof(int)},
    {SOL_PACKET, PACKET_ADD_MEMBERSHIP, sizeof(struct packet_mreq)},
    {SOL_PACKET, PACKET_RX_RING, sizeof(struct tpacket_req3)},
    {SOL_PACKET, PACKET_AUXDATA, sizeof(int)},
    {SOL_PACKET, PACKET_VERSION, sizeof(int)},
    {SOL_PACKET, PACKET_TIMESTAMP, sizeof(int)},
    {SOL_PACKET, PACKET_FANOUT, sizeof(int)},
    {SOL_PACKET, PACKET_QDISC_BYPASS, sizeof(int)},
    {SOL_PACKET, PACKET_IGNORE_OUTGOING, sizeof(int)},
};

/* 0, or why the option does not go to the kernel: EBADF, ENOPROTOOPT (it is not of the list), EFAULT (another size). */
static int option_problem(const handle *h, const socket_option *list, size_t n, int32_t level, int32_t option, size_t size) {
  if (h->fd < 0) return EBADF;
  for (size_t i = 0; i < n; i++)
    if (list[i].level == level && list[i].option == option) return list[i].size == size ? 0 : EFAULT;
  return ENOPROTOOPT;
}

napi_value js_setsockopt(napi_env env, napi_callback_info info) {
  handle *h;
  int32_t level, option;
  octets value;
  if (!take(env, info, "hiio", &h, &level, &option, &value)) return NULL;
  int problem = option_problem(h, WRITTEN, sizeof WRITTEN / sizeof *WRITTEN, level, option, value.length);
  if (problem) return give(env, -problem);
  return result(env, setsockopt(h->fd, level, option, value.at, value.length));
}

napi_value js_getsockopt(napi_env env, napi_callback_info info) {
  handle *h;
  int32_t level, option;
  octets out;
  if (!take(env, info, "hiio", &h, &level, &option, &out)) return NULL;
  int problem = option_problem(h, READ, sizeof READ / sizeof *READ, level, option, out.length);
  if (problem) return give(env, -problem);
  socklen_t length = out.length;
  return result(env, getsockopt(h->fd, level, option, out.at, &length) < 0 ? -1 : (int64_t)length);
}

/* A call of its own, since struct sock_fprog holds a pointer. The kernel copies and checks the program. */
napi_value js_attach_filter(napi_env env, napi_callback_info info) {
  handle *h;
  octets program;
  if (!take(env, info, "ho", &h, &program)) return NULL;
  if (program.length == 0) {
    int none = 0;
    int rc = setsockopt(h->fd, SOL_SOCKET, SO_DETACH_FILTER, &none, sizeof none);
    return rc < 0 && errno == ENOENT ? give(env, 0) : result(env, rc);
  }
  size_t n = program.length / sizeof(struct sock_filter);
  if (program.length % sizeof(struct sock_filter) || n > BPF_MAXINSNS) return give(env, -EINVAL);
  struct sock_fprog f = {.len = n, .filter = (void *)program.at};
  return result(env, setsockopt(h->fd, SOL_SOCKET, SO_ATTACH_FILTER, &f, sizeof f));
}

/* The requests that this package uses: each takes a struct ifreq, and writes no more than one. */
static const struct {
  uint32_t request;
  bool by_name;
} REQUESTS[] = {
    {SIOCGIFNAME, false}, {SIOCGIFMTU, true}, {SIOCGIFHWADDR, true}, {SIOCGIFINDEX, true}, {TUNSETIFF, true}, {TUNSETPERSIST, false},
};

/* 0, or why it does not go to the kernel: EBADF, ENOTTY (not of the list), EFAULT (another size), EINVAL (a name that would be cut). */
static int request_problem(const handle *h, uint32_t request, octets buffer) {
  if (h->fd < 0) return EBADF;
  for (size_t i = 0; i < sizeof REQUESTS / sizeof *REQUESTS; i++) {
    if (REQUESTS[i].request != request) continue;
    if (buffer.length != sizeof(struct ifreq)) return EFAULT;
    if (!REQUESTS[i].by_name) return 0;
    size_t end = strnlen((const char *)buffer.at, IFNAMSIZ);
    if (end == IFNAMSIZ) return EINVAL;
    while (end < IFNAMSIZ)
      if (buffer.at[end++]) return EINVAL;
    return 0;
  }
  return ENOTTY;
}

napi_value js_ioctl(napi_env env, napi_callback_info info) {
  handle *h;
  uint32_t request;
  octets buffer;
  if (!take(env, info, "huo", &h, &request, &buffer)) return NULL;
  int problem = request_problem(h, request, buffer);
  if (problem) return give(env, -problem);
  /* A copy: in shared memory another thread may write a longer name after the check. */
  struct ifreq asked;
  memcpy(&asked, buffer.at, sizeof asked);
  int rc = ioctl(h->fd, request, &asked);
  if (rc >= 0) memcpy(buffer.at, &asked, sizeof asked);
  return result(env, rc);
}

napi_value js_sendto(napi_env env, napi_callback_info info) {
  handle *h;
  octets b, to = {NULL, 0};
  uint32_t offset, length;
  int32_t flags;
  napi_value address;
  if (!take(env, info, "houuiv", &h, &b, &offset, &length, &flags, &address)) return NULL;
  if (!is(env, address, napi_undefined) && !take_octets(env, address, &to)) return refuse(env, "a Uint8Array was expected");
  if ((uint64_t)offset + length > b.length) return give(env, -EFAULT);
  int problem = address_problem(to);
  if (problem) return give(env, -problem);
  return result(env, sendto(h->fd, b.at + offset, length, flags, (void *)to.at, to.length));
}

napi_value js_send_batch(napi_env env, napi_callback_info info) {
  handle *h;
  octets b;
  words offset, length;
  uint32_t start, count;
  if (!take(env, info, "howwuu", &h, &b, &offset, &length, &start, &count)) return NULL;
  if (count > SEND_MAX) count = SEND_MAX;
  if ((uint64_t)start + count > offset.length || (uint64_t)start + count > length.length) return give(env, -EFAULT);
  struct mmsghdr m[SEND_MAX];
  struct iovec v[SEND_MAX];
  for (uint32_t i = 0; i < count; i++) {
    /* Read once: in shared memory another thread may write between the check and the use. */
    uint32_t o = *(volatile uint32_t *)&offset.at[start + i], l = *(volatile uint32_t *)&length.at[start + i];
    if ((uint64_t)o + l > b.length) return give(env, -EFAULT);
    v[i] = (struct iovec){b.at + o, l};
    m[i].msg_hdr = (struct msghdr){.msg_iov = &v[i], .msg_iovlen = 1};
  }
  return result(env, sendmmsg(h->fd, m, count, 0));
}

napi_value js_recvmsg(napi_env env, napi_callback_info info) {
  handle *h;
  octets b, address, control;
  words out;
  int32_t flags;
  if (!take(env, info, "hoooni", &h, &b, &address, &control, &out, &flags)) return NULL;
  if (out.length < 3) return give(env, -EFAULT);
  struct iovec v = {b.at, b.length};
  struct msghdr m = {.msg_name = address.at, .msg_namelen = address.length, .msg_iov = &v, .msg_iovlen = 1,
                     .msg_control = control.at, .msg_controllen = control.length};
  ssize_t n = recvmsg(h->fd, &m, flags);
  if (n >= 0) {
    out.at[0] = m.msg_namelen;
    out.at[1] = m.msg_controllen;
    out.at[2] = m.msg_flags;
  }
  return result(env, n);
}

/* Writes the record of one received message (the words of binding.ts). */
static void record(uint32_t *r, const struct mmsghdr *m, const struct sockaddr_ll *from, uint32_t slot) {
  const struct msghdr *h = &m->msg_hdr;
  memset(r, 0, RECORD_WORDS * sizeof *r);
  r[0] = m->msg_len < slot ? m->msg_len : slot;
  r[1] = m->msg_len;
  if (h->msg_namelen >= sizeof *from && from->sll_family == AF_PACKET) {
    uint16_t protocol = from->sll_protocol;
    r[4] = from->sll_ifindex;
    r[5] = from->sll_pkttype | (uint32_t)(uint16_t)(protocol << 8 | protocol >> 8) << 16;
    r[8] = from->sll_hatype | (uint32_t)from->sll_halen << 16;
    memcpy(r + 9, from->sll_addr, 8);
  }
  for (size_t at = 0; at + sizeof(struct cmsghdr) <= h->msg_controllen;) {
    const struct cmsghdr *c = (const void *)((const uint8_t *)h->msg_control + at);
    if (c->cmsg_len < sizeof *c || c->cmsg_len > h->msg_controllen - at) return;
    size_t size = c->cmsg_len - CMSG_LEN(0);
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_TIMESTAMPNS && size >= sizeof(struct timespec)) {
      struct timespec t;
      memcpy(&t, CMSG_DATA(c), sizeof t);
      r[2] = t.tv_sec;
      r[3] = t.tv_nsec;
    } else if (c->cmsg_level == SOL_PACKET && c->cmsg_type == PACKET_AUXDATA && size >= sizeof(struct tpacket_auxdata)) {
      struct tpacket_auxdata a;
      memcpy(&a, CMSG_DATA(c), sizeof a);
      r[1] = a.tp_len; /* a filter may have cut the frame before msg_len was counted */
      r[6] = a.tp_status;
      r[7] = a.tp_vlan_tci | (uint32_t)a.tp_vlan_tpid << 16;
    }
    at += CMSG_ALIGN(c->cmsg_len);
  }
}

napi_value js_recv_batch(napi_env env, napi_callback_info info) {
  handle *h;
  octets slab;
  words records;
  uint32_t slot, max;
  if (!take(env, info, "houuw", &h, &slab, &slot, &max, &records)) return NULL;
  if (max > RECEIVE_MAX) max = RECEIVE_MAX;
  if ((uint64_t)slot * max > slab.length || (uint64_t)max * RECORD_WORDS > records.length) return give(env, -EFAULT);
  struct mmsghdr m[RECEIVE_MAX];
  struct iovec v[RECEIVE_MAX];
  struct sockaddr_ll from[RECEIVE_MAX];
  struct {
    _Alignas(struct cmsghdr) char at[CMSG_SPACE(sizeof(struct timespec)) + CMSG_SPACE(sizeof(struct tpacket_auxdata))];
  } control[RECEIVE_MAX];
  for (uint32_t i = 0; i < max; i++) {
    v[i] = (struct iovec){slab.at + (size_t)i * slot, slot};
    m[i].msg_hdr = (struct msghdr){.msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &v[i], .msg_iovlen = 1,
                                   .msg_control = &control[i], .msg_controllen = sizeof control[i]};
  }
  int n = recvmmsg(h->fd, m, max, MSG_TRUNC, NULL);
  for (int i = 0; i < n; i++) record(records.at + i * RECORD_WORDS, &m[i], &from[i], slot);
  return result(env, n);
}

napi_value js_read(napi_env env, napi_callback_info info) {
  handle *h;
  octets b;
  if (!take(env, info, "ho", &h, &b)) return NULL;
  return result(env, read(h->fd, b.at, b.length));
}

napi_value js_write(napi_env env, napi_callback_info info) {
  handle *h;
  octets b;
  uint32_t offset, length;
  if (!take(env, info, "houu", &h, &b, &offset, &length)) return NULL;
  if ((uint64_t)offset + length > b.length) return give(env, -EFAULT);
  return result(env, write(h->fd, b.at + offset, length));
}

napi_value js_mmap(napi_env env, napi_callback_info info) {
  handle *h;
  uint32_t length;
  napi_value ring;
  state *s = take(env, info, "hu", &h, &length);
  if (!s) return NULL;
  if (h->ring) return give(env, -EBUSY);
  /* Of a file, what is behind its end could be touched, which ends the process (SIGBUS). */
  int type;
  socklen_t size = sizeof type;
  if (getsockopt(h->fd, SOL_SOCKET, SO_TYPE, &type, &size) < 0) return give(env, -errno);
  void *at = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, h->fd, 0);
  if (at == MAP_FAILED) return give(env, -errno);
  mapping *m = malloc(sizeof *m);
  if (m) *m = (mapping){s, at, length};
  /* The mapping lives as long as a view of it does. Electron refuses memory that is not its own. */
  if (!m || napi_create_external_arraybuffer(env, at, length, on_unmapped, m, &ring) != napi_ok) {
    munmap(at, length);
    free(m);
    return give(env, -EOPNOTSUPP);
  }
  s->mapped++;
  napi_create_reference(env, ring, 0, &h->ring);
  return ring;
}

/* The clock of the kernel's time stamps. A double holds the microsecond, which Date does not. */
napi_value js_now(napi_env env, napi_callback_info info) {
  (void)info;
  struct timespec t;
  napi_value v = NULL;
  clock_gettime(CLOCK_REALTIME, &t);
  napi_create_double(env, t.tv_sec * 1e3 + t.tv_nsec / 1e6, &v);
  return v;
}
