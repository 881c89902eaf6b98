/** Layers that are announced: those that are there, with their names, before the file that says what they are is loaded. */
import type { AnyLayer } from '../spec/spec.ts';

const announced = new Map<string, AnyLayer>();
// A layer of a user's may have the name of one that is announced; none is made while our files run.
let running = 0;

/**
 * The build puts these around an announced file's code, too: it may run because another file of ours imports it, and not for a layer.
 */
export const fileBegins = (): void => void running++;
export const fileEnds = (): void => void running--;

/** A file of layers that runs when one of them is first used. */
export class LayersFile {
  readonly #load: () => void;

  constructor(load: () => void) {
    this.#load = load;
  }

  run(): void {
    fileBegins();
    try {
      this.#load();
    } finally {
      fileEnds();
    }
  }
}

/** Keeps a layer for `layer()` of its file. */
export const wait = (layer: AnyLayer): void => void announced.set(layer.layerName, layer);

/** The layer of this name that waits for the file that is running. */
export function announcedCalled(name: string): AnyLayer | undefined {
  if (running === 0) return undefined;
  const layer = announced.get(name);
  announced.delete(name);
  return layer;
}
