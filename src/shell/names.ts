/** All names that a session begins with. */
import * as library from '../index.ts';
import { addressFunctions } from './functions/addresses.ts';
import { fileFunctions } from './functions/files.ts';
import { dumpFunctions } from './functions/dumps.ts';
import { fragmentFunctions } from './functions/fragments.ts';
import { layerFunctions } from './functions/layers.ts';
import { listingFunctions } from './functions/listings.ts';
import { machineFunctions } from './functions/machine.ts';
import { notHere } from './functions/not-here.ts';
import { numberNames } from './functions/number-names.ts';
import { pingFunctions } from './functions/pinging.ts';
import { programFunctions } from './functions/programs.ts';
import { sessionFileFunctions } from './functions/session-files.ts';
import { sendingFunctions } from './functions/sending.ts';
import { socketClasses } from './functions/conf/sockets.ts';
import { sniffingFunctions } from './functions/sniffing.ts';
import { themes } from './functions/conf/themes.ts';
import { systemFunctions } from './functions/system-names.ts';
import { tracerouteFunctions } from './functions/traceroute.ts';
import { valueFunctions } from './functions/values.ts';
import { noPayloadClass } from './packets/no-payload.ts';
import { scapyException } from './python/errors.ts';
import { ndLayers } from './packets/extras/nd-layers.ts';
import { HTTP } from './packets/extras/http-layer.ts';
import { Packet } from './packets/packet-class.ts';
import { fieldClasses } from './packets/own/own-fields.ts';
import type { Shell } from './session.ts';

/** scapy's functions and classes; for `from scapy.all import *`, and for the prompt, which has them from the beginning. */
export const scapyNames = (shell: Shell): Record<string, unknown> => ({
  ...notHere(),
  ...libraryNames(),
  ...sendingFunctions(shell),
  ...sniffingFunctions(shell),
  ...fileFunctions(shell),
  ...listingFunctions(shell),
  ...dumpFunctions(shell),
  ...valueFunctions(shell),
  ...machineFunctions(shell),
  ...addressFunctions(shell),
  ...systemFunctions(shell),
  ...numberNames(),
  ...layerFunctions(shell),
  ...fragmentFunctions(shell),
  ...tracerouteFunctions(shell),
  ...pingFunctions(shell),
  ...programFunctions(shell),
  ...sessionFileFunctions(shell),
  ...socketClasses(shell),
  ...themes(),
  conf: shell.conf,
  Conf: shell.conf,
  NoPayload: noPayloadClass,
  Scapy_Exception: scapyException,
  Packet,
  ...ndLayers(),
  ...fieldClasses(),
});

/** The library's own: layers, and what has no name of scapy's. */
const libraryNames = (): Record<string, unknown> => ({ ...library, HTTP, NTP: library.NTPHeader });
