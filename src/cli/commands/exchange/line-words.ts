/** Words for how bad a line is: `5%`, `20ms`, `10mbit`. */
import { PacketwrightError } from '../../../bytes/errors.ts';

const wrong = (flag: string, text: string, expected: string): PacketwrightError =>
  new PacketwrightError('ERR_USAGE', `${flag} ${text}: expected ${expected}`, { value: text });

/** `5%` or `0.05`, to 0.05. */
export function chanceOption(flag: string): (text: string) => number {
  return (text) => {
    const [, number = '', percent] = /^(\d+\.?\d*|\.\d+)(%?)$/.exec(text) ?? [];
    const chance = Number(number) / (percent === '%' ? 100 : 1);
    if (number === '' || chance > 1) throw wrong(flag, text, 'a chance, as in 5% or 0.05');
    return chance;
  };
}

const MS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000 };

/** `20ms`, `1.5s`, `300us`, to milliseconds. Without a unit: ms. */
export function durationOption(flag: string): (text: string) => number {
  return (text) => {
    const [, number = '', unit = 'ms'] = /^(\d+\.?\d*|\.\d+)(us|ms|s)?$/.exec(text) ?? [];
    if (number === '') throw wrong(flag, text, 'a time, as in 20ms or 1.5s');
    return Number(number) * (MS[unit] as number);
  };
}

const BITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

/** `10mbit`, `500kbit`, `1gbit`, `9600bit` or a number, to bits a second. Also written `10mbps`, as iperf3 writes it. */
export function rateOption(flag: string): (text: string) => number {
  return (text) => {
    const [, number = '', unit = ''] = /^(\d+\.?\d*|\.\d+)(?:([kmg]?)(?:bit|bps)?)?$/i.exec(text) ?? [];
    const rate = Number(number) * (BITS[unit.toLowerCase()] as number);
    if (number === '' || rate <= 0) throw wrong(flag, text, 'bits a second, as in 10mbit or 500kbit');
    return rate;
  };
}
