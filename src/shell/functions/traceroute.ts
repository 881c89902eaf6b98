/** traceroute(): TCP SYNs with growing TTLs, and a table of who answered, as scapy prints it. */
import { sr } from '../../exchange/send-receive.ts';
import type { ExchangeResult } from '../../exchange/result.ts';
import type { Volatile } from '../../packet/spec/several.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { RandShort } from '../../packet/templates/random-values.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { Builtin, functions } from '../python/callable.ts';
import { Dict } from '../python/containers/dict.ts';
import { GET, Tuple } from '../python/behaviour.ts';
import { addListMethods, type Entry, QueryAnswer, ScapyList } from '../lists/scapy-list.ts';
import { attribute } from '../packets/attributes.ts';
import { findLayer } from '../packets/find-layer.ts';
import { Drawn } from '../packets/net.ts';
import { packetOfValue } from '../packets/packet-of-value.ts';
import { ScapyPacket } from '../packets/scapy-packet.ts';
import type { Shell } from '../session.ts';
import { type Given, Options } from './options.ts';
import { namesGiven, resultPair, sendable } from './packets-to-send.ts';
import { nameOf, told } from './sending.ts';

export const tracerouteFunctions = (shell: Shell): Record<string, unknown> => ({
  ...functions({
    'traceroute(target, *args, **kargs)': (target: unknown, args: readonly unknown[], kargs: Given) =>
      traceroute(shell, target, args, kargs),
  } as never),
  TracerouteResult: new Builtin(
    'TracerouteResult(res=None, name="Traceroute")',
    ((items: Iterable<QueryAnswer> | null) => new TraceList(shell.place, items ?? [])) as never,
  ),
});

async function traceroute(shell: Shell, target: unknown, args: readonly unknown[], kargs: Given): Promise<unknown> {
  const o = new Options('traceroute', args, kargs);
  const dport = o.take('dport') ?? 80;
  const sport = o.take('sport') ?? new Drawn(RandShort() as Volatile<unknown>, shell.place);
  const least = o.number('minttl') ?? 1;
  const most = o.number('maxttl') ?? 30;
  const seconds = o.number('timeout') ?? 2;
  const l4 = o.take('l4');
  const verbose = o.number('verbose') ?? shell.conf.verb;
  const iface = o.take('iface') ?? shell.conf.chosenIface;
  o.take('filter');
  o.done(shell);
  const { place } = shell;
  const head = ScapyPacket.craft(place, IP as unknown as AnyLayer, {
    dst: target,
    ttl: new Tuple([least, most]),
    id: new Drawn(RandShort() as Volatile<unknown>, shell.place),
  });
  const probe = head.over(
    l4 === undefined
      ? ScapyPacket.craft(place, TCP as unknown as AnyLayer, {
          dport,
          sport,
          seq: new Drawn(RandShort() as Volatile<unknown>, shell.place),
        })
      : packetOfValue(place, l4),
  );
  const result = (await sr(sendable([probe]) as never, {
    host: await shell.host(),
    timeoutMs: seconds * 1000,
    signal: shell.signal,
    ...(iface !== undefined && { iface: nameOf(iface) }),
    ...(verbose > 0 && told(shell)),
  })) as unknown as ExchangeResult;
  const [answered, unanswered] = resultPair(place, result, namesGiven([probe])) as unknown as [ScapyList, ScapyList];
  const trace = new TraceList(place, answered.items.toSorted(byHop));
  if (verbose > 0) shell.write(traceTable(trace));
  return new Tuple([trace, unanswered]);
}

const ttlOf = (item: unknown): number => Number(attribute((item as QueryAnswer).query, 'ttl'));
const byHop = (a: unknown, b: unknown): number => ttlOf(a) - ttlOf(b);

/** `1.2.3.4:tcp80`: where the question goes. */
function endOf(query: ScapyPacket): string {
  const dst = String(attribute(query, 'dst'));
  for (const name of ['TCP', 'UDP']) {
    const layer = findLayer(query, name);
    if (layer !== undefined) return `${dst}:${name.toLowerCase()}${String(attribute(layer, 'dport'))}`;
  }
  return findLayer(query, 'ICMP') === undefined ? dst : `${dst}:icmp`;
}

/** What came: an ICMP error's type, a segment's flags. */
function wordOf(answer: ScapyPacket): string {
  const tcp = findLayer(answer, 'TCP');
  if (tcp !== undefined) return String(attribute(tcp, 'flags'));
  const icmp = findLayer(answer, 'ICMP');
  return icmp === undefined ? '' : String(attribute(icmp, 'type'));
}

export function traceTable(list: ScapyList): string {
  const columns = [...new Set(list.items.map((item) => endOf((item as QueryAnswer).query)))].toSorted();
  const rows = [...new Set(list.items.map(ttlOf))].toSorted((a, b) => a - b);
  const cell = (ttl: number, end: string): string => {
    const found = list.items.find((item) => ttlOf(item) === ttl && endOf((item as QueryAnswer).query) === end) as QueryAnswer | undefined;
    return found === undefined ? '-' : `${String(attribute(found.answer, 'src')).padEnd(15)} ${wordOf(found.answer)}`;
  };
  const cells = rows.map((ttl) => columns.map((end) => cell(ttl, end)));
  const first = Math.max(0, ...rows.map((ttl) => String(ttl).length));
  const widths = columns.map((end, i) => Math.max(end.length, ...cells.map((row) => (row[i] ?? '').length)));
  const line = (name: string, row: readonly string[]): string =>
    `${name.padEnd(first)} ${row.map((text, i) => `${text.padEnd(widths[i] ?? 0)} `).join('')}\n`;
  return line('', columns) + rows.map((ttl, i) => line(String(ttl), cells[i] ?? [])).join('');
}

/** What traceroute() gives: show() prints the table. */
class TraceList extends ScapyList {
  constructor(place: ScapyList['place'], items: Iterable<Entry>) {
    super(place, items, 'Traceroute', true);
  }
  override [GET](name: string): unknown {
    if (name !== 'show' && name !== 'display') return super[GET](name);
    return new Builtin(`${name}()`, (() => {
      this.place.write(traceTable(this));
      return null;
    }) as never);
  }
}

addListMethods({
  'get_trace()': (list) => () => {
    const traces = new Dict();
    for (const item of list.items) {
      if (!(item instanceof QueryAnswer)) continue;
      const end = attribute(item.query, 'dst');
      const hops = (traces.get(end) as Dict | undefined) ?? new Dict();
      traces.set(end, hops);
      hops.set(ttlOf(item), new Tuple([attribute(item.answer, 'src'), findLayer(item.answer, 'ICMP') === undefined]));
    }
    return traces;
  },
});
