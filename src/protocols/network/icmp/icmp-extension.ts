/** What ICMP errors say besides the packet that they quote: MPLS labels, interfaces (RFC 4884). */
import { bits, u16, u8 } from '../../../packet/fields/integers.ts';
import { records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { AnyLayer, Column } from '../../../packet/spec/spec.ts';
import { Region } from '../../../packet/spec/view.ts';

/** One object of an extension: MPLS label stack (class 1, RFC 4950), interface information (2, RFC 5837), interface identification (3, RFC 8335). */
export const ICMPExtensionObject = layer('ICMPExtensionObject', () => ({
  about: 'One object of an ICMP extension.',
  source: 'RFC 4884 §8',
  fields: {
    // The length counts these four octets too.
    len: u16({ default: 4, measures: 'data', bias: -4, wireshark: 'icmp.ext.length' }),
    classnum: u8({
      default: 1,
      names: { mpls: 1, 'interface-information': 2, 'interface-identification': 3 },
      wireshark: 'icmp.ext.class',
    }),
    classtype: u8({ default: 1, wireshark: 'icmp.ext.ctype' }),
    data: octets({ wireshark: 'icmp.ext.data' }),
  },
}));

/** The extension structure, behind a quote that was filled up to 128 octets or more. @see RFC 4884 §7 */
export const ICMPExtension = layer('ICMPExtension', () => ({
  about: 'Extension structure of an ICMP error, after the quoted packet.',
  source: 'RFC 4884 §7',
  wireshark: 'icmp.ext',
  fields: {
    version: bits(4, { default: 2, wireshark: 'icmp.ext.version' }),
    reserved: bits(12, { wireshark: 'icmp.ext.res' }),
    chksum: u16({ checksums: 'layer', hex: true, wireshark: 'icmp.ext.checksum' }),
    objects: records(() => ICMPExtensionObject),
  },
}));

type ExtensionView = {
  readonly version: number;
  readonly chksum: number;
  readonly objects: readonly { len: number; classnum: number; classtype: number; data: Uint8Array }[];
};

/**
 * The extension structure behind the quote of the ICMP error at `at`; undefined when there is none. `words` is the message's
 * length field (words of 4 octets for ICMP, of 8 for ICMPv6: `unit`). RFC 4884 §5.5: 0 means none, though old senders put one
 * at octet 128 all the same.
 */
export function icmpExtension(at: LayerContext, words: number, unit: number): ExtensionView | undefined {
  const start = at.start + 8 + (words === 0 ? 128 : words * unit);
  if (at.end - start < 4 || (at.b[start] as number) >> 4 !== 2) return undefined;
  return (ICMPExtension as unknown as AnyLayer).code.view(new Region(at.b, at.end, start), start, 0) as unknown as ExtensionView;
}

const extensionOf = (m: { type: number; length?: number | undefined }, at: LayerContext): ExtensionView | undefined =>
  m.length === undefined ? undefined : icmpExtension(at, m.length, 4);

type Errors = { type: number; length: number | undefined };

/** Columns of extensions, for ICMP and ICMPv6 alike. */
export const extensionColumns: Readonly<Record<string, Column<Errors>>> = {
  'icmp.ext.version': (m, at) => extensionOf(m, at)?.version,
  'icmp.ext.checksum': { hex: 16, of: (m, at) => extensionOf(m, at)?.chksum },
  'icmp.ext.length': (m, at) => extensionOf(m, at)?.objects.map((o) => o.len),
  'icmp.ext.class': (m, at) => extensionOf(m, at)?.objects.map((o) => o.classnum),
  'icmp.ext.ctype': (m, at) => extensionOf(m, at)?.objects.map((o) => o.classtype),
  'icmp.mpls.label': (m, at) => labels(extensionOf(m, at)).map((x) => x >>> 12),
  'icmp.mpls.exp': (m, at) => labels(extensionOf(m, at)).map((x) => (x >>> 9) & 7),
  'icmp.mpls.s': (m, at) => labels(extensionOf(m, at)).map((x) => (x & 0x100) !== 0),
  'icmp.mpls.ttl': (m, at) => labels(extensionOf(m, at)).map((x) => x & 0xff),
};

/** Entries of MPLS label stacks (RFC 4950 §3). */
function labels(extension: ExtensionView | undefined): number[] {
  const out: number[] = [];
  for (const o of extension?.objects ?? []) {
    if (o.classnum !== 1) continue;
    for (let i = 0; i + 3 < o.data.length; i += 4)
      out.push(
        (((o.data[i] as number) << 24) |
          ((o.data[i + 1] as number) << 16) |
          ((o.data[i + 2] as number) << 8) |
          (o.data[i + 3] as number)) >>>
          0,
      );
  }
  return out;
}
