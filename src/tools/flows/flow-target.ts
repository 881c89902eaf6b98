/** Where flows go: `udp://host:port`, `tcp://…`, `host:port`. */
import { PacketwrightError } from '../../bytes/errors.ts';

/** An end that takes messages. */
export interface FlowTarget {
  readonly address: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp';
}

/**
 * Reads `HOST:PORT`, as softflowd's `-n` has it: an address of IPv6 stands in brackets.
 *
 * @throws ERR_VALUE
 */
export function parseTarget(text: string, transport: 'udp' | 'tcp' = 'udp'): FlowTarget {
  const found = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  const port = Number(found?.[3]);
  if (found === null || port < 1 || port > 65_535)
    throw new PacketwrightError('ERR_VALUE', `'${text}' names no collector: expected HOST:PORT, as 192.0.2.1:2055 or [2001:db8::1]:2055`, {
      value: text,
    });
  return { address: found[1] ?? found[2] ?? '', port, transport };
}
