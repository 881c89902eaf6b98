import { names } from '../../packet/names.ts';
export const etherTypes = names({ IPv4: 0x800, ARP: 0x806, IPv6: 0x86dd });
