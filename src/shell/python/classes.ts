/** `class X(Y):` and `super()`. */
import { GET, SUBCLASS } from './behaviour.ts';
import { Bound, Builtin, ClassMethod, FUNC, isFunc, Property, StaticMethod } from './callable.ts';
import { attributeError, runtimeError, typeError } from './errors.ts';
import { having, typeName, typeOf } from './kinds.ts';
import { linked } from './linked.ts';
import { nativeMethod } from './native-methods.ts';
import { boolType, objectType, Type } from './types.ts';
import { awaited, waits } from './waiting.ts';

/** Makes a class of what its body filled. `names.__class__` becomes the class: `super()` in its methods is `super(names.__class__, self)`. */
export function makeClass(name: string, bases: readonly unknown[], names: Record<string, unknown>, doc?: string): unknown {
  const other = bases.map((base) => having(base, SUBCLASS)).find((base) => base !== undefined);
  if (other !== undefined) {
    const made = other[SUBCLASS](name, { ...names }, bases);
    // One that must look at functions of its body first is promised.
    if (waits(made)) return made.then((type) => (names['__class__'] = type));
    names['__class__'] = made;
    return made;
  }
  const types = bases.map((base) => {
    if (!(base instanceof Type)) throw typeError(`class ${name}: '${typeName(base)}' cannot be inherited from`);
    if (base === boolType) throw typeError("type 'bool' is not an acceptable base type");
    return base;
  });
  let type: Type;
  try {
    type = new Type(name, types.length === 0 ? [objectType] : types, { written: true });
  } catch (error) {
    throw typeError((error as Error).message);
  }
  for (const [key, value] of Object.entries(names)) {
    type.names.set(key, value);
    nameInside(value, name);
  }
  type.doc = doc ?? (typeof names['__doc__'] === 'string' ? names['__doc__'] : undefined);
  names['__class__'] = type;
  return type;
}

/** Errors of a method name its class: `C.m() missing 1 required …`. */
function nameInside(value: unknown, type: string): void {
  if (value instanceof Property) for (const one of [value.getter, value.setter]) nameInside(one, type);
  else if (value instanceof StaticMethod || value instanceof ClassMethod) nameInside(value.func, type);
  else if (isFunc(value) && !value[FUNC].name.includes('.') && value[FUNC].name !== '<lambda>')
    value[FUNC].name = `${type}.${value[FUNC].name}`;
}

/** What `super()` gives: the object as one of the class above. */
export class Super {
  readonly type: Type;
  readonly self: unknown;
  constructor(type: unknown, self: unknown) {
    if (type === undefined || self === undefined)
      throw runtimeError('super(): no arguments; within a method of a class it needs none, elsewhere write super(CLASS, object)');
    if (!(type instanceof Type)) throw typeError(`super() argument 1 must be a type, not ${typeName(type)}`);
    this.type = type;
    this.self = self;
  }

  [GET](name: string): unknown {
    const { self } = this;
    const of = self instanceof Type ? self : typeOf(self);
    const after = of.mro.slice(of.mro.indexOf(this.type) + 1);
    for (const type of after) {
      const found = type.names.get(name);
      if (found === undefined) continue;
      if (found instanceof StaticMethod) return found.func;
      if (found instanceof ClassMethod) return new Bound(of, found.func);
      if (found instanceof Property) return awaited(() => linked.call(found.getter, [self]));
      if (found instanceof Builtin && found.role === 'class') return new Bound(of, found);
      return isFunc(found) || found instanceof Builtin ? new Bound(self, found) : found;
    }
    const native = nativeMethod(name);
    if (native !== undefined) return native.role === 'static' ? native : new Bound(self, native);
    throw attributeError(`'super' object has no attribute '${name}'`);
  }
}
