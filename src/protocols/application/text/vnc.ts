/** Remote Framebuffer protocol (VNC): the versions that both ends send first. @see RFC 6143 §7.1.1 */
import { octets, fixedText } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import { sentToService } from '../line-protocol.ts';

const RFB = [0x52, 0x46, 0x42, 0x20];

/** The version, where the end that says it is the one asked for. */
const version =
  (isClient: boolean) =>
  ({ version }: { readonly version: string }, at: LayerContext): string | undefined =>
    sentToService(at, 5900, 5999) === isClient ? version : undefined;

/** A version of the protocol. @see RFC 6143 §7.1.1 */
export const RFBVersion = layer('RFBVersion', () => ({
  title: 'RFB Version',
  about: 'The version of the Remote Framebuffer protocol that an end speaks.',
  source: 'RFC 6143 §7.1.1',
  wireshark: 'vnc',
  fields: {
    signature: fixedText(4, { default: 'RFB ' }),
    version: fixedText(7, { default: '003.008' }),
    end: fixedText(1, { default: '\n' }),
  },
  columns: { 'vnc.server_proto_ver': version(false), 'vnc.client_proto_ver': version(true) },
  begins: (b, start, end) => end - start === 12 && RFB.every((x, i) => b[start + i] === x) && b[start + 11] === 0x0a,
  summary: (rfb) => `RFB version ${rfb.version}`,
}));

/** Any other message, which only what was agreed before tells. @see RFC 6143 §7 */
export const RFBData = layer('RFBData', () => ({
  title: 'RFB data',
  about: 'A message of the Remote Framebuffer protocol, or a part of one.',
  source: 'RFC 6143 §7',
  wireshark: 'vnc',
  fields: { data: octets() },
  summary: () => 'RFB data',
}));
