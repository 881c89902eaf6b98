/**
 * Layers that stand for another one's header where it is quoted (IPerror for IP): an ICMP error carries the packet that it is
 * about. Same fields, same Wireshark names; but `get(TCP)` does not find TCPerror, and what follows is looked up in number
 * spaces of its own, so that no DNS is seen in a quote of 8 octets.
 */
import type { Field, FieldOptions, Fields, KindCommon, VariableKind } from '../spec/field.ts';
import { layer as makeLayer } from './layer.ts';
import type { AnyLayer, Column, ColumnFunction, Layer, Matching, Spec } from '../spec/spec.ts';
import type { LayerContext } from '../spec/context.ts';
import { octetsFrom } from '../fields/octets.ts';

/** The number space that quoted layers use in place of `space`. */
export const quotedSpace = (space: string): string => `${space} quoted`;

export interface QuoteOptions<K extends string> {
  /** Only these fields are the header; what is behind them is payload. Default: all. */
  readonly fields?: readonly K[];
  /** As show() titles it: `TCP in ICMP`. */
  readonly title?: string;
  /** In words, how it is told that a quote is of a request. */
  readonly about?: string;
  /** How it is told that a quote is of a request; its hash is the original's. Default: as the original's replies are told. */
  readonly answers?: Matching<any>['answers'];
}

function quotedOptions(o: FieldOptions): FieldOptions {
  // A host fills in its own addresses, not those of a packet that somebody else sent.
  const { selects, hints, fill: _f, measures, unit = 1, bias = 0, zeroIsOpen: _z, ...rest } = o;
  const whole = measures === 'layer' || measures === 'payload';
  return {
    ...rest,
    ...(selects !== undefined && { selects: quotedSpace(selects) }),
    ...(hints !== undefined && { hints: quotedSpace(hints) }),
    // The quoted length is no claim on this packet: filling and extensions (RFC 4884) may follow a shorter quote.
    ...(whole && { compute: (at: LayerContext) => Math.ceil((measures === 'layer' ? at.size : at.payloadSize) / unit) - bias }),
    ...(!whole && measures !== undefined && { measures, unit, bias }),
    ...(measures === undefined && o.bias !== undefined && { bias }),
  };
}

/** Figures are made of fields behind the cut as well: a header that is not all there has none. */
function guarded(column: Column<any>): Column<any> {
  if (typeof column !== 'function') return { ...column, of: guarded(column.of) as ColumnFunction<any> };
  return (view, at) => (view.cut === undefined ? column(view, at) : undefined);
}

/** What a quote's fields are, once its original's are known. */
interface Quote {
  readonly fields: Fields;
  readonly least?: number;
  readonly direct?: AnyLayer['spec']['direct'];
}

function derive(of: AnyLayer, name: string, o: QuoteOptions<string>, quote: () => Quote): AnyLayer {
  return makeLayer(name, () => {
    const { below: _b, next: _n, summary: _s, headerSize: _h, direct: _d, match, columns, ...spec } = of.spec;
    return {
      ...spec,
      title: o.title ?? `${of.title} in ICMP`,
      about: `${of.layerName} as an ICMP error quotes it.`,
      ...(columns && { columns: Object.fromEntries(Object.entries(columns).map(([k, c]) => [k, guarded(c as Column<any>)])) }),
      ...(match && { match: { ...(o.about !== undefined && { about: o.about }), hash: match.hash, answers: o.answers ?? match.answers } }),
      quotes: of,
      ...quote(),
    } as Spec<any>;
  }) as unknown as AnyLayer;
}

const copied = (of: AnyLayer, keep: (name: string) => boolean): Fields =>
  Object.fromEntries(
    Object.entries(of.spec.fields as Fields)
      .filter(([name]) => keep(name))
      .map(([name, f]) => [name, { kind: f.kind, options: quotedOptions(f.options) } as Field<any, any>]),
  );

/** The layer for a quoted header of `of` that is always quoted whole. */
export function quoted<const N extends string, V, I, K extends keyof V & string = keyof V & string>(
  of: Layer<string, V, I>,
  name: N,
  o: QuoteOptions<K> = {},
): Layer<N, { [F in K]: V[F] }, I> {
  const keep = o.fields === undefined ? undefined : new Set<string>(o.fields);
  return derive(of, name, o, () => ({
    fields: copied(of, (f) => keep?.has(f) ?? true),
    ...(of.spec.direct && { direct: of.spec.direct }),
  })) as unknown as Layer<N, { [F in K]: V[F] }, I>;
}

/**
 * The layer for a quoted header of `of` that may be cut behind the fields `always` (RFC 792: 64 bits of the original
 * datagram). Fields behind them read as undefined then, and `cut` has the octets that are left of them.
 */
export function quotedHead<const N extends string, V, I, K extends keyof V & string>(
  of: Layer<string, V, I>,
  name: N,
  always: readonly K[],
  o: QuoteOptions<keyof V & string> = {},
): Layer<
  N,
  { [F in K]: V[F] } & { [F in Exclude<keyof V, K>]: V[F] | undefined } & { cut: Uint8Array | undefined },
  I & { cut?: Uint8Array }
> {
  return derive(of, name, o, () => {
    const { slots } = of.layout;
    const least = slots.filter((s) => always.includes(s.name as K)).reduce((n, s) => n + s.bits, 0) / 8;
    const last = slots.findLast((s) => s.anchor === 0 && s.variable < 0)?.name as string;
    return { fields: { ...copied(of, () => true), cut: cutField(least, last) }, least };
  }) as unknown as ReturnType<typeof quotedHead<N, V, I, K>>;
}

/** The octets that are left of a header behind its first `least`; there where the field `last` is not. */
function cutField(least: number, last: string): Field<any, any> {
  const kind: VariableKind & KindCommon = {
    form: 'variable',
    label: 'octets',
    value: 'octets',
    nothing: true,
    present: ({ self }) => self[last] === undefined,
    end: (_b, _at, limit) => limit,
    read: (b, _at, end, { start }) => b.subarray(start + least, end),
    // The header was written whole: what is behind the first fields gives way to what is left of it.
    write: (w, v, { start }) => {
      if (v === undefined) return;
      w.q = start + least;
      w.octets(octetsFrom(v));
    },
  };
  return {
    kind,
    options: { about: `octets after the first ${least}, where the quote ends inside the header` },
  } as unknown as Field<any, any>;
}
