/*
 * Packetwright's native addon: descriptors, octets and errno for JavaScript, and no policy at all.
 * native/binding.ts describes every function; rings, waiting, pacing and netlink are TypeScript.
 *
 * Rules
 *  - Functions give a number >= 0 or -errno. Only a wrong argument type throws. A buffer too small gives -EFAULT.
 *  - What the kernel is asked to read or write through a pointer is of a list (calls.c), at its exact size: the kernel believes its
 *    caller. What would be cut, a path or a name, is refused.
 *  - A handle (a wrapped, type-tagged object) owns its descriptor. libuv aborts the process when a descriptor is
 *    closed while it is watched, so the watcher always goes first (shut()).
 *  - While a handle is watched it holds itself strongly; otherwise the collector would end the watching silently.
 *  - Linked without libc (-nostdlib): node itself brings it, so one binary serves glibc and musl. Hence no helper that
 *    only glibc has (CMSG_NXTHDR calls one).
 *
 * packetwright.c: arguments, results, the list of functions. handle.c: opening, closing, waiting. calls.c: all else.
 */
#ifndef PACKETWRIGHT_H
#define PACKETWRIGHT_H
#define _GNU_SOURCE
#define NAPI_VERSION 8
#include <errno.h>
#include <node_api.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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
  handle *open; /* handles whose descriptor is open */
  handle *last; /* the handle of the last call, whose tag need not be looked up again */
  int closing;  /* watchers and mappings that libuv is busy with */
  int mapped;   /* mappings that are there, whose end may come after this one's */
  napi_async_cleanup_hook_handle hook;
  bool ending;
} state;

struct handle {
  state *state;
  handle *next, **link; /* in state->open */
  int fd; /* -1 once closed: every call then gives -EBADF by itself */
  struct uv_handle *poll; /* made at the first poll() */
  int events; /* what is watched, 0 nothing */
  bool unreferenced;
  napi_ref self, callback; /* while watched */
  napi_async_context async;
  napi_ref ring; /* weak: the mapping belongs to the ArrayBuffer */
};

/* A ring's memory. It belongs to the ArrayBuffer that shows it. */
typedef struct {
  state *state;
  void *at;
  size_t length;
} mapping;

typedef struct {
  uint8_t *at;
  size_t length;
} octets;

typedef struct {
  uint32_t *at;
  size_t length; /* in words */
} words;

/*
 * Takes the arguments, each of its kind: h handle, o octets (Uint8Array), w words (Uint32Array), n words (Int32Array),
 * i int32 (cut to it), u uint32 (nothing else), v any value. Gives NULL and has thrown when one is of another kind.
 */
state *take(napi_env env, napi_callback_info info, const char *kinds, ...);
bool take_octets(napi_env env, napi_value v, octets *out);
bool is(napi_env env, napi_value v, napi_valuetype wanted);
/* Throws a TypeError. Gives NULL, for the caller to give back. */
napi_value refuse(napi_env env, const char *expected);
napi_value give(napi_env env, int64_t n);
/* Of a system call: its number, or -errno. */
napi_value result(napi_env env, int64_t n);

/* Ends a mapping, on libuv's thread pool while that is possible. */
void on_unmapped(napi_env env, void *at, void *mapping);

extern const napi_type_tag HANDLE_TAG;
void on_ending(napi_async_cleanup_hook_handle hook, void *state);

napi_value js_open(napi_env, napi_callback_info);
napi_value js_open_file(napi_env, napi_callback_info);
napi_value js_close(napi_env, napi_callback_info);
napi_value js_poll(napi_env, napi_callback_info);
napi_value js_ref(napi_env, napi_callback_info);
napi_value js_unref(napi_env, napi_callback_info);
napi_value js_poll_wait(napi_env, napi_callback_info);

napi_value js_bind(napi_env, napi_callback_info);
napi_value js_connect(napi_env, napi_callback_info);
napi_value js_getsockname(napi_env, napi_callback_info);
napi_value js_setsockopt(napi_env, napi_callback_info);
napi_value js_getsockopt(napi_env, napi_callback_info);
napi_value js_attach_filter(napi_env, napi_callback_info);
napi_value js_ioctl(napi_env, napi_callback_info);
napi_value js_sendto(napi_env, napi_callback_info);
napi_value js_send_batch(napi_env, napi_callback_info);
napi_value js_recvmsg(napi_env, napi_callback_info);
napi_value js_recv_batch(napi_env, napi_callback_info);
napi_value js_read(napi_env, napi_callback_info);
napi_value js_write(napi_env, napi_callback_info);
napi_value js_mmap(napi_env, napi_callback_info);
napi_value js_now(napi_env, napi_callback_info);

#endif
