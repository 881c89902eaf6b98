// A program in CommonJS that has the package by `require`, in each way that TypeScript has, and by `import()`: check-pack.mjs compiles it against the
// published declarations, for versions of Node from 16, and runs it. It is one package: values and types of one way fit in the other.
import pkw = require('packetwright');
import whole from 'packetwright';
import { IP, type Packet, PacketwrightError, packet, TCP, type ViewOf } from 'packetwright';
import * as core from 'packetwright/core';
import lab = require('packetwright/lab');
import vendors = require('packetwright/vendors');

class Refused extends pkw.PacketwrightError {}

async function main(): Promise<void> {
  const esm = await import('packetwright');
  if (esm.IP !== IP || esm.packet !== pkw.packet || core.TCP !== TCP || whole.TCP !== TCP) throw new Error('there are two of them');
  const made: Packet<'IP' | 'TCP'> = packet(IP({ dst: '192.0.2.2' }), TCP({ dport: 80 }));
  const same: pkw.Packet<'IP' | 'TCP'> = esm.packet(esm.IP({ dst: '192.0.2.2' }), TCP({ dport: 80 }));
  const view: ViewOf<typeof pkw.TCP> = same.get(esm.TCP);
  if (view.dport !== 80 || made.summary() !== same.summary()) throw new Error('a value is wrong');
  const refused: pkw.PacketwrightError = new Refused('ERR_VALUE', 'no');
  if (!(refused instanceof PacketwrightError) || !(refused instanceof core.PacketwrightError)) throw new Error('another class');
  // @ts-expect-error A layer that the packet has not.
  const wrong: Packet<'UDP'> = made;
  // @ts-expect-error No such name.
  const none: unknown = pkw.nothing;
  const answer: pkw.ExchangeResult<'IP'> | undefined = undefined;
  const vendor: string = vendors.vendorOf('00:00:0c:00:00:00') ?? '';
  const start: typeof lab.lab = lab.lab;
  if (wrong === undefined || none !== undefined || answer !== undefined || typeof start !== 'function' || vendor === '')
    throw new Error('a value is wrong');
}
void main();
