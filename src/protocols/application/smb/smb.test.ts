/** SMB: octets of captures and of scapy. */
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { NBTSession } from '../netbios/nbt.ts';
import { SMB_Header } from './smb.ts';
import { SMB2_Header } from './smb2.ts';

const capture = 'suricata-verify/tests/filestore-filecontainer-smb1-data-offset/input.pcap (MIT)';

layerSuite(
  'SMB',
  [
    {
      what: 'a request for a share',
      origin: `${capture}, packet 10 behind its length; tshark 4.0 reads the same values`,
      first: SMB_Header,
      chain: 'SMB_Header',
      octets:
        'ff534d4275000000001805480000d94c7b24e60af8280000ffffc00a0008000004ff000000000001001800005c5c31302e342e33302e355c49504324' +
        '003f3f3f3f3f00',
      read: { SMB_Header: { Command: 0x75, Status: 0, PIDLow: 2752, UID: 2048, MID: 0, WordCount: 4, ByteCount: 24 } },
      summary: 'SMB TREE_CONNECT_ANDX request',
    },
    {
      what: 'the response',
      origin: `${capture}, packet 11 behind its length`,
      first: SMB_Header,
      chain: 'SMB_Header',
      octets: 'ff534d4275000000009805480000d94c7b24e60af82800000008c00a0008000003ff002e00010005004950430000',
      read: { SMB_Header: { Command: 0x75, TID: 2048, WordCount: 3, ByteCount: 5, Bytes: '4950430000' } },
      summary: 'SMB TREE_CONNECT_ANDX response',
    },
    {
      what: 'a header',
      origin: 'scapy 2.5.0: SMB_Header(Command=0x73,UID=5,MID=9,Flags2=0xc807), and no words and bytes',
      first: SMB_Header,
      chain: 'SMB_Header',
      octets: 'ff534d4273000000001807c80000000000000000000000000000010005000900' + '000000',
      build: () => [SMB_Header({ Command: 'SESSION_SETUP_ANDX', UID: 5, MID: 9, Flags2: 0xc807 })],
    },
    {
      what: 'a header of version 2',
      origin: 'scapy 2.5.0: SMB2_Header(Command=1,MID=3,SessionId=7)',
      first: SMB2_Header,
      chain: 'SMB2_Header',
      octets: `fe534d424000000000000000010000000000000000000000030000000000000000000000000000000700000000000000${'00'.repeat(16)}`,
      build: () => [SMB2_Header({ Command: 'SESSION_SETUP', MID: 3, SessionId: 7 })],
      summary: 'SMB2 SESSION_SETUP request',
    },
    {
      what: 'two messages in one',
      origin: 'zeek/testing/btest/Traces/smb/smb_v2_only_non_zero_reserved1.pcap (BSD-3-Clause), packet 31 behind its length',
      first: SMB2_Header,
      chain: 'SMB2_Header/SMB2_Command/SMB2_Header/SMB2_Command',
      octets:
        'fe534d4240000100000000000500000010000000980000000e00000000000000fffe00000500000025000000002c0100000000000000000000000000' +
        '000000003900000002000000000000000000000000000000000000008100100000000000070000000100000000000000780000008000000018000000' +
        '0000000000000000000000001000040000001800000000004d78416300000000fe534d4240000100000000000f00020034000000000000000f000000' +
        '00000000fffe00000500000025000000002c0100000000000000000000000000000000002000000000080000ffffffffffffffffffffffffffffffff' +
        '0200000000000000',
      read: { SMB2_Header: { Command: 5, NextCommand: 0x98 } },
    },
    {
      what: 'a message behind its length',
      origin: `${capture}, packet 11; tshark 4.0 reads the same values`,
      first: NBTSession,
      chain: 'NBTSession/SMB_Header',
      octets: '0000002eff534d4275000000009805480000d94c7b24e60af82800000008c00a0008000003ff002e00010005004950430000',
      read: { NBTSession: { TYPE: 0, LENGTH: 46 } },
    },
  ],
  { mutations: 300 },
);
