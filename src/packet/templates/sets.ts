/** Sets of values for templates: all addresses of a network, ranges, choices. Counted and indexed without being made. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { isIpv4 } from '../../bytes/address.ts';
import { parsePrefix } from '../../bytes/prefix.ts';
import { splitZone } from '../../bytes/zone.ts';
import { ValueSet } from '../spec/several.ts';

/**
 * Every address of a network, its first and last included, as in scapy's Net: `net('10.0.0.0/30')` is four. Bits after the prefix are
 * ignored. The count of a large IPv6 network is rounded to a number. A zone comes before the prefix length, and each address has it:
 * `net('fe80::%eth0/126')` (RFC 4007 §11.7).
 * @throws ERR_ADDRESS, ERR_RANGE
 */
export function net(prefix: string): ValueSet<string> {
  const slash = prefix.indexOf('/');
  const { address, zone } = splitZone(slash < 0 ? prefix : prefix.slice(0, slash));
  const network = parsePrefix(slash < 0 ? address : `${address}${prefix.slice(slash)}`, { short: true });
  const end = zone === undefined ? '' : `%${zone}`;
  return new ValueSet(Number(network.count), (i) => network.at(BigInt(i)) + end, `net('${prefix}')`);
}

/** `low` to `high`, both included: `range(1, 5)` is five values. Going down needs a negative step. @throws ERR_RANGE */
export function range(low: number, high: number, step = 1): ValueSet<number> {
  const count = Math.floor((high - low) / step) + 1;
  if (!Number.isFinite(count) || !(count >= 1))
    throw new PacketwrightError('ERR_RANGE', `range(${low}, ${high}, ${step}) has no values`, { low, high, step });
  return new ValueSet(count, (i) => low + i * step, `range(${low}, ${high}${step === 1 ? '' : `, ${step}`})`);
}

/** One of these, each in turn. For fields whose value is itself a list (`options`, `qd`), where an array would be one value. @throws ERR_RANGE */
export function oneOf<const T>(values: readonly T[]): ValueSet<T> {
  if (values.length === 0) throw new PacketwrightError('ERR_RANGE', 'oneOf([]) has no values');
  const own = [...values];
  return new ValueSet(own.length, (i) => own[i] as T);
}

/**
 * IPv4 addresses by ranges of their octets: `hosts('10.0.0.1-5,9')` is six, `hosts('10.0.0-1.*')` 512. A prefix is taken, too.
 * @throws ERR_ADDRESS
 */
export function hosts(text: string): ValueSet<string> {
  if (text.includes('/') || !/[-,*]/.test(text)) return net(text);
  const parts = text.split('.').map((part) => octetValues(part, text));
  if (parts.length !== 4) throw new PacketwrightError('ERR_ADDRESS', `'${text}': expected four parts such as 10.0.0.1-5,9`, { text });
  const count = parts.reduce((n, values) => n * values.length, 1);
  return new ValueSet(
    count,
    (i) => {
      let left = i;
      const octets = parts.toReversed().map((values) => {
        const octet = values[left % values.length];
        left = Math.floor(left / values.length);
        return octet;
      });
      return octets.reverse().join('.');
    },
    `hosts('${text}')`,
  );
}

/** `1-5,9` or `*`: the values of one octet, in the order given. */
export function octetValues(part: string, whole: string): number[] {
  const values = part.split(',').flatMap((piece) => {
    const found = /^(?:\*|(\d{1,3})(?:-(\d{1,3}))?)$/.exec(piece);
    const low = Number(found?.[1] ?? 0),
      high = Number(found?.[2] ?? found?.[1] ?? 255);
    if (found === null || low > high || !isIpv4(`0.0.0.${high}`))
      throw new PacketwrightError('ERR_ADDRESS', `'${whole}': '${piece}' is neither an octet (0 to 255), a range of them, nor *`, {
        text: whole,
      });
    return Array.from({ length: high - low + 1 }, (_, i) => low + i);
  });
  return [...new Set(values)];
}
