/** PROFINET on Ethernet: its frames, and the protocol that finds devices and gives them names. @see IEC 61158-6-10 */
import { aligned } from '../../packet/fields/aligned.ts';
import { u16, u32, u8 } from '../../packet/fields/integers.ts';
import { list, record } from '../../packet/fields/lists.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';

/** What kind of frame it is. @see IEC 61158-6-10 §4.2 */
export const ProfinetIO = layer('ProfinetIO', () => ({
  about: 'PROFINET: what kind of frame it is.',
  source: 'IEC 61158-6-10 §4.2',
  wireshark: 'pn_rt',
  fields: { frameID: u16({ default: 0xfefe, hex: true, selects: 'profinet.frame', wireshark: 'pn_rt.frame_id' }) },
}));

/** What a device is asked or told, or tells. @see IEC 61158-6-10 §4.3.1 */
export const DCPBaseBlock = layer('DCPBaseBlock', () => ({
  about: 'PROFINET DCP: what a device is asked or told, or tells.',
  source: 'IEC 61158-6-10 §4.3.1',
  fields: {
    option: u8({
      default: 1,
      names: { IP: 1, 'Device properties': 2, DHCP: 3, Control: 5, 'Device Initiative': 6, All: 255 },
      wireshark: 'pn_dcp.option',
    }),
    sub_option: u8({ default: 2 }),
    dcp_block_length: u16({ measures: 'data', wireshark: 'pn_dcp.block_length' }),
    data: octets({ about: 'in answers and settings 2 octets come before the value' }),
  },
}));

/** Finds devices, and gives them names and addresses. @see IEC 61158-6-10 §4.3 */
export const ProfinetDCP = layer('ProfinetDCP', () => ({
  about: 'PROFINET DCP: finds devices, and gives them names and addresses.',
  source: 'IEC 61158-6-10 §4.3',
  wireshark: 'pn_dcp',
  fields: {
    service_id: u8({ default: 5, names: { Get: 3, Set: 4, Identify: 5, Hello: 6 }, wireshark: 'pn_dcp.service_id' }),
    service_type: u8({ names: { Request: 0, 'Response Success': 1, 'Response not supported': 5 }, wireshark: 'pn_dcp.service_type' }),
    xid: u32({ default: 0x01000001, hex: true, wireshark: 'pn_dcp.xid', about: 'the same in request and answer' }),
    reserved: u16({ about: 'of a question to all: the longest delay of an answer' }),
    dcp_data_length: u16({ measures: 'dcp_blocks', wireshark: 'pn_dcp.data_length' }),
    dcp_blocks: list(
      aligned(
        2,
        record(() => DCPBaseBlock),
      ),
      { rest: true },
    ),
  },
}));
