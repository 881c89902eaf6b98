/** Octets for views that the engine moves about. */
import type { Slot } from '../spec/slot.ts';
import type { Octets } from '../spec/spec.ts';

/** For the one view of a layer that is moved from packet to packet while dissecting. */
export class ProbedOctets implements Octets {
  readonly g = 0;
  b: Uint8Array = new Uint8Array(0);
  end = 0;
  on(b: Uint8Array, end: number): this {
    this.b = b;
    this.end = end;
    return this;
  }
  locate(): number {
    return 0;
  }
  limit(): number {
    return this.end;
  }
  origin(_i: number, o: number): number {
    return o;
  }
  assign(_i: number, slot: Slot): void {
    throw new TypeError(`${slot.name} is read-only here`);
  }
}
