/** What the page runs, and Node too for comparison: read a capture, take packets apart, fill columns, build. Core's names only. */
import { columns, dissect, Ether, IP, type PacketBatch, packet, packetAt, readCapture, TCP, toHex } from '../../src/core.ts';

const FIELDS = ['frame.number', 'frame.time_epoch', 'eth.src', 'ip.src', 'ipv6.dst', 'tcp.dstport', 'udp.srcport', 'dns.qry.name'];

export interface Outcome {
  readonly packets: number;
  /** `summary()` of each packet, and its JSON. */
  readonly lines: readonly string[];
  readonly json: readonly string[];
  /** Values of each column, as text; null where there is none. */
  readonly columns: Readonly<Record<string, readonly (string | null)[]>>;
  /** A packet built, and what is read of it. */
  readonly built: string;
  readonly chksum: number;
  readonly changed: string;
}

/** Reads the capture at most once, from chunks as they come. */
export async function runCore(chunks: AsyncIterable<Uint8Array>): Promise<Outcome> {
  const lines: string[] = [],
    json: string[] = [];
  const filled: Record<string, (string | null)[]> = Object.fromEntries(FIELDS.map((field) => [field, []]));
  const source = await readCapture(chunks, { name: 'page' });
  const plan = columns(FIELDS, { interfaces: source.interfaces });
  const out = plan.output();
  let packets = 0;
  for await (const batch of source.batches()) {
    packets += batch.n;
    for (let i = 0; i < batch.n; i++) {
      const p = packetAt(batch, i, source.interfaces);
      lines.push(p.summary());
      json.push(p.json());
    }
    plan.run(batch, out);
    for (const field of FIELDS) fill(filled[field] as (string | null)[], out.column(field), batch);
  }
  const p = packet(
    Ether({ src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' }),
    IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
    TCP({ sport: 40_000, dport: 80, options: [['MSS', 1460]] }),
    'x',
  );
  const q = dissect(p.bytes, Ether);
  q.set(IP, { dst: '192.0.2.9' });
  return { packets, lines, json, columns: filled, built: toHex(p.bytes), chksum: p.get(TCP).chksum, changed: toHex(q.bytes) };
}

function fill(
  into: (string | null)[],
  { present, values, high }: ReturnType<ReturnType<ReturnType<typeof columns>['output']>['column']>,
  { n }: PacketBatch,
): void {
  for (let i = 0; i < n; i++) into.push(present[i] === 1 ? `${high === undefined ? '' : `${String(high[i])}:`}${String(values[i])}` : null);
}
