/** What an attacker can choose is bounded. */

/** At most so many layers a packet: a segment may have 80 small messages. */
export const MAX_LAYERS = 128;
/** Of those a dissector names at most this many packets: there must be room for a Raw and a Padding behind them. */
export const MAX_DISSECTED = MAX_LAYERS - 2;
/** So many shapes are remembered for each registry; further ones are made anew for each packet. */
export const MAX_SHAPES = 4096;
/** So often may a layer say that another one stands in its place, in one packet. */
export const MAX_ELSEWHERE = 64;
/** So many messages may stand inside one another. */
export const MAX_LEVELS = 8;
