/** The packets that something sendable stands for, one at a time. */
import { PacketwrightError } from '../bytes/errors.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { PacketObject } from '../packet/object/packet-object.ts';
import { TemplateObject } from '../packet/templates/template.ts';
import type { Sendable } from './options.ts';

export function* packetsOf<S extends string>(given: Sendable<S>): Generator<Packet<S>, void, undefined> {
  if (isPacket(given)) yield given as Packet<S>;
  else if (isIterable(given)) for (const one of given) yield* packetsOf(one as Sendable<S>);
  else
    throw new PacketwrightError(
      'ERR_VALUE',
      `cannot send ${typeof given === 'function' ? 'a layer that was not called' : typeof given}: expected packet(…), a template, or several of them`,
    );
}

const isPacket = (x: unknown): boolean => x instanceof PacketObject;

function isIterable(x: unknown): x is Iterable<unknown> {
  return x instanceof TemplateObject || (typeof x === 'object' && x !== null && Symbol.iterator in x);
}
