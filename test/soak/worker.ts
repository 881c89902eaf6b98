/**
 * The soak's worker: mutations without end, in blocks that are told apart by their number alone, so that any of them can be
 * run again. It writes how far it is into memory that the parent watches; its answers go by message.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { seededRandom } from '../../src/bytes/random.ts';
import { BatchColumns } from '../../src/capture/batch-columns.ts';
import type { InterfaceInfo } from '../../src/capture/batch.ts';
import { columns } from '../../src/filter/default-columns.ts';
import { fieldNames } from '../../src/filter/field-names.ts';
import type { Shape } from '../../src/packet/chain/shape.ts';
import { FlowTable } from '../../src/flows/flow-table.ts';
import { protocols } from '../../src/protocols/protocols.ts';
import { Followed } from '../fuzz/followed.ts';
import { allLayers, captureInputs, type Input, layerInputs } from '../fuzz/inputs.ts';
import { Mutator } from '../fuzz/mutator.ts';
import { tryOctets } from '../fuzz/trial.ts';
import type { Block, Order, Outcome } from './order.ts';

const order = workerData as Order;
const progress = new Int32Array(order.progress);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Layers and frames take turns; of the frames those of the fixtures come first. */
async function allInputs(): Promise<{ layers: Input[]; frames: Input[] }> {
  const layers = allLayers().flatMap((layer) => layerInputs(layer, order.seed));
  const frames: Input[] = [];
  for (const folder of order.captures) frames.push(...(await captureInputs(folder, order.packetsOfCapture)));
  return { layers, frames };
}

/** A plan of every field there is, and a table of flows, over frames that begin as Ethernet and as IP: it has code of its own to go wrong. */
function planOfAll(): (frames: readonly Uint8Array[]) => void {
  const interfaces: InterfaceInfo[] = [1, 101].map((linkType) => ({ name: String(linkType), linkType }));
  const plan = columns([...fieldNames(protocols).keys()], { interfaces });
  const out = plan.output();
  const flows = new FlowTable({ maxFlows: 1000 }, () => {}, interfaces);
  const batch = new BatchColumns();
  return (frames) => {
    const n = Math.min(frames.length, batch.offset.length);
    const data = new Uint8Array(frames.reduce((sum, f) => sum + f.length, 0));
    let at = 0;
    for (let i = 0; i < n; i++) {
      const octets = frames[i] as Uint8Array;
      data.set(octets, at);
      batch.offset[i] = at;
      batch.captured[i] = batch.wire[i] = octets.length;
      batch.iface[i] = ((octets[0] as number) >> 4) % 2;
      at += octets.length;
    }
    batch.data = data;
    batch.n = n;
    plan.run(batch, out);
    flows.take(batch);
    for (const { values, present } of out.columns)
      for (let i = 0; i < n; i++)
        if (present[i] === 1 && values[i] === undefined) throw new Error('a column says that a value is present, and there is none');
  };
}

function shapes(shape: Shape = protocols.root): number {
  let n = 1;
  for (const kid of shape.kids) if (kid !== null && kid !== undefined) n += shapes(kid);
  return n;
}

function runBlock(block: number, inputs: { layers: Input[]; frames: Input[] }, runPlan: (frames: readonly Uint8Array[]) => void): void {
  const r = seededRandom(`${order.seed} ${block}`);
  const mutator = new Mutator(r);
  const kept: Uint8Array[] = [];
  const followed = new Followed(block);
  for (let i = 0; i < order.blockSize; i++) {
    const from = (i & 1) === 0 || inputs.frames.length === 0 ? inputs.layers : inputs.frames;
    const { first, octets } = r.pick(from);
    const damaged = mutator.of(octets);
    // Before, so that the parent knows which one hangs.
    Atomics.store(progress, 0, block);
    Atomics.store(progress, 1, i);
    if (from === inputs.frames && i % 16 === 1 && damaged.length > 0) kept.push(new Uint8Array(damaged));
    tryOctets(damaged, first, i % order.shownOf === 0);
    if (from === inputs.frames) followed.take(new Uint8Array(damaged), first, i);
  }
  const beyond = followed.beyond();
  if (beyond !== undefined) throw new Error(beyond);
  followed.end();
  Atomics.store(progress, 1, order.blockSize);
  runPlan(kept);
}

const say = (message: Block | Outcome): void => parentPort?.postMessage(message);

try {
  const inputs = await allInputs();
  const runPlan = planOfAll();
  say({ kind: 'block', done: 0, heap: 0, shapes: 0, inputs: [inputs.layers.length, inputs.frames.length] });
  for (let block = order.firstBlock; block < order.firstBlock + order.blocks && Atomics.load(progress, 2) === 0; block++) {
    runBlock(block, inputs, runPlan);
    collect();
    say({
      kind: 'block',
      done: block - order.firstBlock + 1,
      heap: process.memoryUsage().heapUsed,
      shapes: shapes(),
      inputs: [inputs.layers.length, inputs.frames.length],
    });
  }
  say({ kind: 'end' });
} catch (error) {
  say({
    kind: 'end',
    block: Atomics.load(progress, 0),
    mutation: Atomics.load(progress, 1),
    problem: String((error as Error).stack),
    cause: String(((error as Error).cause as Error | undefined)?.stack ?? ''),
  });
}
