/*
 * Packetwright's native addon: descriptors, octets and errno for JavaScript, and no policy at all.
 * native/binding.ts describes every function; rings, waiting, pacing and netlink are TypeScript.
 *
 * Rules of this file
 *  - Functions give a number >= 0 or -errno. Only a wrong argument type throws. A buffer too small gives -EFAULT.
 *  - A handle (a wrapped, type-tagged object) owns its descriptor. libuv aborts the process when a descriptor is
 *    closed while it is watched, so the watcher always goes first (shut()).
 *  - While a handle is watched it holds itself strongly; otherwise the collector would end the watching silently.
 *  - Linked without libc (-nostdlib): node itself brings it, so one binary serves glibc and musl. Hence no helper that
 *    only glibc has (CMSG_NXTHDR calls one).
 */
#define _GNU_SOURCE
#define NAPI_VERSION 8
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <node_api.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* The little of libuv that is used, declared here so that no header of a certain Node release is needed. */
typedef struct uv_loop_s uv_loop_t;
typedef struct uv_handle uv_handle; /* uv_handle_t and uv_poll_t alike; only libuv knows its size */
enum { UV_POLL = 8 };
extern size_t uv_handle_size(int type);
extern int uv_poll_init(uv_loop_t *loop, uv_handle *poll, int fd);
extern int uv_poll_start(uv_handle *poll, int events, void (*on_event)(uv_handle *, int, int));
extern void uv_close(uv_handle *poll, void (*on_closed)(uv_handle *));
extern void uv_ref(uv_handle *poll);
extern void uv_unref(uv_handle *poll);
extern void *uv_handle_get_data(const uv_handle *poll);
extern void uv_handle_set_data(uv_handle *poll, void *data);

enum {
  VERSION = 1,       /* NATIVE_VERSION of binding.ts */
  RECORD_WORDS = 11, /* of binding.ts */
  SEND_MAX = 1024,   /* sendmmsg(2) takes no more (UIO_MAXIOV) */
  RECEIVE_MAX = 256
};

typedef struct handle handle;

/* One for each environment (main thread, worker). */
typedef struct {
  napi_env env;
  handle *open;   /* handles whose descriptor is open */
  handle *last;   /* the handle of the last call, whose tag need not be looked up again */
  int closing;    /* watchers that libuv has not let go of yet */
  napi_async_cleanup_hook_handle hook;
  int ending;
} state;

struct handle {
  state *state;
  handle *next, **link; /* in state->open */
  int fd;               /* -1 once closed: every call then gives -EBADF by itself */
  uv_handle *poll;      /* made at the first poll() */
  int events;           /* what is watched, 0 nothing */
  int unreferenced;
  napi_ref self, callback; /* while watched */
  napi_async_context async;
  napi_ref ring; /* weak: the mapping belongs to the ArrayBuffer */
};

static const napi_type_tag HANDLE_TAG = {0x706b7477726e6174ULL, 0x8b1f5d0c6e2a4973ULL};

/* ---- values ---- */

static napi_value give(napi_env env, int64_t n) {
  napi_value v = NULL;
  napi_create_int64(env, n, &v);
  return v;
}

static napi_value result(napi_env env, int64_t n) { return give(env, n < 0 ? -errno : n); }

static int refuse(napi_env env, const char *what) {
  napi_throw_type_error(env, "ERR_INVALID_ARG_TYPE", what);
  return 0;
}

static int take_int(napi_env env, napi_value v, int32_t *out) {
  return napi_get_value_int32(env, v, out) == napi_ok || refuse(env, "a number was expected");
}

static int take_uint(napi_env env, napi_value v, uint32_t *out) {
  return napi_get_value_uint32(env, v, out) == napi_ok || refuse(env, "a number was expected");
}

typedef struct {
  uint8_t *at;
  size_t length;
} octets;

static int take_octets(napi_env env, napi_value v, octets *out) {
  napi_typedarray_type type;
  void *at;
  if (napi_get_typedarray_info(env, v, &type, &out->length, &at, NULL, NULL) != napi_ok || type != napi_uint8_array)
    return refuse(env, "a Uint8Array was expected");
  out->at = at;
  return 1;
}

/* 32-bit words; `length` counts words. */
static int take_words(napi_env env, napi_value v, napi_typedarray_type wanted, uint32_t **at, size_t *length) {
  napi_typedarray_type type;
  void *p;
  if (napi_get_typedarray_info(env, v, &type, length, &p, NULL, NULL) != napi_ok || type != wanted)
    return refuse(env, wanted == napi_int32_array ? "an Int32Array was expected" : "a Uint32Array was expected");
  *at = p;
  return 1;
}

static int take_handle(napi_env env, state *s, napi_value v, handle **out) {
  void *p = NULL;
  if (napi_unwrap(env, v, &p) != napi_ok) return refuse(env, "a handle was expected");
  /* The tag's lookup costs more than all the rest of a call; the address of a living handle proves as much. */
  if (p != s->last) {
    bool ours = false;
    if (napi_check_object_type_tag(env, v, &HANDLE_TAG, &ours) != napi_ok || !ours) return refuse(env, "a handle was expected");
    s->last = ((handle *)p)->fd < 0 ? NULL : p;
  }
  *out = p;
  return 1;
}

/* The arguments of a call; absent ones are undefined. */
#define ARGUMENTS(n)                                                       \
  napi_value arg[n];                                                       \
  size_t argc = (n);                                                       \
  void *data = NULL;                                                       \
  if (napi_get_cb_info(env, info, &argc, arg, NULL, &data) != napi_ok) return NULL; \
  state *s = data

/* ---- the life of a handle ---- */

static void forget(napi_env env, handle *h) {
  h->events = 0;
  if (h->self) napi_delete_reference(env, h->self);
  if (h->callback) napi_delete_reference(env, h->callback);
  if (h->async) napi_async_destroy(env, h->async);
  h->self = h->callback = NULL;
  h->async = NULL;
}

static void end_when_closed(state *s) {
  if (!s->ending || s->closing) return;
  napi_remove_async_cleanup_hook(s->hook);
  free(s);
}

static void on_closed(uv_handle *poll) {
  state *s = uv_handle_get_data(poll);
  free(poll);
  s->closing--;
  end_when_closed(s);
}

static void unwatch(napi_env env, handle *h) {
  if (h->poll) {
    uv_handle_set_data(h->poll, h->state);
    h->state->closing++;
    uv_close(h->poll, on_closed);
    h->poll = NULL;
  }
  forget(env, h);
}

/* Watcher, descriptor, and the ring: detached only when asked to, since a collected handle's ring may still be in use. */
static int shut(napi_env env, handle *h, int detach) {
  if (h->fd < 0) return 0;
  unwatch(env, h);
  int rc = close(h->fd) < 0 ? -errno : 0;
  h->fd = -1;
  if (h->state->last == h) h->state->last = NULL;
  *h->link = h->next;
  if (h->next) h->next->link = h->link;
  if (h->ring) {
    napi_value ring = NULL;
    if (detach && napi_get_reference_value(env, h->ring, &ring) == napi_ok && ring) napi_detach_arraybuffer(env, ring);
    napi_delete_reference(env, h->ring);
    h->ring = NULL;
  }
  return rc;
}

static void on_collected(napi_env env, void *p, void *hint) {
  (void)hint;
  handle *h = p;
  shut(env, h, 0); /* does nothing to a closed one, whose `state` may be gone already */
  free(h);
}

/* A worker ends, or the process does: libuv must have let go of every watcher before its loop is closed. */
static void on_ending(napi_async_cleanup_hook_handle hook, void *p) {
  (void)hook;
  state *s = p;
  while (s->open) shut(s->env, s->open, 0);
  s->ending = 1;
  end_when_closed(s);
}

/* Makes the object that owns `fd`. */
static napi_value own(napi_env env, state *s, int fd) {
  if (fd < 0) return give(env, -errno);
  napi_value object;
  handle *h = calloc(1, sizeof *h);
  if (!h || napi_create_object(env, &object) != napi_ok || napi_type_tag_object(env, object, &HANDLE_TAG) != napi_ok ||
      napi_wrap(env, object, h, on_collected, NULL, NULL) != napi_ok) {
    close(fd);
    free(h);
    return give(env, -ENOMEM);
  }
  h->fd = fd;
  h->state = s;
  h->next = s->open;
  h->link = &s->open;
  if (h->next) h->next->link = &h->next;
  s->open = h;
  return object;
}

/* Into the namespace `netns`; `home` is the way back. Who may not come back must not leave, so that is tried first. */
static int enter(int netns, int *home) {
  *home = -1;
  if (netns < 0) return 0;
  int here = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  if (here < 0) return -1;
  if (setns(here, CLONE_NEWNET) < 0 || setns(netns, CLONE_NEWNET) < 0) {
    int e = errno;
    close(here);
    errno = e;
    return -1;
  }
  *home = here;
  return 0;
}

static void leave(int home) {
  if (home < 0) return;
  int e = errno;
  /* Going on would send packets to the wrong network. */
  if (setns(home, CLONE_NEWNET) < 0)
    napi_fatal_error("packetwright", NAPI_AUTO_LENGTH, "cannot return to the own network namespace", NAPI_AUTO_LENGTH);
  close(home);
  errno = e;
}

static napi_value js_open(napi_env env, napi_callback_info info) {
  ARGUMENTS(4);
  int32_t domain, type, protocol, netns;
  if (!take_int(env, arg[0], &domain) || !take_int(env, arg[1], &type) || !take_int(env, arg[2], &protocol) ||
      !take_int(env, arg[3], &netns))
    return NULL;
  int home, fd = enter(netns, &home);
  if (fd == 0) {
    fd = socket(domain, type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
    leave(home);
  }
  return own(env, s, fd);
}

static napi_value js_open_file(napi_env env, napi_callback_info info) {
  ARGUMENTS(3);
  char path[4096];
  size_t length;
  int32_t flags, netns;
  if (napi_get_value_string_utf8(env, arg[0], path, sizeof path, &length) != napi_ok) {
    refuse(env, "a string was expected");
    return NULL;
  }
  if (!take_int(env, arg[1], &flags) || !take_int(env, arg[2], &netns)) return NULL;
  int home, fd = enter(netns, &home);
  if (fd == 0) {
    fd = open(path, flags | O_CLOEXEC | O_NONBLOCK, 0600);
    leave(home);
  }
  return own(env, s, fd);
}

static napi_value js_close(napi_env env, napi_callback_info info) {
  ARGUMENTS(1);
  handle *h;
  if (!take_handle(env, s, arg[0], &h)) return NULL;
  return give(env, shut(env, h, 1));
}

/* ---- socket calls ---- */

static napi_value js_bind(napi_env env, napi_callback_info info) {
  ARGUMENTS(2);
  handle *h;
  octets address;
  if (!take_handle(env, s, arg[0], &h) || !take_octets(env, arg[1], &address)) return NULL;
  return result(env, bind(h->fd, (void *)address.at, address.length));
}

static napi_value js_connect(napi_env env, napi_callback_info info) {
  ARGUMENTS(2);
  handle *h;
  octets address;
  if (!take_handle(env, s, arg[0], &h) || !take_octets(env, arg[1], &address)) return NULL;
  return result(env, connect(h->fd, (void *)address.at, address.length));
}

static napi_value js_getsockname(napi_env env, napi_callback_info info) {
  ARGUMENTS(2);
  handle *h;
  octets out;
  if (!take_handle(env, s, arg[0], &h) || !take_octets(env, arg[1], &out)) return NULL;
  socklen_t length = out.length;
  return result(env, getsockname(h->fd, (void *)out.at, &length) < 0 ? -1 : (int64_t)length);
}

static napi_value js_setsockopt(napi_env env, napi_callback_info info) {
  ARGUMENTS(4);
  handle *h;
  int32_t level, option;
  octets value;
  if (!take_handle(env, s, arg[0], &h) || !take_int(env, arg[1], &level) || !take_int(env, arg[2], &option) ||
      !take_octets(env, arg[3], &value))
    return NULL;
  return result(env, setsockopt(h->fd, level, option, value.at, value.length));
}

static napi_value js_getsockopt(napi_env env, napi_callback_info info) {
  ARGUMENTS(4);
  handle *h;
  int32_t level, option;
  octets out;
  if (!take_handle(env, s, arg[0], &h) || !take_int(env, arg[1], &level) || !take_int(env, arg[2], &option) ||
      !take_octets(env, arg[3], &out))
    return NULL;
  socklen_t length = out.length;
  return result(env, getsockopt(h->fd, level, option, out.at, &length) < 0 ? -1 : (int64_t)length);
}

/* A call of its own, since struct sock_fprog holds a pointer. The kernel copies and checks the program. */
static napi_value js_attach_filter(napi_env env, napi_callback_info info) {
  ARGUMENTS(2);
  handle *h;
  octets program;
  if (!take_handle(env, s, arg[0], &h) || !take_octets(env, arg[1], &program)) return NULL;
  if (program.length == 0) {
    int none = 0;
    int rc = setsockopt(h->fd, SOL_SOCKET, SO_DETACH_FILTER, &none, sizeof none);
    return rc < 0 && errno == ENOENT ? give(env, 0) : result(env, rc);
  }
  if (program.length % sizeof(struct sock_filter) || program.length / sizeof(struct sock_filter) > BPF_MAXINSNS)
    return give(env, -EINVAL);
  struct sock_fprog f = {.len = program.length / sizeof(struct sock_filter), .filter = (void *)program.at};
  return result(env, setsockopt(h->fd, SOL_SOCKET, SO_ATTACH_FILTER, &f, sizeof f));
}

/* 40 octets are what the largest request that is used here takes (struct ifreq). */
static napi_value js_ioctl(napi_env env, napi_callback_info info) {
  ARGUMENTS(3);
  handle *h;
  uint32_t request;
  octets buffer;
  if (!take_handle(env, s, arg[0], &h) || !take_uint(env, arg[1], &request) || !take_octets(env, arg[2], &buffer)) return NULL;
  if (buffer.length < 40) return give(env, -EFAULT);
  return result(env, ioctl(h->fd, request, buffer.at));
}

static napi_value js_sendto(napi_env env, napi_callback_info info) {
  ARGUMENTS(6);
  handle *h;
  octets b, address = {NULL, 0};
  uint32_t offset, length;
  int32_t flags;
  napi_valuetype type;
  if (!take_handle(env, s, arg[0], &h) || !take_octets(env, arg[1], &b) || !take_uint(env, arg[2], &offset) ||
      !take_uint(env, arg[3], &length) || !take_int(env, arg[4], &flags) || napi_typeof(env, arg[5], &type) != napi_ok ||
      (type != napi_undefined && !take_octets(env, arg[5], &address)))
    return NULL;
  if ((uint64_t)offset + length > b.length) return give(env, -EFAULT);
  return result(env, sendto(h->fd, b.at + offset, length, flags, (void *)address.at, address.length));
}

static napi_value js_send_batch(napi_env env, napi_callback_info info) {
  ARGUMENTS(6);
  handle *h;
  octets b;
  uint32_t *offset, *length, start, count;
  size_t offsets, lengths;
  if (!take_handle(env, s, arg[0], &h) || !take_octets(env, arg[1], &b) ||
      !take_words(env, arg[2], napi_uint32_array, &offset, &offsets) ||
      !take_words(env, arg[3], napi_uint32_array, &length, &lengths) || !take_uint(env, arg[4], &start) ||
      !take_uint(env, arg[5], &count))
    return NULL;
  if (count > SEND_MAX) count = SEND_MAX;
  if ((uint64_t)start + count > offsets || (uint64_t)start + count > lengths) return give(env, -EFAULT);
  struct mmsghdr m[SEND_MAX];
  struct iovec v[SEND_MAX];
  for (uint32_t i = 0; i < count; i++) {
    uint32_t o = offset[start + i], l = length[start + i];
    if ((uint64_t)o + l > b.length) return give(env, -EFAULT);
    v[i] = (struct iovec){b.at + o, l};
    m[i].msg_hdr = (struct msghdr){.msg_iov = &v[i], .msg_iovlen = 1};
  }
  return result(env, sendmmsg(h->fd, m, count, 0));
}

static napi_value js_recvmsg(napi_env env, napi_callback_info info) {
  ARGUMENTS(6);
  handle *h;
  octets b, address, control;
  uint32_t *out;
  size_t words;
  int32_t flags;
  if (!take_handle(env, s, arg[0], &h) || !take_octets(env, arg[1], &b) || !take_octets(env, arg[2], &address) ||
      !take_octets(env, arg[3], &control) || !take_words(env, arg[4], napi_int32_array, &out, &words) ||
      !take_int(env, arg[5], &flags))
    return NULL;
  if (words < 3) return give(env, -EFAULT);
  struct iovec v = {b.at, b.length};
  struct msghdr m = {.msg_name = address.at, .msg_namelen = address.length, .msg_iov = &v, .msg_iovlen = 1,
                     .msg_control = control.at, .msg_controllen = control.length};
  ssize_t n = recvmsg(h->fd, &m, flags);
  if (n >= 0) {
    out[0] = m.msg_namelen;
    out[1] = m.msg_controllen;
    out[2] = m.msg_flags;
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

static napi_value js_recv_batch(napi_env env, napi_callback_info info) {
  ARGUMENTS(5);
  handle *h;
  octets slab;
  uint32_t slot, max, *records;
  size_t words;
  if (!take_handle(env, s, arg[0], &h) || !take_octets(env, arg[1], &slab) || !take_uint(env, arg[2], &slot) ||
      !take_uint(env, arg[3], &max) || !take_words(env, arg[4], napi_uint32_array, &records, &words))
    return NULL;
  if (max > RECEIVE_MAX) max = RECEIVE_MAX;
  if ((uint64_t)slot * max > slab.length || (uint64_t)max * RECORD_WORDS > words) return give(env, -EFAULT);
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
  for (int i = 0; i < n; i++) record(records + i * RECORD_WORDS, &m[i], &from[i], slot);
  return result(env, n);
}

static napi_value js_read(napi_env env, napi_callback_info info) {
  ARGUMENTS(2);
  handle *h;
  octets b;
  if (!take_handle(env, s, arg[0], &h) || !take_octets(env, arg[1], &b)) return NULL;
  return result(env, read(h->fd, b.at, b.length));
}

static napi_value js_write(napi_env env, napi_callback_info info) {
  ARGUMENTS(4);
  handle *h;
  octets b;
  uint32_t offset, length;
  if (!take_handle(env, s, arg[0], &h) || !take_octets(env, arg[1], &b) || !take_uint(env, arg[2], &offset) ||
      !take_uint(env, arg[3], &length))
    return NULL;
  if ((uint64_t)offset + length > b.length) return give(env, -EFAULT);
  return result(env, write(h->fd, b.at + offset, length));
}

/* ---- rings ---- */

static void on_unmapped(napi_env env, void *at, void *length) {
  (void)env;
  munmap(at, (size_t)length);
}

static napi_value js_mmap(napi_env env, napi_callback_info info) {
  ARGUMENTS(2);
  handle *h;
  uint32_t length;
  napi_value ring;
  if (!take_handle(env, s, arg[0], &h) || !take_uint(env, arg[1], &length)) return NULL;
  if (h->ring) return give(env, -EBUSY);
  void *at = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, h->fd, 0);
  if (at == MAP_FAILED) return give(env, -errno);
  /* The mapping lives as long as a view of it does. Electron refuses memory that is not its own. */
  if (napi_create_external_arraybuffer(env, at, length, on_unmapped, (void *)(size_t)length, &ring) != napi_ok) {
    munmap(at, length);
    return give(env, -EOPNOTSUPP);
  }
  napi_create_reference(env, ring, 0, &h->ring);
  return ring;
}

/* ---- waiting ---- */

static void on_event(uv_handle *poll, int status, int events) {
  handle *h = uv_handle_get_data(poll);
  napi_env env = h->state->env;
  napi_handle_scope scope;
  napi_value self, callback, args[2], error;
  if (napi_open_handle_scope(env, &scope) != napi_ok) return;
  /* `self` in this scope keeps h alive, whatever the callback closes. */
  napi_get_reference_value(env, h->self, &self);
  napi_get_reference_value(env, h->callback, &callback);
  if (status < 0) h->events = 0; /* libuv has stopped watching: the callback reads the error and polls again */
  napi_create_int32(env, status, &args[0]);
  napi_create_int32(env, events, &args[1]);
  if (napi_make_callback(env, h->async, self, callback, 2, args, NULL) == napi_pending_exception &&
      napi_get_and_clear_last_exception(env, &error) == napi_ok)
    napi_fatal_exception(env, error);
  if (!h->events) forget(env, h);
  napi_close_handle_scope(env, scope);
}

static napi_value js_poll(napi_env env, napi_callback_info info) {
  ARGUMENTS(3);
  handle *h;
  int32_t events;
  if (!take_handle(env, s, arg[0], &h) || !take_int(env, arg[1], &events)) return NULL;
  if (events == 0) {
    if (h->poll) uv_poll_start(h->poll, 0, on_event); /* no events: the same as stopping */
    forget(env, h);
    return give(env, 0);
  }
  napi_valuetype type;
  if (napi_typeof(env, arg[2], &type) != napi_ok || type != napi_function) {
    refuse(env, "a function was expected");
    return NULL;
  }
  if (h->fd < 0) return give(env, -EBADF);
  if (!h->poll) {
    uv_loop_t *loop;
    uv_handle *poll = malloc(uv_handle_size(UV_POLL));
    if (!poll || napi_get_uv_event_loop(env, (void *)&loop) != napi_ok) {
      free(poll);
      return give(env, -ENOMEM);
    }
    int rc = uv_poll_init(loop, poll, h->fd);
    if (rc < 0) {
      free(poll);
      return give(env, rc);
    }
    uv_handle_set_data(poll, h);
    if (h->unreferenced) uv_unref(poll);
    h->poll = poll;
  }
  /* Asked for anew each time, so that the callback runs in the asynchronous context of who asked. */
  forget(env, h);
  napi_value name;
  napi_create_string_utf8(env, "packetwright.poll", NAPI_AUTO_LENGTH, &name);
  if (napi_create_reference(env, arg[0], 1, &h->self) != napi_ok ||
      napi_create_reference(env, arg[2], 1, &h->callback) != napi_ok || napi_async_init(env, arg[0], name, &h->async) != napi_ok) {
    forget(env, h);
    return give(env, -ENOMEM);
  }
  h->events = events;
  int rc = uv_poll_start(h->poll, events, on_event);
  if (rc < 0) forget(env, h);
  return give(env, rc);
}

static napi_value js_ref(napi_env env, napi_callback_info info) {
  ARGUMENTS(1);
  handle *h;
  if (!take_handle(env, s, arg[0], &h)) return NULL;
  h->unreferenced = 0;
  if (h->poll) uv_ref(h->poll);
  return give(env, 0);
}

static napi_value js_unref(napi_env env, napi_callback_info info) {
  ARGUMENTS(1);
  handle *h;
  if (!take_handle(env, s, arg[0], &h)) return NULL;
  h->unreferenced = 1;
  if (h->poll) uv_unref(h->poll);
  return give(env, 0);
}

static napi_value js_poll_wait(napi_env env, napi_callback_info info) {
  ARGUMENTS(3);
  handle *h;
  int32_t events, timeout;
  if (!take_handle(env, s, arg[0], &h) || !take_int(env, arg[1], &events) || !take_int(env, arg[2], &timeout)) return NULL;
  if (h->fd < 0) return give(env, -EBADF); /* poll(2) would skip a negative descriptor and wait */
  struct pollfd p = {.fd = h->fd, .events = (events & 1 ? POLLIN : 0) | (events & 2 ? POLLOUT : 0)};
  int n = poll(&p, 1, timeout);
  if (n <= 0) return result(env, n);
  return give(env, (p.revents & (POLLIN | POLLERR | POLLHUP) ? 1 : 0) | (p.revents & POLLOUT ? 2 : 0));
}

/* The clock of the kernel's time stamps. A double holds the microsecond, which Date does not. */
static napi_value js_now(napi_env env, napi_callback_info info) {
  (void)info;
  struct timespec t;
  napi_value v = NULL;
  clock_gettime(CLOCK_REALTIME, &t);
  napi_create_double(env, t.tv_sec * 1e3 + t.tv_nsec / 1e6, &v);
  return v;
}

NAPI_MODULE_INIT(/* napi_env env, napi_value exports */) {
  static const struct {
    const char *name;
    napi_callback f;
  } functions[] = {
      {"open", js_open},           {"openFile", js_open_file},     {"close", js_close},
      {"bind", js_bind},           {"connect", js_connect},        {"getsockname", js_getsockname},
      {"setsockopt", js_setsockopt}, {"getsockopt", js_getsockopt}, {"attachFilter", js_attach_filter},
      {"ioctl", js_ioctl},         {"sendto", js_sendto},          {"sendBatch", js_send_batch},
      {"recvmsg", js_recvmsg},     {"recvBatch", js_recv_batch},   {"read", js_read},
      {"write", js_write},         {"mmap", js_mmap},              {"poll", js_poll},
      {"ref", js_ref},             {"unref", js_unref},            {"pollWait", js_poll_wait},
      {"now", js_now},
  };
  state *s = calloc(1, sizeof *s);
  if (!s || napi_add_async_cleanup_hook(env, on_ending, s, &s->hook) != napi_ok) {
    free(s);
    napi_throw_error(env, NULL, "packetwright: out of memory");
    return NULL;
  }
  s->env = env;
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    napi_value f;
    if (napi_create_function(env, functions[i].name, NAPI_AUTO_LENGTH, functions[i].f, s, &f) != napi_ok ||
        napi_set_named_property(env, exports, functions[i].name, f) != napi_ok)
      return NULL;
  }
  napi_set_named_property(env, exports, "version", give(env, VERSION));
  return exports;
}
