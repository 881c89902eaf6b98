// A program for a runtime that is not Node, as check-pack.mjs compiles it: without Node's types, and without the DOM's.
import { dissect, Ether, IP, packet, TCP } from 'packetwright/core';

const p = packet(Ether(), IP({ dst: '192.0.2.2' }), TCP({ dport: 80 }));
const port: number = p.get(TCP).dport;
const text: string = dissect(p.bytes, Ether).summary();
if (port !== 80 || !text.includes('192.0.2.2')) throw new Error(text);
