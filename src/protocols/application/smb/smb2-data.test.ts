/** DCE/RPC through pipes of SMB 2: octets of a capture. */
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { SMB2_Header } from './smb2.ts';

const capture = 'suricata-verify/tests/smb2-07/20171220_smb_psexec_add_user.pcap (MIT)';

layerSuite(
  'SMB 2, pipes',
  [
    {
      what: 'writes a bind to a pipe',
      origin: `${capture}, packet 154 behind its length; tshark 4.0 reads the same values`,
      first: SMB2_Header,
      chain: 'SMB2_Header/SMB2_Write_Request/DceRpc5',
      octets:
        'fe534d4240000100000000000900010008000000000000000500000000000000fffe000001000000450000040024000068636bb88ccfac' +
        '55a691f4f69a201bc1310070007400000000000000000000002e0000000900000001000000090000000000000000000000000000000000' +
        '000005000b03100000007400000002000000b810b81000000000020000000000010081bb7a364498f135ad3298f0380010030200000004' +
        '5d888aeb1cc9119fe808002b104860020000000100010081bb7a364498f135ad3298f038001003020000002c1cb76c1298404503000000' +
        '0000000001000000',
      read: { SMB2_Write_Request: { Length: 116, Offset: 0n, DataOffset: 112 } },
    },
    {
      what: 'reads an answer from a pipe',
      origin: `${capture}, packet 157 behind its length; tshark 4.0 reads the same values`,
      first: SMB2_Header,
      chain: 'SMB2_Header/SMB2_Read_Response/DceRpc5',
      octets:
        'fe534d4240000100000000000800010009000000000000000600000000000000fffe00000100000045000004002400004930eea61166df' +
        'b7afe76b9555c21990110050005c000000000000000000000005000c03100000005c00000002000000b810b8109a0600000d005c706970' +
        '655c6e747376637300000200000000000000045d888aeb1cc9119fe808002b104860020000000300030000000000000000000000000000' +
        '00000000000000',
      read: { SMB2_Read_Response: { Length: 92, DataOffset: 80, Remaining: 0 } },
    },
    {
      what: 'calls through a pipe',
      origin: `${capture}, packet 158 behind its length; tshark 4.0 reads the same values`,
      first: SMB2_Header,
      chain: 'SMB2_Header/SMB2_IOCTL_Request/DceRpc5',
      octets:
        'fe534d4240000100000000000b00010008000000000000000700000000000000fffe00000100000045000004002400009dd4d2b44b9028' +
        'a83f53ca615048260a3900000017c011002e00000009000000010000000900000078000000380000000000000078000000000000000004' +
        '00000100000000000000050000031000000038000000020000002000000000000f00000002000400000000000000040000006400630031' +
        '000000000000003f000f00',
      read: { SMB2_IOCTL_Request: { CtlCode: 0x11c017, InputCount: 56, MaxOutputResponse: 1024, Flags: 1 } },
    },
    {
      what: 'what was called through a pipe gave',
      origin: `${capture}, packet 159 behind its length; tshark 4.0 reads the same values`,
      first: SMB2_Header,
      chain: 'SMB2_Header/SMB2_IOCTL_Response/DceRpc5',
      octets:
        'fe534d4240000100000000000b00010009000000000000000700000000000000fffe0000010000004500000400240000ff751b46f10cdc' +
        '32ded565e14d2dd93b3100000017c011002e00000009000000010000000900000070000000000000007000000030000000000000000000' +
        '000005000203100000003000000002000000180000000000000000000000c255930e0aaf2c45910fe56e9bc0f91500000000',
      read: { SMB2_IOCTL_Response: { CtlCode: 0x11c017, OutputCount: 48, OutputOffset: 112 } },
    },
  ],
  { mutations: 600 },
);
