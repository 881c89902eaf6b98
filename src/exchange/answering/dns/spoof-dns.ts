/** Answers in the name of other DNS servers: for trying what a program does then, in a lab or a network namespace and nowhere else. */
import { checkOptions } from '../../../bytes/known-options.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Host } from '../../../host/host.ts';
import { DNS } from '../../../protocols/application/dns/dns.ts';
import { type AnsweringMachine, type RunningMachines, startAnswering } from '../answering-machine.ts';
import { dnsMachine } from './dns-machine.ts';
import { canonical, type DnsZone } from './zone.ts';
import { answeringMachine } from '../answering-machine.ts';

/** Whose questions, and what is said. */
export interface SpoofDnsOptions {
  /** A host of a lab, or of a network namespace. */
  readonly host: Host;
  readonly iface: string;
  /** Names and their records; questions about other names are left to the server that was asked. */
  readonly zone: DnsZone;
  readonly signal?: AbortSignal;
}

/**
 * Answers DNS questions about these names that are seen on a link, as if the server that was asked had answered. Resolves when it is listening.
 *
 * @throws ERR_PERMISSION on a host that is neither in a lab nor in a network namespace of its own
 */
export async function spoofDns(o: SpoofDnsOptions): Promise<RunningMachines> {
  checkOptions('spoofDns', o, { host: true, iface: true, zone: true, signal: true });
  const { host, iface, zone, signal } = o;
  if (host.isolated !== true)
    throw new PacketwrightError('ERR_PERMISSION', `spoofDns: ${host.name} is neither in a lab nor in a network namespace of its own`, {
      host: host.name,
      remedy: 'give such a host: linuxHost({ netns: NAME }), or lab(…).host(NAME)',
    });
  return startAnswering(onlyNames(dnsMachine({ isOurs: () => true, zone, tcp: false }), zone), {
    host,
    iface,
    promiscuous: true,
    ...(signal && { signal }),
  });
}

function onlyNames(machine: AnsweringMachine, zone: DnsZone): AnsweringMachine {
  const names = new Set(Object.keys(zone).map(canonical));
  return answeringMachine({
    name: 'DNS spoof',
    isRequest: (received) => {
      const asked = received.get(DNS);
      return asked?.qr === 0 && asked.qd.length === 1 && names.has(canonical(asked.qd[0]?.qname ?? ''));
    },
    makeReply: (received) => machine.answer(received),
  });
}
