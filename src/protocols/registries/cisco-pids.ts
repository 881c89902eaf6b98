/** Numbers of Cisco's protocols behind SNAP, and what SNAP says in front of one. @see IEEE 802-2014 §9.2.3; tshark 4.0 reads the same */

/** Cisco's organisation. */
export const CISCO = 0x0c;

export const ciscoPids = { PVST: 0x010b, UDLD: 0x0111, CDP: 0x2000, VTP: 0x2003, DTP: 0x2004 } as const;

/** What `SNAP()` holds under the protocol of this number when nothing is given. */
export const underSNAP = (code: number) => ({ SNAP: { OUI: CISCO, code } });
