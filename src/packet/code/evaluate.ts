/**
 * The one place where text becomes code. Where evaluation is refused (a page's Content-Security-Policy) this is where
 * another back end goes: what is generated is made of loads, stores and calls of the spec's own functions only.
 */
export function evaluate(parameters: string, body: string, ...values: unknown[]): unknown {
  return new Function(...parameters.split(',').filter((p) => p !== ''), `"use strict";${body}`)(...values);
}
