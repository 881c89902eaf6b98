/** Names of files for what one end of a connection sends the other: tcpflow's. */

/** `010.000.000.001.45678`; IPv6 addresses as they are written. */
const endName = (address: string, port: number): string =>
  `${
    address.includes(':')
      ? address
      : address
          .split('.')
          .map((part) => part.padStart(3, '0'))
          .join('.')
  }.${String(port).padStart(5, '0')}`;

/** `010.000.000.001.45678-010.000.000.002.00080`. */
export const sideName = (from: { address: string; port: number }, to: { address: string; port: number }): string =>
  `${endName(from.address, from.port)}-${endName(to.address, to.port)}`;
