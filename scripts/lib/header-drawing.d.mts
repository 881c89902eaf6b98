interface Place {
  readonly slot: unknown;
  readonly when: string;
}
export declare function headerPicture(
  layer: { readonly layerName: string; readonly title: string; readonly layout: { readonly slots: readonly unknown[] } },
  facts: { readonly placesOf: (slot: unknown) => readonly Place[]; readonly piecesOf: (slot: unknown) => readonly unknown[] },
): string | undefined;
