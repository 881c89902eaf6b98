// A program in CommonJS, as check-pack.mjs compiles it against the published declarations and runs it.
import pkw = require('packetwright');

const p = pkw.packet(pkw.IP({ dst: '192.0.2.2' }), pkw.TCP({ dport: 80 }));
const port: number = p.get(pkw.TCP).dport;
// @ts-expect-error No such field.
const wrong: unknown = p.get(pkw.TCP).dprot;
if (port !== 80 || wrong !== undefined) throw new Error('a value is wrong');
