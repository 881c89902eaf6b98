/** What `console.log(x)`, `String(x)` and `JSON.stringify(x)` show: the thing itself, and not what it is made of. */

/** Node's `util.inspect`, by its registered symbol, so that nothing of Node is imported. */
export const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** Gives the objects of a class these texts and values; those that the class has itself stay. */
export function showsAs<T extends object>(prototype: T, text: (self: any) => string, json: (self: any) => unknown): void {
  const define = (name: PropertyKey, value: unknown): void => {
    if (!Object.hasOwn(prototype, name)) Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  };
  define(INSPECT, function (this: T) {
    return text(this);
  });
  define('toString', function (this: T) {
    return text(this);
  });
  define('toJSON', function (this: T) {
    return json(this);
  });
}
