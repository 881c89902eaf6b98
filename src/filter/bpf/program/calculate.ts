/** What the machine's arithmetic gives: for running a program, and for what is known before it runs. */
import * as op from './codes.ts';

/** Arithmetic of the ALU class: 32 bits without sign. A shift takes the lowest five bits of its right side, as the kernel does. */
export function calculate(operator: number, a: number, b: number): number {
  switch (operator) {
    case op.ADD:
      return (a + b) >>> 0;
    case op.SUB:
      return (a - b) >>> 0;
    case op.MUL:
      return Math.imul(a, b) >>> 0;
    case op.DIV:
      return Math.floor(a / b);
    case op.MOD:
      return a % b;
    case op.AND:
      return (a & b) >>> 0;
    case op.OR:
      return (a | b) >>> 0;
    case op.XOR:
      return (a ^ b) >>> 0;
    case op.LSH:
      return (a << b) >>> 0;
    case op.RSH:
      return a >>> b;
    default:
      return -a >>> 0; // NEG
  }
}
