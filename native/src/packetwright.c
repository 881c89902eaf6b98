/* Arguments and results, and the list of functions. The rules are in packetwright.h. */
#include "packetwright.h"
#include <stdarg.h>

const napi_type_tag HANDLE_TAG = {0x706b7477726e6174ULL, 0x8b1f5d0c6e2a4973ULL};

napi_value give(napi_env env, int64_t n) {
  napi_value v = NULL;
  napi_create_int64(env, n, &v);
  return v;
}

napi_value result(napi_env env, int64_t n) { return give(env, n < 0 ? -errno : n); }

static bool take_handle(napi_env env, state *s, napi_value v, handle **out) {
  void *p = NULL;
  if (napi_unwrap(env, v, &p) != napi_ok) return false;
  /* The tag's lookup costs more than all the rest of a call; the address of a living handle proves as much. */
  if (p != s->last) {
    bool ours = false;
    if (napi_check_object_type_tag(env, v, &HANDLE_TAG, &ours) != napi_ok || !ours) return false;
    /* Of this addon, loaded a second time: its end would not be seen by our `last`. */
    if (((handle *)p)->state != s) return false;
    s->last = ((handle *)p)->fd < 0 ? NULL : p;
  }
  *out = p;
  return true;
}

static bool take_array(napi_env env, napi_value v, napi_typedarray_type wanted, void **at, size_t *length) {
  napi_typedarray_type type;
  return napi_get_typedarray_info(env, v, &type, length, at, NULL, NULL) == napi_ok && type == wanted;
}

bool take_octets(napi_env env, napi_value v, octets *out) {
  return take_array(env, v, napi_uint8_array, (void **)&out->at, &out->length);
}

napi_value refuse(napi_env env, const char *expected) {
  napi_throw_type_error(env, "ERR_INVALID_ARG_TYPE", expected);
  return NULL;
}

/* Node-API would take 2^32 + 1 for 1, and -1 for 2^32 - 1. */
static bool take_uint32(napi_env env, napi_value v, uint32_t *out) {
  double d;
  if (napi_get_value_double(env, v, &d) != napi_ok || !(d >= 0 && d <= UINT32_MAX)) return false;
  *out = (uint32_t)d;
  return *out == d;
}

state *take(napi_env env, napi_callback_info info, const char *kinds, ...) {
  napi_value arg[8]; /* absent ones are undefined */
  size_t count = strlen(kinds);
  void *s = NULL;
  if (napi_get_cb_info(env, info, &count, arg, NULL, &s) != napi_ok) return NULL;
  const char *expected = NULL;
  va_list out;
  va_start(out, kinds);
  for (int i = 0; kinds[i] && !expected; i++) {
    void *to = va_arg(out, void *);
    words *w = to;
    switch (kinds[i]) {
      case 'h': if (!take_handle(env, s, arg[i], to)) expected = "a handle was expected"; break;
      case 'o': if (!take_octets(env, arg[i], to)) expected = "a Uint8Array was expected"; break;
      case 'w': if (!take_array(env, arg[i], napi_uint32_array, (void **)&w->at, &w->length)) expected = "a Uint32Array was expected"; break;
      case 'n': if (!take_array(env, arg[i], napi_int32_array, (void **)&w->at, &w->length)) expected = "an Int32Array was expected"; break;
      case 'i': if (napi_get_value_int32(env, arg[i], to) != napi_ok) expected = "a number was expected"; break;
      case 'u': if (!take_uint32(env, arg[i], to)) expected = "a whole number of 32 bits was expected"; break;
      default: *(napi_value *)to = arg[i];
    }
  }
  va_end(out);
  if (!expected) return s;
  refuse(env, expected);
  return NULL;
}

bool is(napi_env env, napi_value v, napi_valuetype wanted) {
  napi_valuetype type;
  return napi_typeof(env, v, &type) == napi_ok && type == wanted;
}

NAPI_MODULE_INIT(/* napi_env env, napi_value exports */) {
  static const struct {
    const char *name;
    napi_callback f;
  } functions[] = {
      {"open", js_open},             {"openFile", js_open_file},         {"close", js_close},
      {"bind", js_bind},             {"connect", js_connect},            {"getsockname", js_getsockname},
      {"setsockopt", js_setsockopt}, {"getsockopt", js_getsockopt},      {"attachFilter", js_attach_filter},
      {"ioctl", js_ioctl},           {"sendto", js_sendto},              {"sendBatch", js_send_batch},
      {"recvmsg", js_recvmsg},       {"recvBatch", js_recv_batch},       {"read", js_read},
      {"write", js_write},           {"mmap", js_mmap},                  {"poll", js_poll},
      {"ref", js_ref},               {"unref", js_unref},                {"pollWait", js_poll_wait},
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
