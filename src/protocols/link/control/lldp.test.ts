import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { Ether } from '../ethernet.ts';
import {
  LLDPDUChassisID,
  LLDPDUEndOfLLDPDU,
  LLDPDUGenericOrganisationSpecific,
  LLDPDUManagementAddress,
  LLDPDUPortID,
  LLDPDUSystemCapabilities,
  LLDPDUSystemName,
  LLDPDUTimeToLive,
} from './lldp.ts';

/** A piece of LLDP-MED or of IEEE, as octets. */
const end = '0000';
const head = '0180c200000e02000000000188cc';
const first = '02070402000000000104090567652d302f302f31060200 78'.replace(' ', '');

layerSuite(
  'LLDP',
  [
    {
      what: 'a switch',
      origin: 'scapy 2.5; tshark 4.0 reads the same values',
      first: Ether,
      chain:
        'Ether/LLDPDUChassisID/LLDPDUPortID/LLDPDUTimeToLive/LLDPDUSystemName/LLDPDUSystemCapabilities/LLDPDUManagementAddress/' +
        'LLDPDUGenericOrganisationSpecific/LLDPDUEndOfLLDPDU',
      octets:
        '0180c200000e02000000000188cc02070402000000000104090567652d302f302f31060200780a037377310e0400140004100c0501c000020102' +
        '0000000700fe060080c20100640000',
      read: {
        LLDPDUChassisID: { _type: 1, _length: 7, subtype: 4, id: '02:00:00:00:00:01' },
        LLDPDUPortID: { subtype: 5, id: 'ge-0/0/1' },
        LLDPDUTimeToLive: { ttl: 120 },
        LLDPDUSystemName: { system_name: 'sw1' },
        LLDPDUSystemCapabilities: { router_available: 1, mac_bridge_available: 1, router_enabled: 0, mac_bridge_enabled: 1 },
        LLDPDUManagementAddress: { management_address: '192.0.2.1', interface_numbering_subtype: 2, interface_number: 7, object_id: '' },
        LLDPDUGenericOrganisationSpecific: { org_code: 0x80c2, subtype: 1, data: 100 },
      },
      build: () => [
        Ether({ dst: '01:80:c2:00:00:0e', src: '02:00:00:00:00:01' }),
        LLDPDUChassisID({ id: '02:00:00:00:00:01' }),
        LLDPDUPortID({ subtype: 'interface name', id: 'ge-0/0/1' }),
        LLDPDUTimeToLive({ ttl: 120 }),
        LLDPDUSystemName({ system_name: 'sw1' }),
        LLDPDUSystemCapabilities({ mac_bridge_available: 1, router_available: 1, mac_bridge_enabled: 1 }),
        LLDPDUManagementAddress({ management_address: '192.0.2.1', interface_numbering_subtype: 'ifIndex', interface_number: 7 }),
        LLDPDUGenericOrganisationSpecific({ org_code: 'IEEE 802.1', subtype: 1, data: 100 }),
        LLDPDUEndOfLLDPDU(),
      ],
    },
    {
      what: 'what IEEE 802.3 and LLDP-MED add, and something unknown',
      origin: 'made by hand after IEEE 802.3-2018 §79.3 and TIA-1057 §10.2; tshark 4.0 reads the same values',
      first: Ether,
      chain:
        'Ether/LLDPDUChassisID/LLDPDUPortID/LLDPDUTimeToLive/LLDPDUGenericOrganisationSpecific/LLDPDUGenericOrganisationSpecific/' +
        'LLDPDUGenericOrganisationSpecific/LLDPDU/LLDPDUEndOfLLDPDU/Padding',
      octets: `${head}${first}fe0900120f01036c11001efe0c00120f020f01031200960082fe080012bb02014190 2e1202abcd${end}000000`.replace(' ', ''),
      read: {
        LLDPDUGenericOrganisationSpecific: { org_code: 0x12_0f, subtype: 1, data: { autonegotiation: 3, capabilities: 0x6c11, mau: 30 } },
        LLDPDU: { _type: 9, data: 'abcd' },
        Padding: { load: '000000' },
      },
    },
  ],
  { mutations: 400 },
);
