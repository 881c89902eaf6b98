/** EAPOL, and EAP by its methods. */
import { EAP, EAP_FAST, EAP_MD5, EAP_PEAP, EAP_TLS, EAP_TTLS, LEAP } from '../../../../src/protocols/link/control/eap.ts';
import { EAPOL } from '../../../../src/protocols/link/control/eapol.ts';
import type { ScapyCase } from '../case.ts';
import { E, ether } from '../ends.ts';

export const eapCases: readonly ScapyCase[] = [
  [`${E}/EAPOL(type=1)`, () => [ether(), EAPOL({ type: 1 })]],
  [`${E}/EAPOL(version=2,type=2)`, () => [ether(), EAPOL({ version: 2, type: 2 })]],
  [`${E}/EAPOL(version=1,type=0)/EAP(code=1,id=1,type=1)`, () => [ether(), EAPOL(), EAP({ code: 1, id: 1 })]],
  [`${E}/EAPOL(type=0)/EAP(code=2,id=1,type=1,identity=b"user")`, () => [ether(), EAPOL(), EAP({ code: 2, id: 1, identity: 'user' })]],
  [`${E}/EAPOL(type=0)/EAP(code=3,id=5)`, () => [ether(), EAPOL(), EAP({ code: 3, id: 5 })]],
  [`${E}/EAPOL(type=0)/EAP(code=4,id=6)`, () => [ether(), EAPOL(), EAP({ id: 6 })]],
  [
    `${E}/EAPOL(type=0)/EAP(code=2,id=7,type=3,desired_auth_types=[4,25])`,
    () => [ether(), EAPOL(), EAP({ code: 2, id: 7, type: 3, desired_auth_types: [4, 25] })],
  ],
  [
    `${E}/EAPOL(type=0)/EAP_MD5(code=1,id=2,value=b"0123456789abcdef",optional_name=b"srv")`,
    () => [ether(), EAPOL(), EAP_MD5({ id: 2, value: '0123456789abcdef', optional_name: 'srv' })],
  ],
  [`${E}/EAPOL(type=0)/EAP_TLS(code=1,id=3,S=1)`, () => [ether(), EAPOL(), EAP_TLS({ id: 3, S: 1 })]],
  [
    `${E}/EAPOL(type=0)/EAP_TLS(code=2,id=3,L=1,tls_message_len=100,tls_data=b"abc")`,
    () => [ether(), EAPOL(), EAP_TLS({ code: 2, id: 3, M: 0, tls_message_len: 100, tls_data: 'abc' })],
  ],
  [`${E}/EAPOL(type=0)/EAP_TTLS(code=1,id=3,S=1,version=1)`, () => [ether(), EAPOL(), EAP_TTLS({ id: 3, S: 1, version: 1 })]],
  [`${E}/EAPOL(type=0)/EAP_PEAP(code=1,id=3,S=1,version=1)`, () => [ether(), EAPOL(), EAP_PEAP({ id: 3, S: 1, version: 1 })]],
  [
    `${E}/EAPOL(type=0)/EAP_PEAP(code=2,id=3,L=1,version=1,tls_message_len=3,tls_data=b"abc")`,
    () => [ether(), EAPOL(), EAP_PEAP({ code: 2, id: 3, version: 1, tls_message_len: 3, tls_data: 'abc' })],
  ],
  [
    `${E}/EAPOL(type=0)/EAP_FAST(code=1,id=4,S=1,version=1,data=b"xy")`,
    () => [ether(), EAPOL(), EAP_FAST({ id: 4, S: 1, version: 1, data: 'xy' })],
  ],
  [
    `${E}/EAPOL(type=0)/LEAP(code=1,id=4,count=8,challenge_response=b"12345678",username=b"bob")`,
    () => [ether(), EAPOL(), LEAP({ id: 4, challenge_response: '12345678', username: 'bob' })],
  ],
  ['EAP(code=2,id=7,type=26)/b"abc"', () => [EAP({ code: 2, id: 7, type: 26 }), 'abc']],
];
