/** What SNMP's variables hold. @see RFC 2578 §7.1; RFC 3416 §3 */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { ber } from '../../../packet/fields/ber/ber.ts';
import type { BerField, BerGive, BerRead } from '../../../packet/fields/ber/tlv.ts';

const value = (name: string) => ({ wireshark: `snmp.value.${name}` });

/** Four octets as an IPv4 address; others are kept as they are. */
export const ipAddress = (o: { readonly wireshark: string }): BerField<BerRead<string>, BerGive<string>> =>
  ber.explicit(0x40, ipv4(o)) as BerField<BerRead<string>, BerGive<string>>;

/** Numbers without a sign that BER's integers stand for: one of 64 bits has a zero before it (X.690 §8.3). */
const number = (tag: number, name: string) => ber.integer({ tag, ...value(name) });

/** A value, or why there is none. */
export const snmpValue = () =>
  ber.choice({
    null: ber.null(),
    integer: ber.integer(value('int')),
    octets: ber.octetString(value('octets')),
    oid: ber.oid(value('oid')),
    ip_address: ipAddress(value('ipv4')),
    counter32: number(0x41, 'counter'),
    gauge32: number(0x42, 'g32'),
    time_ticks: number(0x43, 'timeticks'),
    opaque: ber.tagged(0x44, ber.octetString(value('opaque'))),
    nsap: ber.tagged(0x45, ber.octetString({ about: 'from the first SNMPv2 (RFC 1442)' })),
    counter64: number(0x46, 'counter'),
    uinteger32: number(0x47, 'u32'),
    noSuchObject: ber.tagged(0x80, ber.null()),
    noSuchInstance: ber.tagged(0x81, ber.null()),
    endOfMibView: ber.tagged(0x82, ber.null()),
  });
