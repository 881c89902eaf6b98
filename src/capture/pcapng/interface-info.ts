/** What an interface description block says, in the words of {@link CaptureInterface}. */

import type { CaptureInterface } from '../walker.ts';
import type { InterfaceBlock } from './block.ts';
import { filterText, optionValue, optionValues, ticksPerSecond } from './options.ts';

export function describeInterface(block: InterfaceBlock, section: number, number: number): CaptureInterface {
  const { options } = block;
  const addresses = [...optionValues(options, 'if_IPv4addr').map(withPrefixLength), ...optionValues(options, 'if_IPv6addr')];
  const offset = optionValue(options, 'if_tsoffset');
  const comments = optionValues(options, 'comment');
  return {
    name: optionValue(options, 'if_name') ?? '',
    linkType: block.linkType,
    section,
    number,
    snaplen: block.snaplen,
    ticksPerSecond: ticksPerSecond(optionValue(options, 'if_tsresol') ?? 6),
    ...known('description', optionValue(options, 'if_description')),
    ...known('mac', optionValue(options, 'if_MACaddr')),
    ...known('timeOffset', offset === undefined || offset === 0n ? undefined : Number(offset)),
    ...known('fcsOctets', optionValue(options, 'if_fcslen')),
    ...known('filter', filterText(optionValue(options, 'if_filter'))),
    ...known('os', optionValue(options, 'if_os')),
    ...known('hardware', optionValue(options, 'if_hardware')),
    ...(addresses.length > 0 ? { addresses } : {}),
    ...(comments.length > 0 ? { comments } : {}),
    ...(options.length > 0 ? { options } : {}),
  };
}

function known<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}

/** `192.0.2.1/255.255.255.0` to `192.0.2.1/24`; a mask with holes stays. */
function withPrefixLength(text: string): string {
  const [address, mask] = text.split('/') as [string, string];
  const bits = mask
    .split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('');
  const ones = bits.indexOf('0') === -1 ? 32 : bits.indexOf('0');
  return bits.includes('1', ones) ? text : `${address}/${ones}`;
}
