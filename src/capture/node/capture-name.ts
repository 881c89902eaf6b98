/** What a capture's name says of how it is written: `web.pcapng.gz`. */
import type { Compression } from '../decompressor.ts';

/** pcapng when the name ends so, a compressor's ending aside; else pcap. */
export function formatOfName(path: string): 'pcap' | 'pcapng' {
  return /\.pcapng(\.gz|\.zst)?$/.test(path) ? 'pcapng' : 'pcap';
}

/** gzip for `.gz`, zstd for `.zst`. */
export function compressionOfName(path: string): Compression | undefined {
  if (path.endsWith('.gz')) return 'gzip';
  return path.endsWith('.zst') ? 'zstd' : undefined;
}
