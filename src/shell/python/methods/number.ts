/** Methods of int and float. */
import { Tuple } from '../behaviour.ts';
import { Builtin } from '../callable.ts';
import { overflowError, valueError } from '../errors.ts';
import { gather } from '../iterate.ts';
import { asInt, asNumber, type Int, int } from '../kinds.ts';
import { bitLength, floatText, truncate } from '../numbers.ts';
import { bytesOf, octet } from '../containers/octets.ts';
import { truth } from '../operators.ts';

type Table = Readonly<Record<string, (...values: never[]) => unknown>>;

export function toBytes(self: unknown, length: number, order: string, signed: unknown): Uint8Array {
  const value = BigInt(asInt(self)!);
  const bits = BigInt(8 * Number(length));
  const negative = truth(signed);
  if (value < 0n && !negative) throw overflowError("can't convert negative int to unsigned");
  const [low, high] = negative ? [-(1n << (bits - 1n)), 1n << (bits - 1n)] : [0n, 1n << bits];
  if (value < low || value >= high) throw overflowError('int too big to convert');
  let left = BigInt.asUintN(Number(bits), value);
  const octets = new Uint8Array(Number(length));
  for (let i = octets.length - 1; i >= 0; i--, left >>= 8n) octets[i] = Number(left & 255n);
  return endian(octets, order);
}

function endian(octets: Uint8Array, order: string): Uint8Array {
  if (order === 'little') return octets.reverse();
  if (order !== 'big') throw valueError("byteorder must be either 'little' or 'big'");
  return octets;
}

export const intFromBytes = new Builtin(
  "from_bytes(bytes, byteorder='big', *, signed=False)",
  (_: unknown, given: unknown, order: string, signed: unknown) => {
    const source = bytesOf(given) ?? Uint8Array.from(gather(given) as unknown[], (one) => octet(one, 'bytes'));
    const octets = endian(Uint8Array.from(source), order);
    let value = 0n;
    for (const one of octets) value = (value << 8n) | BigInt(one);
    return int(truth(signed) ? BigInt.asIntN(octets.length * 8, value) : value);
  },
  'class',
);

export const intMethods: Table = {
  'bit_length()': (self: Int) => bitLength(asInt(self)!),
  'bit_count()': (self: Int) => [...BigInt(asInt(self)!).toString(2)].filter((one) => one === '1').length,
  "to_bytes(length=1, byteorder='big', *, signed=False)": toBytes,
  'conjugate()': (self: Int) => self,
  'is_integer()': () => true,
  'as_integer_ratio()': (self: Int) => new Tuple([asInt(self), 1]),
};

export const floatMethods: Table = {
  'is_integer()': (self: unknown) => Number.isInteger(asNumber(self)),
  'conjugate()': (self: unknown) => self,
  'hex()': (self: unknown) => floatHex(asNumber(self)!),
  'as_integer_ratio()': (self: unknown) => ratio(asNumber(self)!),
};

function ratio(value: number): Tuple {
  truncate(value);
  let [n, d] = [value, 1n];
  while (!Number.isInteger(n)) {
    n *= 2;
    d *= 2n;
  }
  return new Tuple([int(BigInt(n)), int(d)]);
}

function floatHex(value: number): string {
  if (!Number.isFinite(value)) return floatText(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const magnitude = Math.abs(value);
  if (magnitude === 0) return `${sign}0x0.0p+0`;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, magnitude);
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> 52n);
  const fraction = (bits & 0xfffffffffffffn).toString(16).padStart(13, '0');
  const power = exponent === 0 ? -1022 : exponent - 1023;
  return `${sign}0x${exponent === 0 ? 0 : 1}.${fraction}p${power < 0 ? '' : '+'}${power}`;
}
