/** EtherNet/IP, IEC 104, PROFINET DCP and MQTT-SN. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import { ENIPTCP } from '../../../../src/protocols/industrial/enip.ts';
import { IEC104_ASDU, IEC104_I_Message, IEC104_S_Message, IEC104_U_Message } from '../../../../src/protocols/industrial/iec104.ts';
import { MQTTSN, MQTTSNLong } from '../../../../src/protocols/industrial/mqttsn.ts';
import { ProfinetDCP, ProfinetIO } from '../../../../src/protocols/industrial/profinet.ts';
import { TCP } from '../../../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import type { ScapyCase } from '../case.ts';
import { I, ip } from '../ends.ts';

export const industrialCases: readonly ScapyCase[] = [
  [
    `${I}/TCP(sport=50000,dport=44818)/ENIPTCP(commandId=0x66,session=7,status=0)`,
    () => [ip(), TCP({ sport: 50_000 }), ENIPTCP({ commandId: 0x66, session: 7 })],
  ],
  [
    `${I}/TCP(sport=50000,dport=2404)/IEC104_U_Message(startdt_act=1)`,
    () => [ip(), TCP({ sport: 50_000 }), IEC104_U_Message({ startdt_act: true })],
  ],
  [
    `${I}/TCP(sport=50000,dport=2404)/IEC104_U_Message(testfr_con=1)`,
    () => [ip(), TCP({ sport: 50_000 }), IEC104_U_Message({ testfr_con: true })],
  ],
  [
    `${I}/TCP(sport=50000,dport=2404)/IEC104_S_Message(rx_seq_num=5)`,
    () => [ip(), TCP({ sport: 50_000 }), IEC104_S_Message({ rx_seq_num: 5 })],
  ],
  [
    `${I}/TCP(sport=50000,dport=2404)/IEC104_I_Message_SingleIOA(tx_seq_num=1,rx_seq_num=2,type_id=100,num_io=1,cot=6,common_asdu_address=10,io=[IEC104_IO_C_IC_NA_1_IOA(information_object_address=0,qoi=20)])`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      IEC104_I_Message({ tx_seq_num: 1, rx_seq_num: 2 }),
      IEC104_ASDU({ common_asdu_address: 10, io: fromHex('00000014') }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=2404)/IEC104_I_Message_SingleIOA(tx_seq_num=1,rx_seq_num=2,type_id=45,num_io=1,cot=6,origin_address=3,common_asdu_address=10,io=[IEC104_IO_C_SC_NA_1_IOA(information_object_address=12,scs=1)])`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      IEC104_I_Message({ tx_seq_num: 1, rx_seq_num: 2 }),
      IEC104_ASDU({ type_id: 45, origin_address: 3, common_asdu_address: 10, io: fromHex('0c000001') }),
    ],
  ],
  [
    'ProfinetIO(frameID=0xfefe)/ProfinetDCP(service_id=5,service_type=0,xid=7,reserved=1,option=0xff,sub_option=0xff,dcp_data_length=4,dcp_block_length=0)',
    () => [ProfinetIO(), ProfinetDCP({ xid: 7, reserved: 1, dcp_blocks: [{ option: 255, sub_option: 255 }] }), new Uint8Array(30)],
    { layers: 'scapy has the block in the fields of the message' },
  ],
  [
    `${I}/UDP(sport=50000,dport=1883)/MQTTSN()/MQTTSNConnect(cleansess=1,duration=30,client_id="c1")`,
    () => [ip(), UDP({ sport: 50_000 }), MQTTSN({ type: 4, data: fromHex('0401001e6331') })],
  ],
  [
    `${I}/UDP(sport=50000,dport=1883)/MQTTSN()/MQTTSNConnack(return_code=0)`,
    () => [ip(), UDP({ sport: 50_000 }), MQTTSN({ type: 5, data: fromHex('00') })],
  ],
  [
    `${I}/UDP(sport=50000,dport=1883)/MQTTSN()/MQTTSNAdvertise(gw_id=1,duration=60)`,
    () => [ip(), UDP({ sport: 50_000 }), MQTTSN({ data: fromHex('01003c') })],
  ],
  [
    `${I}/UDP(sport=50000,dport=1883)/MQTTSN()/MQTTSNSearchGW(radius=2)`,
    () => [ip(), UDP({ sport: 50_000 }), MQTTSN({ type: 1, data: fromHex('02') })],
  ],
  [
    `${I}/UDP(sport=50000,dport=1883)/MQTTSN()/MQTTSNGwInfo(gw_id=1,gw_addr="ab")`,
    () => [ip(), UDP({ sport: 50_000 }), MQTTSN({ type: 2, data: fromHex('016162') })],
  ],
  [
    `${I}/UDP(sport=50000,dport=1883)/MQTTSN()/MQTTSNRegister(tid=1,mid=2,topic_name="a/b")`,
    () => [ip(), UDP({ sport: 50_000 }), MQTTSN({ type: 0xa, data: fromHex('00010002612f62') })],
  ],
  [
    `${I}/UDP(sport=50000,dport=1883)/MQTTSN()/MQTTSNPublish(qos=1,tid=1,mid=2,data="hello")`,
    () => [ip(), UDP({ sport: 50_000 }), MQTTSN({ type: 0xc, data: fromHex('200001000268656c6c6f') })],
  ],
  [
    `${I}/UDP(sport=50000,dport=1883)/MQTTSN()/MQTTSNPuback(tid=1,mid=2,return_code=1)`,
    () => [ip(), UDP({ sport: 50_000 }), MQTTSN({ type: 0xd, data: fromHex('0001000201') })],
  ],
  [
    `${I}/UDP(sport=50000,dport=1883)/MQTTSN()/MQTTSNSubscribe(qos=2,mid=3,tid_type=0,topic_name="a/#")`,
    () => [ip(), UDP({ sport: 50_000 }), MQTTSN({ type: 0x12, data: fromHex('400003612f23') })],
  ],
  [
    `${I}/UDP(sport=50000,dport=1883)/MQTTSN()/MQTTSNPingReq(client_id="c1")`,
    () => [ip(), UDP({ sport: 50_000 }), MQTTSN({ type: 0x16, data: 'c1' })],
  ],
  [`${I}/UDP(sport=50000,dport=1883)/MQTTSN()/MQTTSNPingResp()`, () => [ip(), UDP({ sport: 50_000 }), MQTTSN({ type: 0x17 })]],
  [
    `${I}/UDP(sport=50000,dport=1883)/MQTTSN()/MQTTSNDisconnect(duration=9)`,
    () => [ip(), UDP({ sport: 50_000 }), MQTTSN({ type: 0x18, data: fromHex('0009') })],
  ],
  [
    `${I}/UDP(sport=50000,dport=1883)/MQTTSN()/MQTTSNPublish(tid=1,mid=2,data="x"*300)`,
    () => [
      ip(),
      UDP({ sport: 50_000 }),
      MQTTSNLong({
        type: 0xc,
        data: fromHex(
          '0000010002787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878',
        ),
      }),
    ],
  ],
];
