/** The two layers that every packet can have: octets that no layer explains, and octets behind the payload's end. */
import { octets } from '../fields/octets.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { layer } from './layer.ts';

/** Payload that no layer decodes. */
export const Raw = layer('Raw', () => ({
  about: 'Payload that no other layer decodes.',
  wireshark: 'data',
  fields: { load: octets({ about: 'the octets' }) },
  summary: () => 'Raw',
}));

/** Octets after the end that the layers' own lengths claim: Ethernet padding, a trailer. */
export const Padding = layer('Padding', () => ({
  about: 'Octets after the end that the layers claim: padding of short frames, trailers.',
  fields: { load: octets({ about: 'the octets' }) },
  summary: () => 'Padding',
}));

/** Whether a layer is {@link Raw}. */
export const isRaw = (l: AnyLayer | undefined): boolean => l === (Raw as unknown as AnyLayer);
/** Whether a layer is {@link Padding}. */
export const isPadding = (l: AnyLayer | undefined): boolean => l === (Padding as unknown as AnyLayer);
