/** Modbus/TCP: each function, asked and answered. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import {
  ModbusPDU01ReadCoilsError,
  ModbusPDU08DiagnosticsError,
  ModbusPDU17ReadWriteMultipleRegistersError,
  ModbusPDU2B0EReadDeviceIdentificationError,
  ModbusPDU02ReadDiscreteInputsError,
  ModbusPDU03ReadHoldingRegistersError,
  ModbusPDU04ReadInputRegistersError,
  ModbusPDU05WriteSingleCoilError,
  ModbusPDU06WriteSingleRegisterError,
  ModbusPDU07ReadExceptionStatusError,
  ModbusPDU0BGetCommEventCounterError,
  ModbusPDU0CGetCommEventLogError,
  ModbusPDU0FWriteMultipleCoilsError,
  ModbusPDU10WriteMultipleRegistersError,
  ModbusPDU11ReportSlaveIdError,
  ModbusPDU14ReadFileRecordError,
  ModbusPDU15WriteFileRecordError,
  ModbusPDU16MaskWriteRegisterError,
  ModbusPDU18ReadFIFOQueueError,
} from '../../../../src/protocols/industrial/modbus/errors.ts';
import { ModbusADURequest, ModbusADUResponse } from '../../../../src/protocols/industrial/modbus/modbus.ts';
import {
  ModbusPDU01ReadCoilsRequest,
  ModbusPDU02ReadDiscreteInputsRequest,
  ModbusPDU03ReadHoldingRegistersRequest,
  ModbusPDU04ReadInputRegistersRequest,
  ModbusPDU05WriteSingleCoilRequest,
  ModbusPDU06WriteSingleRegisterRequest,
  ModbusPDU07ReadExceptionStatusRequest,
  ModbusPDU08DiagnosticsRequest,
  ModbusPDU0BGetCommEventCounterRequest,
  ModbusPDU0CGetCommEventLogRequest,
  ModbusPDU0FWriteMultipleCoilsRequest,
  ModbusPDU10WriteMultipleRegistersRequest,
  ModbusPDU11ReportSlaveIdRequest,
  ModbusPDU14ReadFileRecordRequest,
  ModbusPDU15WriteFileRecordRequest,
  ModbusPDU16MaskWriteRegisterRequest,
  ModbusPDU17ReadWriteMultipleRegistersRequest,
  ModbusPDU18ReadFIFOQueueRequest,
  ModbusPDU2B0EReadDeviceIdentificationRequest,
} from '../../../../src/protocols/industrial/modbus/requests.ts';
import {
  ModbusPDU01ReadCoilsResponse,
  ModbusPDU02ReadDiscreteInputsResponse,
  ModbusPDU03ReadHoldingRegistersResponse,
  ModbusPDU04ReadInputRegistersResponse,
  ModbusPDU07ReadExceptionStatusResponse,
  ModbusPDU0BGetCommEventCounterResponse,
  ModbusPDU0CGetCommEventLogResponse,
  ModbusPDU0FWriteMultipleCoilsResponse,
  ModbusPDU10WriteMultipleRegistersResponse,
  ModbusPDU14ReadFileRecordResponse,
  ModbusPDU17ReadWriteMultipleRegistersResponse,
  ModbusPDU18ReadFIFOQueueResponse,
  ModbusPDU2B0EReadDeviceIdentificationResponse,
  ModbusPDU11ReportSlaveIdResponse,
} from '../../../../src/protocols/industrial/modbus/responses.ts';
import { TCP } from '../../../../src/protocols/transport/tcp/tcp.ts';
import type { ScapyCase } from '../case.ts';
import { I, ip } from '../ends.ts';

export const modbusCases: readonly ScapyCase[] = [
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest(transId=1,unitId=2)/ModbusPDU01ReadCoilsRequest(startAddr=3,quantity=4)`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      ModbusADURequest({ transId: 1, unitId: 2 }),
      ModbusPDU01ReadCoilsRequest({ startAddr: 3, quantity: 4 }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU02ReadDiscreteInputsRequest(startAddr=0x10,quantity=9)`,
    () => [ip(), TCP({ sport: 50_000 }), ModbusADURequest(), ModbusPDU02ReadDiscreteInputsRequest({ startAddr: 0x10, quantity: 9 })],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest(transId=65535)/ModbusPDU03ReadHoldingRegistersRequest(startAddr=107,quantity=3)`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      ModbusADURequest({ transId: 65_535 }),
      ModbusPDU03ReadHoldingRegistersRequest({ startAddr: 0x6b, quantity: 3 }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU04ReadInputRegistersRequest(startAddr=8)`,
    () => [ip(), TCP({ sport: 50_000 }), ModbusADURequest(), ModbusPDU04ReadInputRegistersRequest({ startAddr: 8 })],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU05WriteSingleCoilRequest(outputAddr=172,outputValue=0xff00)`,
    () => [ip(), TCP({ sport: 50_000 }), ModbusADURequest(), ModbusPDU05WriteSingleCoilRequest({ outputAddr: 0xac, outputValue: 0xff00 })],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU06WriteSingleRegisterRequest(registerAddr=1,registerValue=3)`,
    () => [ip(), TCP({ sport: 50_000 }), ModbusADURequest(), ModbusPDU06WriteSingleRegisterRequest({ registerAddr: 1, registerValue: 3 })],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU07ReadExceptionStatusRequest()`,
    () => [ip(), TCP({ sport: 50_000 }), ModbusADURequest(), ModbusPDU07ReadExceptionStatusRequest()],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU08DiagnosticsRequest(subFunc=0,data=[0xa537])`,
    () => [ip(), TCP({ sport: 50_000 }), ModbusADURequest(), ModbusPDU08DiagnosticsRequest({ data: fromHex('a537') })],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU0BGetCommEventCounterRequest()`,
    () => [ip(), TCP({ sport: 50_000 }), ModbusADURequest(), ModbusPDU0BGetCommEventCounterRequest()],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU0CGetCommEventLogRequest()`,
    () => [ip(), TCP({ sport: 50_000 }), ModbusADURequest(), ModbusPDU0CGetCommEventLogRequest()],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU0FWriteMultipleCoilsRequest(startAddr=19,quantityOutput=10,outputsValue=[0xcd,1])`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      ModbusADURequest(),
      ModbusPDU0FWriteMultipleCoilsRequest({ startAddr: 0x13, quantityOutput: 10, outputsValue: [205, 1] }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU10WriteMultipleRegistersRequest(startAddr=1,outputsValue=[10,258])`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      ModbusADURequest(),
      ModbusPDU10WriteMultipleRegistersRequest({ startAddr: 1, quantityRegisters: 2, outputsValue: [10, 258] }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU11ReportSlaveIdRequest()`,
    () => [ip(), TCP({ sport: 50_000 }), ModbusADURequest(), ModbusPDU11ReportSlaveIdRequest()],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU14ReadFileRecordRequest()/ModbusReadFileSubRequest(fileNumber=4,recordNumber=1,recordLength=2)/ModbusReadFileSubRequest(fileNumber=3,recordNumber=9,recordLength=2)`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      ModbusADURequest(),
      ModbusPDU14ReadFileRecordRequest({
        records: [
          { fileNumber: 4, recordNumber: 1, recordLength: 2 },
          { fileNumber: 3, recordNumber: 9, recordLength: 2 },
        ],
      }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU15WriteFileRecordRequest()/ModbusWriteFileSubRequest(fileNumber=4,recordNumber=7,recordData=[0x6af,0x4be])`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      ModbusADURequest(),
      ModbusPDU15WriteFileRecordRequest({ records: [{ fileNumber: 4, recordNumber: 7, recordData: [1711, 1214] }] }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU16MaskWriteRegisterRequest(refAddr=4,andMask=0xf2,orMask=0x25)`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      ModbusADURequest(),
      ModbusPDU16MaskWriteRegisterRequest({ refAddr: 4, andMask: 0xf2, orMask: 0x25 }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU17ReadWriteMultipleRegistersRequest(readStartingAddr=3,readQuantityRegisters=6,writeStartingAddr=14,writeRegistersValue=[255,255,255])`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      ModbusADURequest(),
      ModbusPDU17ReadWriteMultipleRegistersRequest({
        readStartingAddr: 3,
        readQuantityRegisters: 6,
        writeStartingAddr: 0xe,
        writeQuantityRegisters: 3,
        writeRegistersValue: [255, 255, 255],
      }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU18ReadFIFOQueueRequest(FIFOPointerAddr=1246)`,
    () => [ip(), TCP({ sport: 50_000 }), ModbusADURequest(), ModbusPDU18ReadFIFOQueueRequest({ FIFOPointerAddr: 0x4de })],
  ],
  [
    `${I}/TCP(sport=50000,dport=502)/ModbusADURequest()/ModbusPDU2B0EReadDeviceIdentificationRequest(readCode=2,objectId=1)`,
    () => [ip(), TCP({ sport: 50_000 }), ModbusADURequest(), ModbusPDU2B0EReadDeviceIdentificationRequest({ readCode: 2, objectId: 1 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse(transId=1,unitId=2)/ModbusPDU01ReadCoilsResponse(coilStatus=[0xcd,0x6b,5])`,
    () => [
      ip(),
      TCP({ sport: 502, dport: 50_000 }),
      ModbusADUResponse({ transId: 1, unitId: 2 }),
      ModbusPDU01ReadCoilsResponse({ coilStatus: [205, 107, 5] }),
    ],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU02ReadDiscreteInputsResponse(inputStatus=[0xac])`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU02ReadDiscreteInputsResponse({ inputStatus: [172] })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU03ReadHoldingRegistersResponse(registerVal=[0x22b,0,0x64])`,
    () => [
      ip(),
      TCP({ sport: 502, dport: 50_000 }),
      ModbusADUResponse(),
      ModbusPDU03ReadHoldingRegistersResponse({ registerVal: [555, 0, 100] }),
    ],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU04ReadInputRegistersResponse(registerVal=[10])`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU04ReadInputRegistersResponse({ registerVal: [10] })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU07ReadExceptionStatusResponse(startAddr=0x6d)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU07ReadExceptionStatusResponse({ startAddr: 0x6d })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU0BGetCommEventCounterResponse(status=0xffff,eventCount=264)`,
    () => [
      ip(),
      TCP({ sport: 502, dport: 50_000 }),
      ModbusADUResponse(),
      ModbusPDU0BGetCommEventCounterResponse({ status: 0xffff, eventCount: 264 }),
    ],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU0CGetCommEventLogResponse()`,
    () => [
      ip(),
      TCP({ sport: 502, dport: 50_000 }),
      ModbusADUResponse(),
      ModbusPDU0CGetCommEventLogResponse({ eventCount: 264, messageCount: 289, event: [32, 0] }),
    ],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU0FWriteMultipleCoilsResponse(startAddr=19,quantityOutput=10)`,
    () => [
      ip(),
      TCP({ sport: 502, dport: 50_000 }),
      ModbusADUResponse(),
      ModbusPDU0FWriteMultipleCoilsResponse({ startAddr: 0x13, quantityOutput: 10 }),
    ],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU10WriteMultipleRegistersResponse(startAddr=1,quantityRegisters=2)`,
    () => [
      ip(),
      TCP({ sport: 502, dport: 50_000 }),
      ModbusADUResponse(),
      ModbusPDU10WriteMultipleRegistersResponse({ startAddr: 1, quantityRegisters: 2 }),
    ],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU14ReadFileRecordResponse()/ModbusReadFileSubResponse(recData=[0xdfe,0x20])`,
    () => [
      ip(),
      TCP({ sport: 502, dport: 50_000 }),
      ModbusADUResponse(),
      ModbusPDU14ReadFileRecordResponse({ records: [{ recData: [3582, 32] }] }),
    ],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU17ReadWriteMultipleRegistersResponse(registerVal=[254,0xacd])`,
    () => [
      ip(),
      TCP({ sport: 502, dport: 50_000 }),
      ModbusADUResponse(),
      ModbusPDU17ReadWriteMultipleRegistersResponse({ registerVal: [254, 2765] }),
    ],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU18ReadFIFOQueueResponse(FIFOVal=[440,4740])`,
    () => [
      ip(),
      TCP({ sport: 502, dport: 50_000 }),
      ModbusADUResponse(),
      ModbusPDU18ReadFIFOQueueResponse({ FIFOCount: 2, FIFOVal: [440, 4740] }),
    ],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU2B0EReadDeviceIdentificationResponse(objCount=1)/ModbusObjectId(id=0,value="Vendor")`,
    () => [
      ip(),
      TCP({ sport: 502, dport: 50_000 }),
      ModbusADUResponse(),
      ModbusPDU2B0EReadDeviceIdentificationResponse({ objects: [{ value: 'Vendor' }] }),
    ],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU01ReadCoilsError(exceptCode=2)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU01ReadCoilsError({ exceptCode: 2 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU08DiagnosticsError(exceptionCode=3)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU08DiagnosticsError({ exceptCode: 3 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU17ReadWriteMultipleRegistersError(exceptCode=4)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU17ReadWriteMultipleRegistersError({ exceptCode: 4 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU2B0EReadDeviceIdentificationError(exceptCode=1)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU2B0EReadDeviceIdentificationError()],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU02ReadDiscreteInputsError(exceptCode=2)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU02ReadDiscreteInputsError({ exceptCode: 2 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU03ReadHoldingRegistersError(exceptCode=3)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU03ReadHoldingRegistersError({ exceptCode: 3 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU04ReadInputRegistersError(exceptCode=4)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU04ReadInputRegistersError({ exceptCode: 4 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU05WriteSingleCoilError(exceptCode=5)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU05WriteSingleCoilError({ exceptCode: 5 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU06WriteSingleRegisterError(exceptCode=6)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU06WriteSingleRegisterError({ exceptCode: 6 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU07ReadExceptionStatusError()`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU07ReadExceptionStatusError()],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU0BGetCommEventCounterError(exceptionCode=2)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU0BGetCommEventCounterError({ exceptCode: 2 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU0CGetCommEventLogError(exceptionCode=3)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU0CGetCommEventLogError({ exceptCode: 3 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU0FWriteMultipleCoilsError(exceptCode=2)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU0FWriteMultipleCoilsError({ exceptCode: 2 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU10WriteMultipleRegistersError(exceptCode=3)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU10WriteMultipleRegistersError({ exceptCode: 3 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU11ReportSlaveIdError(exceptCode=4)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU11ReportSlaveIdError({ exceptCode: 4 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU14ReadFileRecordError(exceptCode=2)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU14ReadFileRecordError({ exceptCode: 2 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU15WriteFileRecordError(exceptCode=8)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU15WriteFileRecordError({ exceptCode: 8 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU16MaskWriteRegisterError(exceptCode=10)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU16MaskWriteRegisterError({ exceptCode: 10 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU18ReadFIFOQueueError(exceptCode=11)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU18ReadFIFOQueueError({ exceptCode: 11 })],
  ],
  [
    `${I}/TCP(sport=502,dport=50000)/ModbusADUResponse()/ModbusPDU11ReportSlaveIdResponse(byteCount=3,slaveId="id",runIdicatorStatus=0xff)`,
    () => [ip(), TCP({ sport: 502, dport: 50_000 }), ModbusADUResponse(), ModbusPDU11ReportSlaveIdResponse({ slaveId: fromHex('6964ff') })],
  ],
];
