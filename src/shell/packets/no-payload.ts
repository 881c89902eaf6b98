/** What a packet carries that carries nothing. */
import {
  type Behaviour,
  CALL,
  COMPARE,
  GET,
  INSTANCE,
  ITEM,
  ITERATE,
  LENGTH,
  OCTETS,
  REPR,
  STR,
  TRUTH,
  TYPE,
  TYPE_NAME,
  UNKNOWN,
} from '../python/behaviour.ts';
import { Dict } from '../python/containers/dict.ts';
import { layerNameOf } from './find-layer.ts';
import type { Comparison } from '../runtime.ts';
import { indexErrorType, PyError } from '../python/errors.ts';

class NoPayload implements Behaviour {
  readonly [TYPE_NAME] = 'NoPayload';
  get [TYPE](): unknown {
    return noPayloadClass;
  }
  [REPR](): string {
    return '';
  }
  [STR](): string {
    return '';
  }
  [TRUTH](): boolean {
    return false;
  }
  [LENGTH](): number {
    return 0;
  }
  [OCTETS](): Uint8Array {
    return new Uint8Array(0);
  }
  [ITERATE](): Iterable<unknown> {
    return [];
  }
  [ITEM](key: unknown): unknown {
    throw new PyError(indexErrorType, [`Layer [${layerNameOf(key) ?? String(key)}] not found`]);
  }
  [COMPARE](operator: Comparison, other: unknown): unknown {
    return operator === '==' || operator === '!=' ? (other === this) === (operator === '==') : UNKNOWN;
  }
  [GET](name: string): unknown {
    switch (name) {
      case 'payload':
      case 'underlayer':
        return this;
      case 'name':
        return 'NoPayload';
      case 'fields':
        return new Dict();
      case 'haslayer':
        return () => 0;
      case 'getlayer':
      case 'show':
        return () => null;
      case 'summary':
      case 'mysummary':
      case 'lastlayer':
      case 'copy':
        return () => (name === 'copy' || name === 'lastlayer' ? this : '');
      case 'layers':
        return () => [];
      default:
        return UNKNOWN;
    }
  }
}

export const noPayload = new NoPayload();

/** `NoPayload`, for isinstance(). */
class NoPayloadClass implements Behaviour {
  readonly [TYPE_NAME] = 'Packet_metaclass';
  [REPR](): string {
    return "<class 'scapy.packet.NoPayload'>";
  }
  [STR](): string {
    return this[REPR]();
  }
  [CALL](): unknown {
    return noPayload;
  }
  [INSTANCE](value: unknown): boolean {
    return value === noPayload;
  }
  [GET](name: string): unknown {
    return name === '__name__' || name === 'name' ? 'NoPayload' : UNKNOWN;
  }
}
export const noPayloadClass = new NoPayloadClass();
