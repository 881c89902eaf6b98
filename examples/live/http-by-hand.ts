// live: 192.0.2.2
// live: 192.0.2.2 --bug
// A page over a TCP connection made by hand: node http-by-hand.ts ADDRESS [--bug]
//
// The kernel knows nothing of this connection. It would answer the server's SYN-ACK with a reset, so a guard stops exactly that. With --bug
// the request leaves from another port than the SYN, as in a well-known first try; explainCapture() says what is wrong.
import { explainCapture, guard, IP, linuxHost, packet, send, sniff, sr1, TCP } from 'packetwright';

const [address, option] = process.argv.slice(2);
if (address === undefined) throw new Error('usage: http-by-hand.ts ADDRESS [--bug]');
const sport = 40_080;
const dport = 80;
const ip = IP({ dst: address });

// What is sent and received, for explaining.
const host = linuxHost();
const link = await host.open((await host.route(address)).iface, { filter: `tcp port ${dport}` });
await link.ready;

await using _guarded = await guard({ protocol: 'tcp', localPort: sport });
const synAck = (await sr1(packet(ip, TCP({ sport, dport, flags: 'S', seq: 1000 }))))?.get(TCP);
if (synAck?.flags.has('SA') !== true) throw new Error(`${address} does not accept connections on port ${dport}`);
const [seq, ack] = [synAck.ack, synAck.seq + 1];

const request = `GET / HTTP/1.0\r\nHost: ${address}\r\n\r\n`;
if (option === '--bug') {
  const answer = await sr1(packet(ip, TCP({ sport: sport + 1, dport, flags: 'A', seq, ack }), request));
  console.log(`the answer: ${answer?.get(TCP)?.flags.text ?? 'none'}`);
} else {
  await send(packet(ip, TCP({ sport, dport, flags: 'A', seq, ack })));
  const pieces = sniff({
    filter: `tcp src port ${dport} and dst port ${sport}`,
    timeoutMs: 5000,
    stop: (p) => p.get(TCP)?.flags.has('F') === true,
  });
  await pieces.ready;
  await send(packet(ip, TCP({ sport, dport, flags: 'PA', seq, ack }), request));
  // What the server sends, each octet once and in order: pieces may come twice.
  let next = ack;
  let page = '';
  for await (const piece of pieces) {
    const tcp = piece.get(TCP);
    const octets = piece.payload(TCP);
    if (tcp === undefined || tcp.seq !== next || octets.length === 0) continue;
    page += new TextDecoder().decode(octets);
    next += octets.length;
  }
  await send(packet(ip, TCP({ sport, dport, flags: 'RA', seq: seq + request.length, ack: next })));
  console.log(page.split('\r\n')[0]);
  console.log(page.slice(page.indexOf('\r\n\r\n') + 4).trim());
}
const findings = await explainCapture(link, { signal: AbortSignal.timeout(300) });
for (const { sentence, blames } of findings) if (blames) console.log(sentence);
await host.close();
// prints:
// HTTP/1.1 200 OK
// hello from nginx
// the answer: R
// segment on 192.0.2.1:40081 carries ack of handshake on :40080, so 192.0.2.2:80 knows no such connection
