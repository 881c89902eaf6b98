/** Collected records as a Parquet table: what all versions tell, a column each, and everything a record has as JSON. */
import { jsonText } from '../../../bytes/escape.ts';
import type { CollectedRecord } from '../../../flows/reader/collected.ts';
import { collectedJson } from '../../../flows/reader/collected-json.ts';
import { openParquet, type ParquetColumn } from '../../../tools/flows/parquet-rows.ts';
import type { CollectOutput } from './collect-output.ts';

const COLUMNS: readonly ParquetColumn[] = [
  { name: 'kind', type: 'STRING' },
  { name: 'exporter', type: 'STRING' },
  { name: 'protocol', type: 'STRING' },
  { name: 'version', type: 'INT32' },
  { name: 'domain', type: 'INT64' },
  { name: 'time', type: 'TIMESTAMP' },
  { name: 'first', type: 'TIMESTAMP' },
  { name: 'last', type: 'TIMESTAMP' },
  { name: 'src', type: 'STRING' },
  { name: 'dst', type: 'STRING' },
  { name: 'sport', type: 'INT32' },
  { name: 'dport', type: 'INT32' },
  { name: 'ip_protocol', type: 'INT32' },
  { name: 'packets', type: 'INT64' },
  { name: 'octets', type: 'INT64' },
  { name: 'values', type: 'STRING' },
];

const date = (seconds: string | undefined): Date | undefined =>
  seconds === undefined ? undefined : new Date(Math.floor(Number(seconds) * 1000));
const big = (value: unknown): bigint | undefined =>
  typeof value === 'bigint' ? value : typeof value === 'number' ? BigInt(Math.trunc(value)) : undefined;

function rowOf(record: CollectedRecord): readonly unknown[] {
  const { values } = record;
  const first = (...names: readonly string[]): unknown => values[names.find((name) => name in values) ?? ''];
  return [
    record.kind,
    record.exporter,
    record.protocol,
    record.version,
    big(record.domain),
    date(record.time),
    date(record.first),
    date(record.last),
    first('sourceIPv4Address', 'sourceIPv6Address'),
    first('destinationIPv4Address', 'destinationIPv6Address'),
    first('sourceTransportPort'),
    first('destinationTransportPort'),
    first('protocolIdentifier'),
    big(first('packetDeltaCount', 'packetTotalCount')),
    big(first('octetDeltaCount', 'octetTotalCount')),
    jsonText(collectedJson(record)['values']),
  ];
}

export async function recordTable(path: string): Promise<CollectOutput> {
  const rows = await openParquet(path, COLUMNS);
  return {
    take: async (_, records) => {
      for (const record of records) {
        const wait = rows.add(rowOf(record));
        if (wait !== undefined) await wait;
      }
      return true;
    },
    close: () => rows.close(),
  };
}
