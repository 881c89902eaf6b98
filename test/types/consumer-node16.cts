// A program in CommonJS for `module: node16`, as docs/types.md tells; check-pack.mjs compiles and runs it.
import type { Packet } from 'packetwright' with { 'resolution-mode': 'import' };

async function main(): Promise<void> {
  const { IP, packet, TCP } = await import('packetwright');
  const p: Packet<'IP' | 'TCP'> = packet(IP({ dst: '192.0.2.2' }), TCP({ dport: 80 }));
  if (p.get(TCP).dport !== 80) throw new Error('a value is wrong');
}
void main();
