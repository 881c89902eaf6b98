/** What scapy's users ask the machine: addresses of interfaces, neighbours; and arping, explain. */
import { explain } from '../../exchange/explain/explain.ts';
import { srp } from '../../exchange/send-receive.ts';
import { defaultInterface } from '../../host/default-interface.ts';
import type { InterfaceInfo } from '../../capture/batch.ts';
import { functions } from '../python/callable.ts';
import { valueError } from '../python/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { attribute } from '../packets/attributes.ts';
import { ScapyPacket } from '../packets/scapy-packet.ts';
import type { QueryAnswer, ScapyList } from '../lists/scapy-list.ts';
import type { Shell } from '../session.ts';
import { findingText } from './finding-text.ts';
import { type Given, Options } from './options.ts';
import { namesGiven, resultOf, resultPair, sendable } from './packets-to-send.ts';
import { nameOf, told } from './sending.ts';

export function machineFunctions(shell: Shell): Record<string, unknown> {
  const interfaceOf = async (name: unknown): Promise<InterfaceInfo> => {
    const host = await shell.host();
    if (name === null || name === undefined) return defaultInterface(host);
    const all = await host.interfaces();
    const wanted = nameOf(name);
    const found = all.find((i) => i.name === wanted);
    if (found !== undefined) return found;
    const names = all.map((i) => i.name);
    throw valueError(`no interface is called '${wanted}'${didYouMean(nearest(wanted, names))}: there are ${names.join(', ')}`);
  };
  const macOf = async (ip: string): Promise<string | null> => {
    const host = await shell.host();
    const route = await host.route(ip);
    return (await host.neighbour(route.iface, route.gateway ?? ip)) ?? null;
  };
  return functions({
    'get_if_list()': async () => (await (await shell.host()).interfaces()).map(({ name }) => name),
    'get_working_ifaces()': async () =>
      (await (await shell.host()).interfaces()).filter(({ up, loopback }) => up === true && loopback !== true),
    'get_if_addr(iff=None)': async (name: unknown) =>
      (await interfaceOf(name)).addresses?.find((a) => !a.includes(':'))?.replace(/\/.*$/, '') ?? '0.0.0.0',
    'get_if_addr6(iff=None)': async (name: unknown) =>
      (await interfaceOf(name)).addresses?.find((a) => a.includes(':'))?.replace(/\/.*$/, '') ?? null,
    'get_if_hwaddr(iff=None)': async (name: unknown) => (await interfaceOf(name)).mac ?? '00:00:00:00:00:00',
    'get_if_raw_hwaddr(iff=None)': async (name: unknown) => [
      1,
      Uint8Array.from(((await interfaceOf(name)).mac ?? '00:00:00:00:00:00').split(':'), (x) => Number.parseInt(x, 16)),
    ],
    'getmacbyip(ip, chainCC=0)': macOf,
    'getmacbyip6(ip6, chainCC=0)': macOf,
    'arping(net, *args, **kargs)': (net: unknown, args: readonly unknown[], kargs: Given) => arping(shell, net, args, kargs),
    'explain(of)': async (of: unknown) => {
      const result = resultOf(of);
      if (result === undefined) throw valueError('explain() takes what sr() or srp() gave: ans, unans = sr(p); explain(unans)');
      const findings = await explain(result);
      for (const finding of findings) shell.write(`${findingText(finding)}\n`);
      if (findings.length === 0) shell.write(result.unanswered.length === 0 ? 'every packet was answered\n' : 'no reason was found\n');
      return null;
    },
  } as never);
}

/** Asks a network by ARP, and prints who answered, as scapy does. */
async function arping(shell: Shell, net: unknown, args: readonly unknown[], kargs: Given): Promise<unknown> {
  const o = new Options('arping', args, kargs);
  const seconds = o.number('timeout') ?? 2;
  const verbose = o.number('verbose') ?? shell.conf.verb;
  const iface = o.take('iface') ?? shell.conf.chosenIface;
  o.take('cache');
  o.done(shell);
  const { place } = shell;
  const question = ScapyPacket.craft(place, Ether as unknown as AnyLayer, { dst: 'ff:ff:ff:ff:ff:ff' }).over(
    ScapyPacket.craft(place, ARP as unknown as AnyLayer, { pdst: net }),
  );
  const result = await srp(sendable([question]) as never, {
    host: await shell.host(),
    timeoutMs: seconds * 1000,
    signal: shell.signal,
    ...(iface !== undefined && { iface: nameOf(iface) }),
    ...(verbose > 0 && told(shell)),
  });
  const pair = resultPair(place, result as never, namesGiven([question]));
  const [answered] = pair as unknown as [ScapyList];
  if (verbose > 0)
    for (const { answer } of answered.items as QueryAnswer[])
      shell.write(`  ${String(attribute(answer, 'src'))} ${String(attribute(answer, 'psrc'))}\n`);
  return pair;
}
