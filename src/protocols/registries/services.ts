import { names } from '../../packet/names.ts';
export const udpServices = names({ domain: 53 });
export const tcpServices = names({ http: 80, ftp_data: 20 });
