/** What packets of a shell share: which layers follow which, what the machine says of routes and addresses, and where text goes. */
import type { Random } from '../../bytes/random.ts';
import type { Registry } from '../../packet/chain/registry.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';

/** What is known of the way to an address without asking anybody: a copy of the machine's tables, made before each command. */
export interface KnownWays {
  /** The address that a packet to there would come from; undefined where no route leads there. */
  source(to: string): string | undefined;
  /** The interface that it would leave by. */
  iface(to: string): string | undefined;
  /** The hardware address of the interface that it would leave by; without an address, of the usual interface. */
  mac(to: string | undefined): string | undefined;
  /** The hardware address of the neighbour that it would go to, where the table has it. */
  neighbour(to: string): string | undefined;
}

export interface Place {
  /** What random values are drawn from: after a seed, the sequence that it determines. */
  random: Random;
  registry: Registry;
  ways: KnownWays;
  /** What bind_layers() says of a layer and the one that follows. */
  bound?(below: AnyLayer, above: AnyLayer): Readonly<Record<string, number>> | undefined;
  /** @param coloured the same with sequences of colours, for a terminal that has them */
  write(text: string, coloured?: string): void;
  /** Shows a PDF where a terminal can; it is drawn only there. */
  image?(pdf: () => Uint8Array): void;
  /** Words beside the output. */
  note(text: string): void;
  /** Calls what the user gave: a lambda, a function, a class. */
  call(what: unknown, positions: readonly unknown[]): unknown;
}

/** Of a machine that nobody has asked yet. */
export const NO_WAYS: KnownWays = { source: () => undefined, iface: () => undefined, mac: () => undefined, neighbour: () => undefined };
