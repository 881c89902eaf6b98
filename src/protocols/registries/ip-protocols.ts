import { names } from '../../packet/names.ts';
export const ipProtocols = names({ icmp: 1, tcp: 6, udp: 17 });
