/** One end of the pair: an interface, and its `address/prefix`es. */
export interface End {
  readonly iface: string;
  readonly mac: string;
  readonly addresses: readonly string[];
  readonly defaultVia?: string;
}
export declare function whyNoNamespaces(): string | undefined;
export declare function makeNamespacePair(
  stem: string,
  ends: readonly [End, End],
): { readonly names: readonly [string, string]; remove(): void };
