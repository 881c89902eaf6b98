/** Certificates of the corpus' captures: what we read in them and what node:crypto does. */
import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { packetAt } from '../../src/capture/dissect-batch.ts';
import { openCapture } from '../../src/capture/node/open-capture.ts';
import { toHex } from '../../src/bytes/hex.ts';
import { plainOf } from '../../src/packet/spec/inside.ts';
import { TLSCertificate } from '../../src/protocols/application/tls/handshake.ts';
import { dissect, packet } from '../../src/protocols/protocols.ts';
import { columnOf } from '../support/column-of.ts';
import { describeIf, requireShared, sharedPath } from '../support/require.ts';

const CAPTURES = [
  'seladb+PcapPlusPlus/Tests/Packet++Test/PacketExamples/SSL-MultipleRecords3.pcap',
  'wireshark+wireshark/test/captures/tls12-dsb.pcapng',
  'OISF+suricata-verify/tests/bug-2769/issue_no_icmp.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/sites.pcapng',
  'ntop+nDPI/tests/cfgs/default/pcap/whois.pcapng',
  'ntop+nDPI/tests/cfgs/default/pcap/nomachine.pcapng',
  'zeek+zeek/testing/btest/Traces/globus-url-copy.pcap',
  'zeek+zeek/testing/btest/Traces/tls/xmpp-starttls.pcap',
];

/** What both tell of one. */
interface Told {
  readonly serial: string;
  readonly from: number;
  readonly to: number;
  readonly bits: number | undefined;
  readonly names: string;
}

function theirs(der: Uint8Array): Told {
  const is = new X509Certificate(der);
  return {
    serial: is.serialNumber.toLowerCase().replace(/^0+/, ''),
    from: Date.parse(is.validFrom),
    to: Date.parse(is.validTo),
    bits: is.publicKey.asymmetricKeyType === 'rsa' ? is.publicKey.asymmetricKeyDetails?.modulusLength : undefined,
    names: [...(is.subjectAltName ?? '').matchAll(/DNS:([^,]*)/g)].map(([, name]) => name).join(),
  };
}

/** `140131235959Z`; years below 50 are of this century (RFC 5280 §4.1.2.5.1). */
const timeOf = ([, text]: readonly [string, string]): number => {
  const [, y = '', m, d, h, min, s] = /^(\d*)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return Date.parse(`${y.length === 4 ? y : Number(y) < 50 ? `20${y}` : `19${y}`}-${m}-${d}T${h}:${min}:${s}Z`);
};

function ours(read: any): Told {
  const { serialNumber, validity, subjectPublicKeyInfo, extensions } = read.tbsCertificate;
  const { modulus } = plainOf(subjectPublicKeyInfo.subjectPublicKey.key) as any;
  const names = (extensions ?? []).find(({ extnID }: any) => extnID === '2.5.29.17')?.extnValue ?? [];
  return {
    serial: toHex(serialNumber).replace(/^0+/, ''),
    from: timeOf(validity.not_before),
    to: timeOf(validity.not_after),
    bits: modulus === undefined ? undefined : BigInt(`0x${toHex(modulus)}`).toString(2).length,
    names: names.flatMap(([kind, name]: any) => (kind === 'dNSName' ? [name] : [])).join(),
  };
}

async function* messagesOf(path: string) {
  const capture = await openCapture(sharedPath('corpus', path));
  for await (const batch of capture.batches())
    for (let i = 0; i < batch.n; i++) {
      const message = packetAt(batch, i, capture.interfaces).get(TLSCertificate);
      if (message !== undefined) yield message;
    }
}

describeIf(requireShared('corpus'), 'certificates', () => {
  it('tell what node:crypto reads in them, and are made anew of what was read', async () => {
    let n = 0;
    for (const path of CAPTURES)
      for await (const message of messagesOf(path)) {
        const octets = packet(TLSCertificate({ certs: message.certs as never })).bytes;
        const there = { b: octets, start: 0, end: octets.length };
        const ders = columnOf(dissect(octets, TLSCertificate), TLSCertificate, 'tls.handshake.certificate', there) as Uint8Array[];
        for (const [k, der] of ders.entries()) {
          const cert: any = message.certs[k];
          expect(cert.octets, `${path}: ${toHex(der)}`).toBeUndefined();
          expect(ours(cert)).toEqual(theirs(der));
          n++;
        }
      }
    expect(n).toBeGreaterThanOrEqual(12);
  });
});
