/** Arithmetic of Python's numbers: ints stay exact at any size, floats are doubles, signs of `//` and `%` follow the divisor. */
import type { BinaryOperator } from '../runtime.ts';
import { overflow, overflowError, PyError, valueError, zeroDivision, zeroDivisionError } from './errors.ts';
import { float, type Int, int } from './kinds.ts';

const big = (value: Int): bigint => (typeof value === 'bigint' ? value : BigInt(value));

/** How many bits a result may have: `10**10**10` would never end. */
const MOST_BITS = 1 << 26;

export function intBinary(operator: BinaryOperator, a: Int, b: Int): unknown {
  if (typeof a === 'number' && typeof b === 'number') {
    const quick = small(operator, a, b);
    if (quick !== undefined) return quick;
  }
  switch (operator) {
    case '+':
      return int(big(a) + big(b));
    case '-':
      return int(big(a) - big(b));
    case '*':
      return int(big(a) * big(b));
    case '/':
      return float(quotient(a, b));
    case '//':
      return int(floorDivide(big(a), notZero(b)));
    case '%':
      return int(modulo(big(a), notZero(b, 'integer modulo by zero')));
    case '**':
      return power(a, b);
    case '&':
      return int(big(a) & big(b));
    case '|':
      return int(big(a) | big(b));
    case '^':
      return int(big(a) ^ big(b));
    case '<<':
      return shift(a, b, true);
    case '>>':
      return shift(a, b, false);
    default:
      return undefined;
  }
}

/** Where doubles are exact; undefined where they might not be. */
function small(operator: BinaryOperator, a: number, b: number): number | undefined {
  let result: number;
  switch (operator) {
    case '+':
      result = a + b;
      break;
    case '-':
      result = a - b;
      break;
    case '*':
      result = a * b;
      if (result === 0) return 0;
      break;
    case '%':
      if (b === 0) return undefined;
      result = a % b;
      if (result !== 0 && result < 0 !== b < 0) result += b;
      if (result === 0) return 0;
      break;
    case '//':
      if (b === 0) return undefined;
      result = (a - (a % b)) / b;
      if (a % b !== 0 && a < 0 !== b < 0) result -= 1;
      if (result === 0) return 0;
      break;
    case '&':
      return isInt32(a) && isInt32(b) ? a & b : isUint32(a) && isUint32(b) ? (a & b) >>> 0 : undefined;
    case '|':
      return isInt32(a) && isInt32(b) ? a | b : isUint32(a) && isUint32(b) ? (a | b) >>> 0 : undefined;
    case '^':
      return isInt32(a) && isInt32(b) ? a ^ b : isUint32(a) && isUint32(b) ? (a ^ b) >>> 0 : undefined;
    case '<<':
      if (b < 0 || b > 52) return undefined;
      result = a * 2 ** b;
      break;
    case '>>':
      return isInt32(a) && b >= 0 && b < 32 ? a >> b : undefined;
    case '**':
      if (b < 0) return undefined;
      result = a ** b;
      break;
    default:
      return undefined;
  }
  return Number.isSafeInteger(result) ? result : undefined;
}

const isInt32 = (value: number): boolean => value === (value | 0);
const isUint32 = (value: number): boolean => value === value >>> 0;

function notZero(b: Int, text = 'integer division or modulo by zero'): bigint {
  if (b === 0 || b === 0n) throw zeroDivisionError(text);
  return big(b);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const q = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? q - 1n : q;
}

function modulo(a: bigint, b: bigint): bigint {
  const r = a % b;
  return r !== 0n && r < 0n !== b < 0n ? r + b : r;
}

/** The nearest double to a / b, however large they are. */
function quotient(a: Int, b: Int): number {
  if (b === 0 || b === 0n) throw zeroDivisionError('division by zero');
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  const [x, y] = [big(a), big(b)];
  const negative = x < 0n !== y < 0n;
  const [m, n] = [x < 0n ? -x : x, y < 0n ? -y : y];
  const scale = 66 - (bitLength(m) - bitLength(n));
  const [over, under] = scale > 0 ? [m << BigInt(scale), n] : [m, n << BigInt(-scale)];
  // The last bit tells that something was left, so that rounding goes the right way.
  const q = (over / under) | (over % under === 0n ? 0n : 1n);
  const result = Number(q) * 2 ** -scale;
  if (result === Number.POSITIVE_INFINITY) throw overflowError('integer division result too large for a float');
  return negative ? -result : result;
}

/** Bits of the value without its sign. */
export function bitLength(value: Int): number {
  const magnitude = big(value) < 0n ? -big(value) : big(value);
  return magnitude === 0n ? 0 : magnitude.toString(16).length * 4 - (Math.clz32(Number.parseInt(magnitude.toString(16)[0]!, 16)) - 28);
}

function power(a: Int, b: Int): unknown {
  if (b < 0) {
    if (a === 0) throw zeroDivisionError('0.0 cannot be raised to a negative power');
    return floatBinary('**', toFloat(a), toFloat(b));
  }
  if (typeof b === 'bigint' && !(a === 0 || a === 1 || a === -1)) throw overflowError('the result has too many bits');
  if (bitLength(a) * Number(b) > MOST_BITS && a !== 1 && a !== -1 && a !== 0) throw overflowError('the result has too many bits');
  return int(big(a) ** big(b));
}

function shift(a: Int, b: Int, left: boolean): Int {
  if (b < 0) throw valueError('negative shift count');
  if (left && Number(b) > MOST_BITS && a !== 0) throw overflowError('the result has too many bits');
  if (!left && Number(b) > MOST_BITS) return a < 0 ? -1 : 0;
  return int(left ? big(a) << big(b) : big(a) >> big(b));
}

/** `pow(a, b, m)`. */
export function powerModulo(a: Int, b: Int, m: Int): Int {
  if (m === 0) throw valueError('pow() 3rd argument cannot be 0');
  const modulus = big(m);
  let [base, left] = [modulo(big(a), modulus), big(b)];
  if (left < 0n) {
    base = inverse(base, modulus < 0n ? -modulus : modulus);
    left = -left;
  }
  let result = 1n;
  for (; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return int(modulo(result, modulus));
}

function inverse(a: bigint, m: bigint): bigint {
  let [r0, r1, s0, s1] = [a, m, 1n, 0n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - q * r1, s1, s0 - q * s1];
  }
  if (r0 !== 1n && r0 !== -1n) throw valueError('base is not invertible for the given modulus');
  return modulo(s0 * r0, m);
}

/** An int as a double, which must be able to hold it. */
export function toFloat(value: Int): number {
  const result = Number(value);
  if (!Number.isFinite(result)) throw overflowError('int too large to convert to float');
  return result;
}

export function floatBinary(operator: BinaryOperator, a: number, b: number): unknown {
  switch (operator) {
    case '+':
      return float(a + b);
    case '-':
      return float(a - b);
    case '*':
      return float(a * b);
    case '/':
      if (b === 0) throw zeroDivisionError('float division by zero');
      return float(a / b);
    case '//':
      if (b === 0) throw zeroDivisionError('float floor division by zero');
      return float(floatDivmod(a, b)[0]);
    case '%':
      if (b === 0) throw zeroDivisionError('float modulo');
      return float(floatDivmod(a, b)[1]);
    case '**':
      return float(floatPower(a, b));
    default:
      return undefined;
  }
}

/** `//` and `%` at once: the rest has the divisor's sign. */
export function floatDivmod(a: number, b: number): [number, number] {
  let rest = a % b;
  let whole = (a - rest) / b;
  if (rest !== 0) {
    if (b < 0 !== rest < 0) {
      rest += b;
      whole -= 1;
    }
  } else rest = b < 0 ? -0 : 0;
  if (whole !== 0) {
    const floor = Math.floor(whole);
    whole = whole - floor > 0.5 ? floor + 1 : floor;
  } else whole = a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  return [whole, rest];
}

function floatPower(a: number, b: number): number {
  if (b === 0 || a === 1) return 1;
  if (a === 0 && b < 0) throw new PyError(zeroDivision, ['0.0 cannot be raised to a negative power']);
  if (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) return 1;
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b))
    throw valueError('a negative number raised to a fraction is a complex number, which this shell does not have');
  const result = a ** b;
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b))
    throw new PyError(overflow, [34, 'Numerical result out of range']);
  return result;
}

/** `round(x)` of a float without digits: half goes to even. */
export function roundHalfEven(value: number): Int {
  if (!Number.isFinite(value)) {
    if (Number.isNaN(value)) throw valueError('cannot convert float NaN to integer');
    throw overflowError('cannot convert float infinity to integer');
  }
  const floor = Math.floor(value);
  const rest = value - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  return int(BigInt(rounded));
}

/** The int of a float without its fraction. */
export function truncate(value: number): Int {
  if (Number.isNaN(value)) throw valueError('cannot convert float NaN to integer');
  if (!Number.isFinite(value)) throw overflowError('cannot convert float infinity to integer');
  return int(BigInt(Math.trunc(value)));
}

/** The shortest text that reads back as the same double, as Python lays it out. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '0', exponentText = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${rest}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** Reads `' 12_000 '`, `'0x1f'` and the like in a base; undefined when it is no int. */
export function parseInteger(text: string, base: number): Int | undefined {
  const found = /^\s*([+-]?)\s*(.*?)\s*$/s.exec(text);
  let digits = (found?.[2] ?? '').toLowerCase();
  let radix = base;
  const prefix = /^0([xob])_?/.exec(digits);
  const meant = prefix === null ? undefined : { x: 16, o: 8, b: 2 }[prefix[1] as 'x' | 'o' | 'b'];
  if (prefix !== null && (base === 0 || base === meant)) {
    radix = meant!;
    digits = digits.slice(prefix[0].length);
  } else if (base === 0) {
    radix = 10;
    if (/^0[0-9_]*[1-9]/.test(digits)) return undefined;
  }
  if (!/^[0-9a-z]+(_[0-9a-z]+)*$/.test(digits)) return undefined;
  let value = 0n;
  const plain = digits.replaceAll('_', '');
  for (const digit of plain) if (Number.parseInt(digit, 36) >= radix) return undefined;
  if (radix === 10) value = BigInt(plain);
  else if (radix === 16) value = BigInt(`0x${plain}`);
  else for (const digit of plain) value = value * BigInt(radix) + BigInt(Number.parseInt(digit, 36));
  return int(found?.[1] === '-' ? -value : value);
}

/** Reads `'1e5'`, `'-inf'`; undefined when it is no float. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase();
  const special = /^([+-]?)(inf|infinity|nan)$/.exec(trimmed);
  if (special !== null) {
    if (special[2] === 'nan') return Number.NaN;
    return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  if (!/^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/.test(trimmed)) return undefined;
  return Number(trimmed.replaceAll('_', ''));
}
