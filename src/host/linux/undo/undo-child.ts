/**
 * A process of its own that outlives its parent: waits for the parent's end, then takes back what its journal says.
 *
 *   node undo-child.js JOURNAL [own]
 *
 * Standard input is a pipe from the parent, which never writes: it ends when the parent does, however that ends. The
 * namespace that the changes were made in is descriptor 3; with `own` it is the one that this process was started in.
 */
import { loadNative } from '../../../../native/loader.ts';
import { replayJournal } from './replay.ts';

const NAMESPACE = 3;
const [journal, own] = process.argv.slice(2);

// What ends the parent's whole group or service must not end this.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

function end(): void {
  if (journal !== undefined) replayJournal(loadNative(), journal, own === 'own' ? -1 : NAMESPACE);
  process.exit(0);
}

process.stdin.once('end', end).once('error', end).resume();
