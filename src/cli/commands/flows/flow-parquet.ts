/** Flows as a Parquet table. */
import type { Flow } from '../../../flows/flow.ts';
import { flagLetters } from '../../../flows/flow-json.ts';
import { openParquet, type ParquetColumn } from '../../../tools/flows/parquet-rows.ts';
import type { FlowOutput } from './flow-output.ts';

const counts = (before: string): readonly ParquetColumn[] => [
  { name: `${before}packets`, type: 'INT64' },
  { name: `${before}octets`, type: 'INT64' },
  { name: `${before}tcp_flags`, type: 'STRING' },
];
const COLUMNS: readonly ParquetColumn[] = [
  { name: 'first', type: 'TIMESTAMP' },
  { name: 'last', type: 'TIMESTAMP' },
  { name: 'src', type: 'STRING' },
  { name: 'dst', type: 'STRING' },
  { name: 'sport', type: 'INT32' },
  { name: 'dport', type: 'INT32' },
  { name: 'ip_protocol', type: 'INT32' },
  { name: 'tos', type: 'INT32' },
  ...counts(''),
  ...counts('back_'),
  { name: 'end', type: 'STRING' },
];

const rowOf = (flow: Flow): readonly unknown[] => [
  new Date(Math.floor(flow.firstUs / 1000)),
  new Date(Math.floor(flow.lastUs / 1000)),
  flow.src,
  flow.dst,
  flow.sport,
  flow.dport,
  flow.protocol,
  flow.there.tos,
  ...[flow.there, flow.back].flatMap(({ packets, octets, tcpFlags }) => [BigInt(packets), BigInt(octets), flagLetters(tcpFlags)]),
  flow.end,
];

export async function flowParquet(path: string): Promise<FlowOutput> {
  const rows = await openParquet(path, COLUMNS);
  let writing: Promise<void> | undefined;
  let failed: unknown;
  return {
    add: (flow) => {
      const wait = rows.add(rowOf(flow));
      if (wait !== undefined)
        writing = wait.catch((error: unknown) => {
          failed ??= error;
        });
    },
    passTo: () => undefined,
    turn: async () => {
      await writing;
      if (failed !== undefined) throw failed;
      return true;
    },
    close: async () => {
      await writing;
      await rows.close();
      return [];
    },
  };
}
