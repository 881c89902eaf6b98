/** What bounds the memory of reading, whatever a file claims. */

/** Largest record taken from a file that does not announce a larger snaplen (libpcap's and Wireshark's own limit). */
export const MAX_CAPTURED = 262_144;

/** Largest record or block taken at all. */
export const MAX_BLOCK = 16 * 1024 * 1024 + 65_536;

/** Packets in one batch. */
export const MAX_BATCH_PACKETS = 16_384;

/** Octets in one batch, but for a single record that is larger: larger ones leave the processor's cache. */
export const MAX_BATCH_OCTETS = 1024 * 1024;

/** Interfaces in one file: {@link PacketBatch.iface} has 16 bits. */
export const MAX_INTERFACES = 65_536;

/** Octets of decryption secrets that are kept of one file. */
export const MAX_SECRETS = 16 * 1024 * 1024;

/** Octets in one line of a hex dump. */
export const MAX_LINE = 1024 * 1024;
