/** Layers that no number alone names: the layer below chooses them (`next`). They stand here so that whoever asks for all layers knows them. */
import { bindGuesses } from '../../../packet/chain/bindings.ts';
import { Dot11BAck, Dot11BAckRequest } from '../../wireless/control.ts';
import { Dot11HTControl, Dot11QoS } from '../../wireless/dot11.ts';
import { Dot11CCMP, Dot11Encrypted, Dot11TKIP, Dot11WEP } from '../../wireless/encrypted.ts';
import { Dot11FCS } from '../../wireless/fcs.ts';
import { managementLayers } from '../../wireless/management.ts';

export const chosen = bindGuesses('chosen', [
  ...managementLayers,
  Dot11BAckRequest,
  Dot11BAck,
  Dot11QoS,
  Dot11HTControl,
  Dot11WEP,
  Dot11TKIP,
  Dot11CCMP,
  Dot11Encrypted,
  Dot11FCS,
]);
