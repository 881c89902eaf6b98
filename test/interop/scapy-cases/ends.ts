/** Between whom the packets of the cases go: in scapy's words, and in ours. */
import { Dot3, Ether } from '../../../src/protocols/link/ethernet.ts';
import { IP } from '../../../src/protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../../src/protocols/network/ipv6/ipv6.ts';

export const E = 'Ether(src="02:00:00:00:00:01",dst="02:00:00:00:00:02")';
export const D = 'Dot3(src="02:00:00:00:00:01",dst="02:00:00:00:00:02")';
export const I = 'IP(src="192.0.2.1",dst="192.0.2.2")';
export const I6 = 'IPv6(src="2001:db8::1",dst="2001:db8::2")';

const cards = { src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' };
export const ether = () => Ether(cards);
export const dot3 = () => Dot3(cards);
export const ip = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });
export const ip6 = () => IPv6({ src: '2001:db8::1', dst: '2001:db8::2' });
