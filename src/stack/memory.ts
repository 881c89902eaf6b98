/** The octets that all connections of a stack hold, and how many they may hold. */

/** What a connection may hold whatever the others do, each way: else it could never go on. */
const LEAST = 4096;

export class Memory {
  readonly limit: number;
  used = 0;

  /** @param limit octets */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** What somebody who holds `held` and may hold `own` has room for. */
  room(own: number, held: number): number {
    return Math.max(0, Math.min(own - held, Math.max(this.limit - this.used, LEAST - held)));
  }
}
