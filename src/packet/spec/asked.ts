/**
 * A spec's functions are asked about octets that anybody may have sent, and what one of them throws there is no answer: a
 * condition that asks for a field that is not there is false, a layer that cannot be told is none, a value that cannot be read is
 * not there. So no spec can make dissecting throw. Where packets are built, errors go to who builds.
 */
export function asked<T, I>(ask: () => T, otherwise: I): T | I {
  try {
    return ask();
  } catch {
    return otherwise;
  }
}
