/** GOOSE: events of substations on Ethernet. @see IEC 61850-8-1:2011 annex C */
import { u16 } from '../../packet/fields/integers.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';

/** The header, and the event in ASN.1 as octets. @see IEC 61850-8-1:2011 annex C */
export const GOOSE = layer('GOOSE', () => ({
  about: 'Generic Object Oriented Substation Event: the header.',
  source: 'IEC 61850-8-1:2011 annex C',
  wireshark: 'goose',
  fields: {
    appid: u16({ hex: true, wireshark: 'goose.appid' }),
    length: u16({ measures: 'header', wireshark: 'goose.length', about: 'octets, with this header' }),
    reserve1: u16({ hex: true, wireshark: 'goose.reserve1' }),
    reserve2: u16({ hex: true, wireshark: 'goose.reserve2' }),
    apdu: octets({ about: 'the event, in ASN.1' }),
  },
}));
