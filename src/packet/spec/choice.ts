/**
 * What a view's type knows of a field that another one chooses: a view is one of several types then, each with the number and what it
 * chooses, so that `if (r.type === 1)` says what `r.value` is. Types only.
 */
import type { Field, Fields, ReadOf } from './field.ts';

declare const CHOICE: unique symbol;
declare const NAMED: unique symbol;

/** A field that the field `B` chooses: what each of its cases reads as, and what all other numbers read as. */
export interface Choice<B extends string, C, O, G> extends Field<C[keyof C] | O, G> {
  readonly [CHOICE]: { readonly by: B; readonly cases: C; readonly otherwise: O };
}

/** The same, where each case may be read as `M` too, and octets may be given. */
export type ChoiceOr<M, B extends string, C, O, G> = Choice<B, { readonly [K in keyof C]: C[K] | M }, O | M, G | Uint8Array>;

/** A number whose names stand with it. */
export interface NamedNumber<N, G> extends Field<number, G> {
  readonly [NAMED]: N;
}

/** The values of the selector `F` for which the case `K` is meant; all, where its type does not tell them apart. */
type ValueFor<F, K> =
  K extends ReadOf<F>
    ? K
    : ReadOf<F> extends boolean
      ? K extends 0
        ? false
        : true
      : K extends string
        ? F extends { readonly [NAMED]: { readonly [P in K]: infer N } }
          ? N
          : ReadOf<F>
        : ReadOf<F>;

/** Whether the selector's type tells case `K` from others: not where its names are in a table of their own, nor for flags. */
type IsTold<F, K> = ReadOf<F> extends ValueFor<F, K> ? false : true;

/** What the selector reads as where no case is for it. TypeScript has no type for "a number, but not 1": only of true and false one is left. */
type OtherValue<F, C> = Exclude<ReadOf<F>, { [K in keyof C]: ValueFor<F, K> }[keyof C] & boolean>;

/** What field `P`, which `B` chooses, may be beside it. */
type Pairs<T extends Fields, B extends keyof T, P, C, O> =
  | { [K in keyof C]: IsTold<T[B], K> extends true ? Pair<B, ValueFor<T[B], K>, P, C[K]> : never }[keyof C]
  | Pair<B, OtherValue<T[B], C>, P, O | { [K in keyof C]: IsTold<T[B], K> extends true ? never : C[K] }[keyof C]>;
type Pair<B, BV, P, PV> = { [N in (B | P) & string]: N extends P ? PV : BV };

/** Whether some field is chosen by another: most layers have none, and must cost nothing. */
type HasChoice<T extends Fields> = Extract<T[keyof T], { readonly [CHOICE]: unknown }> extends never ? false : true;

/** The pairs of all fields that are chosen, each as the argument of a function: so that their intersection can be inferred. */
type Chosen<T extends Fields> = {
  [P in keyof T]: T[P] extends Choice<infer B, infer C, infer O, any>
    ? B extends keyof T
      ? (pairs: Pairs<T, B, P, C, O>) => void
      : never
    : never;
}[keyof T];

type Plain<T extends Fields> = { -readonly [K in keyof T]: ReadOf<T[K]> };
type Narrowing<T extends Fields> = [Chosen<T>] extends [never]
  ? Plain<T>
  : Chosen<T> extends (pairs: infer I) => void
    ? Merged<Plain<T>, I>
    : never;
/** `P` with what `I` says of some of its fields, for each that `I` may be. */
type Merged<P, I> = I extends unknown ? Without<P, keyof I> & I : never;
type Without<P, K> = { [N in Exclude<keyof P, K>]: P[N] };

/** What a view of these fields gives: one of several types where a field of them chooses another. */
export type Read<T extends Fields> = HasChoice<T> extends true ? Narrowing<T> : Plain<T>;
