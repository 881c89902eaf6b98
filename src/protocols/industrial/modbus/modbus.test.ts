import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { ModbusADURequest, ModbusADUResponse } from './modbus.ts';
import { ModbusPDU10WriteMultipleRegistersRequest, ModbusPDU14ReadFileRecordRequest } from './requests.ts';
import { ModbusPDU03ReadHoldingRegistersError } from './errors.ts';
import { ModbusPDU03ReadHoldingRegistersResponse } from './responses.ts';

/** cisagov/icsnpp-modbus (BSD-3-Clause), testing/traces/modbus_example.pcap. */
const CAPTURE = 'icsnpp-modbus/testing/traces/modbus_example.pcap';

layerSuite(
  'Modbus',
  [
    {
      what: 'a write of registers',
      origin: CAPTURE,
      first: ModbusADURequest,
      chain: 'ModbusADURequest/ModbusPDU10WriteMultipleRegistersRequest',
      octets: '000e0000000f0710000100040800aa00bb00cc00dd',
      read: {
        ModbusADURequest: { transId: 14, len: 15, unitId: 7 },
        ModbusPDU10WriteMultipleRegistersRequest: { startAddr: 1, quantityRegisters: 4, byteCount: 8, outputsValue: [170, 187, 204, 221] },
      },
      build: () => [
        ModbusADURequest({ transId: 14, unitId: 7 }),
        ModbusPDU10WriteMultipleRegistersRequest({ startAddr: 1, quantityRegisters: 4, outputsValue: [170, 187, 204, 221] }),
      ],
    },
    {
      what: 'what a device is',
      origin: CAPTURE,
      first: ModbusADUResponse,
      chain: 'ModbusADUResponse/ModbusPDU2B0EReadDeviceIdentificationResponse',
      octets:
        '00170000003d012b0e018300000300105a65656b204d6f646275732054657374011850726f746f636f6c2050617273696e672069732066756e210207312e322e332e36',
      read: {
        ModbusPDU2B0EReadDeviceIdentificationResponse: {
          objCount: 3,
          objects: [{ id: 0, length: 16, value: '5a65656b204d6f646275732054657374' }, { id: 1 }, { id: 2 }],
        },
      },
    },
    {
      what: 'several in a segment',
      origin: 'scapy 2.5: ModbusADUResponse() / …',
      first: ModbusADUResponse,
      chain: 'ModbusADUResponse/ModbusPDU03ReadHoldingRegistersResponse/ModbusADUResponse/ModbusPDU03ReadHoldingRegistersError',
      octets: '000100000007ff030400090018' + '000200000003ff8302',
      build: () => [
        ModbusADUResponse({ transId: 1 }),
        ModbusPDU03ReadHoldingRegistersResponse({ registerVal: [9, 24] }),
        ModbusADUResponse({ transId: 2 }),
        ModbusPDU03ReadHoldingRegistersError({ exceptCode: 2 }),
      ],
    },
    {
      what: 'a request for records of files',
      origin: 'MODBUS Application Protocol 1.1b3 §6.14, the example',
      first: ModbusADURequest,
      chain: 'ModbusADURequest/ModbusPDU14ReadFileRecordRequest',
      octets: '000000000011ff140e0600040001000206000300090002',
      build: () => [
        ModbusADURequest(),
        ModbusPDU14ReadFileRecordRequest({
          records: [
            { fileNumber: 4, recordNumber: 1, recordLength: 2 },
            { fileNumber: 3, recordNumber: 9, recordLength: 2 },
          ],
        }),
      ],
    },
  ],
  { mutations: 300 },
);

describe('Modbus', () => {
  const pdus = (octets: string) => chainOf(dissect(packet(IP(), TCP({ sport: 502, dport: 4000 }), fromHex(octets)).bytes, IP));

  it('tells requests from responses by their size', () => {
    // Each is octets of cisagov/icsnpp-modbus (see above).
    for (const [octets, name] of [
      ['000100000006040100010001', 'Request/ModbusPDU01ReadCoilsRequest'],
      ['00010000000404010101', 'Response/ModbusPDU01ReadCoilsResponse'],
      ['000b000000020207', 'Request/ModbusPDU07ReadExceptionStatusRequest'],
      ['000b00000003020700', 'Response/ModbusPDU07ReadExceptionStatusResponse'],
      ['000d00000008070f000100040109', 'Request/ModbusPDU0FWriteMultipleCoilsRequest'],
      ['000d00000006070f00010004', 'Response/ModbusPDU0FWriteMultipleCoilsResponse'],
      ['00140000000d061700010001000200010200ff', 'Request/ModbusPDU17ReadWriteMultipleRegistersRequest'],
      ['00140000000506170200aa', 'Response/ModbusPDU17ReadWriteMultipleRegistersResponse'],
      ['0016000000040a180000', 'Request/ModbusPDU18ReadFIFOQueueRequest'],
      ['0016000000060a1800020000', 'Response/ModbusPDU18ReadFIFOQueueResponse'],
      ['001700000005012b0e0100', 'Request/ModbusPDU2B0EReadDeviceIdentificationRequest'],
    ] as const)
      expect(pdus(octets)).toBe(`IP/TCP/ModbusADU${name}`);
  });

  it('is not what has another protocol or no length', () => {
    for (const octets of ['0001000100060401000100', '0001000000010401']) expect(pdus(octets)).toBe('IP/TCP/Raw');
  });
});
