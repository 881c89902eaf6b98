/** `Packet`: what all packets are, in `isinstance(x, Packet)` and `class Foo(Packet):`. */
import { type Behaviour, BELOW, CALL, GET, INSTANCE, REPR, STR, SUBCLASS, TYPE_NAME, UNKNOWN } from '../python/behaviour.ts';
import { typeError } from '../python/errors.ts';
import { isScapyPacket } from './is-scapy-packet.ts';
import { makeOwnLayer } from './own/own-layers.ts';

export class PacketClass implements Behaviour {
  get [TYPE_NAME](): string {
    return 'Packet_metaclass';
  }
  [REPR](): string {
    return "<class 'scapy.packet.Packet'>";
  }
  [STR](): string {
    return this[REPR]();
  }
  [CALL](): unknown {
    throw typeError('Packet has no fields: call a layer, as IP(), or write a class of your own: class Foo(Packet): fields_desc = […]');
  }
  [INSTANCE](value: unknown): boolean {
    return isScapyPacket(value);
  }
  [BELOW](other: unknown): boolean {
    return other === this;
  }
  [SUBCLASS](name: string, names: Readonly<Record<string, unknown>>): unknown {
    return makeOwnLayer(name, names);
  }
  [GET](name: string): unknown {
    return name === '__name__' ? 'Packet' : UNKNOWN;
  }
}

export const Packet = new PacketClass();
