// A user's program, as check-pack.mjs compiles it against the published declarations (`skipLibCheck: false`) and runs
// it. In this tree it is not compiled: `packetwright` is the installed package here.
import { columns, dissect, Ether, IP, layer, type Packet, packet, PacketwrightError, TCP, u16, u8 } from 'packetwright';
import { dissect as coreDissect } from 'packetwright/core';

const p = packet(Ether(), IP({ dst: '192.0.2.2' }), TCP({ dport: 80, flags: 'S' }), 'hello');
const port: number = p.get(TCP).dport;
// @ts-expect-error No such field.
const wrong: unknown = p.get(TCP).dprot;

const q: Packet = dissect(p.bytes, Ether);
const seen: number | undefined = q.get(TCP)?.dport;

/** A protocol of the user's own. */
const Ours = layer('Ours', { fields: { kind: u8({ default: 1 }), value: u16({}) } });
const own: number = packet(Ours({ value: 513 })).get(Ours).value;

const plan = columns(['ip.src', 'tcp.dstport']);

if (port !== 80 || seen !== 80 || wrong !== undefined || own !== 513) throw new Error('a value is wrong');
if (plan.fields.length !== 2) throw new Error('the plan lost a column');
// One class, whichever entry it comes from.
if (coreDissect !== dissect) throw new Error('the entries do not share their code');
if (!(new PacketwrightError('ERR_VALUE', 'x') instanceof Error)) throw new Error('no error');
