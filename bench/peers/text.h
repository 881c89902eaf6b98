/* text.h - what the bodies of generated captures are read from: a megabyte of words. */
#ifndef TEXT_H
#define TEXT_H
#include "wire.h"

enum { BODY = 1 << 20, SLACK = 1 << 16 };
static u8 body[BODY + SLACK]; /* the slack repeats the start, so that any offset below BODY may be read from */

static const char *const words[] = {"packet", "flow", "window", "stream", "header", "segment", "<div>", "</div>", "<p>",
  "</p>", "<a href=\"/item\">", "the", "of", "and", "to", "in", "value", "content", "cache", "server", "router",
  "0123456789", "alpha", "bravo", "charlie", "delta", "\n", "\r\n"};

static void make_body(void) {
  for (u32 o = 0; o < BODY;) {
    const char *w = words[below(sizeof words / sizeof *words)];
    u32 n = strlen(w);
    if (o + n + 1 > BODY) n = BODY - o - 1;
    memcpy(body + o, w, n);
    o += n;
    body[o++] = ' ';
  }
  memcpy(body + BODY, body, SLACK);
}
#endif
