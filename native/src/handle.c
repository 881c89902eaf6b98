/* The life of a handle: opening (in a network namespace), closing, watching. The rules are in packetwright.h. */
#include "packetwright.h"
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

/* The little of libuv that is used, declared here so that no header of a certain Node release is needed. */
typedef struct uv_loop_s uv_loop_t;
typedef struct uv_handle uv_handle; /* uv_handle_t and uv_poll_t alike; only libuv knows its size */
typedef struct uv_request uv_request; /* uv_req_t and uv_work_t alike */
enum { UV_WORK = 7 };
extern size_t uv_req_size(int type);
extern int uv_queue_work(uv_loop_t *loop, uv_request *work, void (*on_thread)(uv_request *), void (*after)(uv_request *, int));
extern void *uv_req_get_data(const uv_request *work);
extern void uv_req_set_data(uv_request *work, void *data);
enum { UV_POLL = 8, UV_READABLE = 1, UV_WRITABLE = 2 };
extern size_t uv_handle_size(int type);
extern int uv_poll_init(uv_loop_t *loop, uv_handle *poll, int fd);
extern int uv_poll_start(uv_handle *poll, int events, void (*on_event)(uv_handle *, int, int));
extern void uv_close(uv_handle *poll, void (*on_closed)(uv_handle *));
extern void uv_ref(uv_handle *poll);
extern void uv_unref(uv_handle *poll);
extern void *uv_handle_get_data(const uv_handle *poll);
extern void uv_handle_set_data(uv_handle *poll, void *data);

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
  if (s->hook) napi_remove_async_cleanup_hook(s->hook);
  s->hook = NULL;
  if (!s->mapped) free(s);
}

static void unmap(uv_request *work) {
  mapping *m = uv_req_get_data(work);
  munmap(m->at, m->length);
}

static void after_unmap(uv_request *work, int status) {
  (void)status;
  mapping *m = uv_req_get_data(work);
  state *s = m->state;
  free(m);
  free(work);
  s->mapped--;
  s->closing--;
  end_when_closed(s);
}

/* The end of a ring's mapping is the end of its socket, for which the kernel waits some 20 ms: not on the event loop. */
void on_unmapped(napi_env env, void *at, void *p) {
  mapping *m = p;
  state *s = m->state;
  uv_loop_t *loop;
  uv_request *work = s->ending ? NULL : malloc(uv_req_size(UV_WORK));
  if (work && napi_get_uv_event_loop(env, (void *)&loop) == napi_ok) {
    uv_req_set_data(work, m);
    s->closing++;
    if (uv_queue_work(loop, work, unmap, after_unmap) == 0) return;
    s->closing--;
  }
  free(work);
  munmap(at, m->length);
  free(m);
  s->mapped--;
  end_when_closed(s);
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
static int shut(napi_env env, handle *h, bool detach) {
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
  shut(env, h, false); /* does nothing to a closed one, whose `state` may be gone already */
  free(h);
}

/* A worker ends, or the process does: libuv must have let go of every watcher before its loop is closed. */
void on_ending(napi_async_cleanup_hook_handle hook, void *p) {
  (void)hook;
  state *s = p;
  while (s->open) shut(s->env, s->open, false);
  s->ending = true;
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

napi_value js_open(napi_env env, napi_callback_info info) {
  int32_t domain, type, protocol, netns;
  state *s = take(env, info, "iiii", &domain, &type, &protocol, &netns);
  if (!s) return NULL;
  int home, fd = enter(netns, &home);
  if (fd == 0) {
    fd = socket(domain, type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
    leave(home);
  }
  return own(env, s, fd);
}

napi_value js_open_file(napi_env env, napi_callback_info info) {
  napi_value text;
  int32_t flags, netns;
  char path[PATH_MAX];
  size_t length;
  state *s = take(env, info, "vii", &text, &flags, &netns);
  if (!s) return NULL;
  if (napi_get_value_string_utf8(env, text, NULL, 0, &length) != napi_ok) return refuse(env, "a string was expected");
  /* Refused: cut, by Node-API or at a NUL by the kernel, it would be another file's path. */
  if (length >= sizeof path) return give(env, -ENAMETOOLONG);
  if (napi_get_value_string_utf8(env, text, path, sizeof path, NULL) != napi_ok || strlen(path) != length) return give(env, -EINVAL);
  int home, fd = enter(netns, &home);
  if (fd == 0) {
    fd = open(path, flags | O_CLOEXEC | O_NONBLOCK, 0600);
    leave(home);
  }
  return own(env, s, fd);
}

napi_value js_close(napi_env env, napi_callback_info info) {
  handle *h;
  if (!take(env, info, "h", &h)) return NULL;
  return give(env, shut(env, h, true));
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

/* libuv's part of a watched handle, made at the first poll(). */
static int make_poll(napi_env env, handle *h) {
  uv_loop_t *loop;
  uv_handle *poll = malloc(uv_handle_size(UV_POLL));
  int rc = poll && napi_get_uv_event_loop(env, (void *)&loop) == napi_ok ? uv_poll_init(loop, poll, h->fd) : -ENOMEM;
  if (rc < 0) {
    free(poll);
    return rc;
  }
  uv_handle_set_data(poll, h);
  if (h->unreferenced) uv_unref(poll);
  h->poll = poll;
  return 0;
}

napi_value js_poll(napi_env env, napi_callback_info info) {
  handle *h;
  int32_t events;
  napi_value self, callback, name;
  if (!take(env, info, "hiv", &h, &events, &callback)) return NULL;
  if (events == 0) {
    if (h->poll) uv_poll_start(h->poll, 0, on_event); /* no events: the same as stopping */
    forget(env, h);
    return give(env, 0);
  }
  if (!is(env, callback, napi_function)) return refuse(env, "a function was expected");
  if (h->fd < 0) return give(env, -EBADF);
  if (events & ~(UV_READABLE | UV_WRITABLE)) return give(env, -EINVAL); /* libuv would abort the process */
  int rc = h->poll ? 0 : make_poll(env, h);
  if (rc < 0) return give(env, rc);
  /* Asked for anew each time, so that the callback runs in the asynchronous context of who asked. */
  forget(env, h);
  size_t one = 1;
  napi_get_cb_info(env, info, &one, &self, NULL, NULL);
  napi_create_string_utf8(env, "packetwright.poll", NAPI_AUTO_LENGTH, &name);
  if (napi_create_reference(env, self, 1, &h->self) != napi_ok || napi_create_reference(env, callback, 1, &h->callback) != napi_ok ||
      napi_async_init(env, self, name, &h->async) != napi_ok)
    rc = -ENOMEM;
  else
    rc = uv_poll_start(h->poll, events, on_event);
  h->events = events;
  if (rc < 0) {
    uv_poll_start(h->poll, 0, on_event); /* nothing may be watched that nobody is called for */
    forget(env, h);
  }
  return give(env, rc);
}

napi_value js_ref(napi_env env, napi_callback_info info) {
  handle *h;
  if (!take(env, info, "h", &h)) return NULL;
  h->unreferenced = false;
  if (h->poll) uv_ref(h->poll);
  return give(env, 0);
}

napi_value js_unref(napi_env env, napi_callback_info info) {
  handle *h;
  if (!take(env, info, "h", &h)) return NULL;
  h->unreferenced = true;
  if (h->poll) uv_unref(h->poll);
  return give(env, 0);
}

napi_value js_poll_wait(napi_env env, napi_callback_info info) {
  handle *h;
  int32_t events, timeout;
  if (!take(env, info, "hii", &h, &events, &timeout)) return NULL;
  if (h->fd < 0) return give(env, -EBADF); /* poll(2) would skip a negative descriptor and wait */
  struct pollfd p = {.fd = h->fd, .events = (events & UV_READABLE ? POLLIN : 0) | (events & UV_WRITABLE ? POLLOUT : 0)};
  int n = poll(&p, 1, timeout);
  if (n <= 0) return result(env, n);
  return give(env, (p.revents & (POLLIN | POLLERR | POLLHUP) ? UV_READABLE : 0) | (p.revents & POLLOUT ? UV_WRITABLE : 0));
}
