/** ARP parameters, after IANA's registry of that name, in scapy's spelling. */
import { type Names, names } from '../../packet/names.ts';

/** Operations (RFC 826, RFC 903, RFC 1931, RFC 2390). */
export const arpOperations: Names = /* @__PURE__ */ names({
  'who-has': 1,
  'is-at': 2,
  'RARP-req': 3,
  'RARP-rep': 4,
  'Dyn-RARP-req': 5,
  'Dyn-RAR-rep': 6,
  'Dyn-RARP-err': 7,
  'InARP-req': 8,
  'InARP-rep': 9,

  request: 1,
  reply: 2,
});

/** Hardware types (IANA: "Hardware Types"). ATM has three numbers; the name finds the first. */
export const hardwareTypes: Names = /* @__PURE__ */ names({
  'Ethernet (10Mb)': 1,
  'Ethernet (3Mb)': 2,
  'AX.25': 3,
  'Proteon ProNET Token Ring': 4,
  Chaos: 5,
  'IEEE 802 Networks': 6,
  ARCNET: 7,
  Hyperchannel: 8,
  Lanstar: 9,
  'Autonet Short Address': 10,
  LocalTalk: 11,
  LocalNet: 12,
  'Ultra link': 13,
  SMDS: 14,
  'Frame relay': 15,
  ATM: 16,
  HDLC: 17,
  'Fibre Channel': 18,
  'ATM (19)': 19,
  'Serial Line': 20,
  'ATM (21)': 21,
  'IEEE 1394': 24,
  EUI64: 27,
  InfiniBand: 32,

  ether: 1,
  Ethernet: 1,
});
