// Rows for a database: columns of known types become objects of known types, and damage is told apart from a lack of memory.
import { columns, Ether, formatIpv4, IP, openCapture, packet, PacketwrightError, TCP, wrpcap } from 'packetwright';

interface Row {
  readonly time: number;
  readonly source: string;
  readonly port: number;
}

async function rowsOf(path: string): Promise<Row[]> {
  const capture = await openCapture(path);
  const plan = columns(['frame.time_epoch', 'ip.src', 'tcp.dstport'], { interfaces: capture.interfaces });
  const table = plan.output();
  const [time, source, port] = [table.column('frame.time_epoch'), table.column('ip.src'), table.column('tcp.dstport')];
  const rows: Row[] = [];
  for await (const batch of capture.batches()) {
    plan.run(batch, table);
    // Typed arrays: seconds and nanoseconds, an address as a number, a port.
    for (let i = 0; i < table.rows; i++)
      if (source.present[i] === 1 && port.present[i] === 1)
        rows.push({
          time: (time.values[i] ?? 0) + (time.nsec[i] ?? 0) / 1e9,
          source: formatIpv4(source.values[i] ?? 0),
          port: port.values[i] ?? 0,
        });
  }
  return rows;
}

const syn = packet(Ether(), IP({ src: '192.0.2.7', dst: '192.0.2.80' }), TCP({ dport: 443, flags: 'S' }));
syn.meta.sec = 1_700_000_000;
await wrpcap('rows.pcap', [syn, syn]);
console.log(await rowsOf('rows.pcap'));
try {
  await rowsOf('nowhere.pcap');
} catch (error) {
  if (!(error instanceof PacketwrightError)) throw error;
  console.log(error.code, error.message);
}
