/** What the page runs, and Node too for comparison: two hosts, a lease, a name, an HTTP page. The lab's names only. */
import { lab } from '../../src/lab/index.ts';

/** The page, and the frames that brought it. */
export async function runLab(): Promise<{ readonly page: string; readonly frames: readonly string[] }> {
  const net = lab({
    time: 'virtual',
    seed: 7,
    segments: { lan: { impair: { delayMs: 5, loss: 0.05 } } },
    hosts: {
      me: {},
      server: {
        address: '192.0.2.80/24',
        services: {
          dhcp: { range: ['192.0.2.100', '192.0.2.110'] },
          dns: { 'www.example.org': { A: '192.0.2.80' } },
          http: { '/': 'A page in a page.\n'.repeat(1000) },
        },
      },
    },
  });
  try {
    const seen = net.capture();
    await net.host('me').useDhcp();
    const connection = await net.host('me').connect('www.example.org', 80);
    await connection.write(new TextEncoder().encode('GET / HTTP/1.0\r\n\r\n'));
    let page = '';
    for await (const octets of connection.chunks()) page += new TextDecoder().decode(octets);
    connection.close();
    seen.stop();
    const frames: string[] = [];
    for await (const p of seen.packets()) frames.push(`${p.meta.sec}.${p.meta.nsec} ${p.summary()}`);
    return { page, frames };
  } finally {
    await net.close();
  }
}
