/** Layers that no number alone names: the layer below chooses them (`next`). They stand here so that whoever asks for all layers knows them. */
import { bindGuesses } from '../../../packet/chain/bindings.ts';
import { dot11Bodies } from '../../wireless/dot11.ts';
import { Dot11FCS } from '../../wireless/fcs.ts';

export const chosen = bindGuesses('chosen', [...dot11Bodies(), Dot11FCS]);
