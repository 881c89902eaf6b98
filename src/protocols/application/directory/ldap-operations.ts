/** What LDAP's messages ask and answer. @see RFC 4511 §4.2 to §4.13 */
import { ber } from '../../../packet/fields/ber/ber.ts';

/** The operations, by the numbers that their tags have in the class APPLICATION. @see RFC 4511 §4.1.1 */
const APPLICATION: Readonly<Record<string, number>> = {
  bindRequest: 0,
  bindResponse: 1,
  unbindRequest: 2,
  searchRequest: 3,
  searchResEntry: 4,
  searchResDone: 5,
  modifyRequest: 6,
  modifyResponse: 7,
  addRequest: 8,
  addResponse: 9,
  delRequest: 10,
  delResponse: 11,
  modDNRequest: 12,
  modDNResponse: 13,
  compareRequest: 14,
  compareResponse: 15,
  abandonRequest: 16,
  searchResRef: 19,
  extendedReq: 23,
  extendedResp: 24,
  intermediateResponse: 25,
};
/** Wireshark counts the alternatives, not their tags. */
export const NUMBERS: Readonly<Record<string, number>> = /* @__PURE__ */ Object.fromEntries(
  /* @__PURE__ */ Object.keys(APPLICATION).map((name, i) => [name, i]),
);
/** Of these three the contents are one value without others in it (RFC 4511 §4.3, §4.8, §4.11). */
const PRIMITIVE = new Set(['unbindRequest', 'delRequest', 'abandonRequest']);
const tagOf = (name: string): number => (PRIMITIVE.has(name) ? 0x40 : 0x60) + (APPLICATION[name] as number);
/** The tags that operations have. */
export const OPERATION_TAGS: ReadonlySet<number> = /* @__PURE__ */ new Set(/* @__PURE__ */ Object.keys(APPLICATION).map(tagOf));

/** What answers each operation, all with its number. */
export const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  bindRequest: ['bindResponse'],
  searchRequest: ['searchResEntry', 'searchResRef', 'searchResDone'],
  modifyRequest: ['modifyResponse'],
  addRequest: ['addResponse'],
  delRequest: ['delResponse'],
  modDNRequest: ['modDNResponse'],
  compareRequest: ['compareResponse'],
  extendedReq: ['extendedResp', 'intermediateResponse'],
};

const text = (wireshark: string) => ber.text({ encoding: 'utf8', wireshark });
const opaque = (tag: number) => ber.tagged(tag, ber.octetString());
const limit = (wireshark: string) => ber.integer({ wireshark });

/** The codes that results mostly have. @see RFC 4511 §4.1.9 */
const RESULTS = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  compareFalse: 5,
  compareTrue: 6,
  authMethodNotSupported: 7,
  strongerAuthRequired: 8,
  referral: 10,
  adminLimitExceeded: 11,
  unavailableCriticalExtension: 12,
  confidentialityRequired: 13,
  saslBindInProgress: 14,
  noSuchAttribute: 16,
  undefinedAttributeType: 17,
  inappropriateMatching: 18,
  constraintViolation: 19,
  attributeOrValueExists: 20,
  invalidAttributeSyntax: 21,
  noSuchObject: 32,
  aliasProblem: 33,
  invalidDNSyntax: 34,
  aliasDereferencingProblem: 36,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
  loopDetect: 54,
  namingViolation: 64,
  objectClassViolation: 65,
  notAllowedOnNonLeaf: 66,
  notAllowedOnRDN: 67,
  entryAlreadyExists: 68,
  objectClassModsProhibited: 69,
  affectsMultipleDSAs: 71,
  other: 80,
} as const;

/** What every result has. */
const resultMembers = () => ({
  resultCode: ber.integer({ tag: 0x0a, names: RESULTS, wireshark: 'ldap.resultCode' }),
  matchedDN: text('ldap.matchedDN'),
  diagnosticMessage: text('ldap.errorMessage'),
  referral: ber.optional(opaque(0xa3)),
});
const result = (name: string) => ber.tagged(tagOf(name), ber.sequence(resultMembers()));

/** RFC 4511 §4.2: a password, or a mechanism of SASL. */
const bindRequest = () =>
  ber.sequence({
    version: ber.integer({ default: 3, wireshark: 'ldap.version' }),
    name: text('ldap.name'),
    authentication: ber.choice({
      simple: ber.text({ tag: 0x80, encoding: 'utf8', wireshark: 'ldap.simple' }),
      sasl: ber.tagged(
        0xa3,
        ber.sequence({ mechanism: text('ldap.mechanism'), credentials: ber.optional(ber.octetString({ wireshark: 'ldap.credentials' })) }),
      ),
    }),
  });

/** RFC 4511 §4.5.1. The filter is one value of BER, whose tag says what sort of filter it is. */
const searchRequest = () =>
  ber.sequence({
    baseObject: text('ldap.baseObject'),
    scope: ber.integer({ tag: 0x0a, names: { baseObject: 0, singleLevel: 1, wholeSubtree: 2 }, wireshark: 'ldap.scope' }),
    derefAliases: ber.integer({
      tag: 0x0a,
      names: { neverDerefAliases: 0, derefInSearching: 1, derefFindingBaseObj: 2, derefAlways: 3 },
      wireshark: 'ldap.derefAliases',
    }),
    sizeLimit: limit('ldap.sizeLimit'),
    timeLimit: limit('ldap.timeLimit'),
    typesOnly: ber.boolean({ wireshark: 'ldap.typesOnly' }),
    filter: ber.choice(
      {
        present: ber.text({ tag: 0x87, encoding: 'utf8', wireshark: 'ldap.present', default: 'objectClass' }),
        and: opaque(0xa0),
        or: opaque(0xa1),
        not: opaque(0xa2),
        equalityMatch: opaque(0xa3),
        substrings: opaque(0xa4),
        greaterOrEqual: opaque(0xa5),
        lessOrEqual: opaque(0xa6),
        approxMatch: opaque(0xa8),
        extensibleMatch: opaque(0xa9),
      },
      { about: 'one of these; the contents of all but present are BER' },
    ),
    attributes: ber.sequenceOf(text('ldap.AttributeDescription')),
  });

/** RFC 4511 §4.5.2. */
const searchResEntry = () =>
  ber.sequence({
    objectName: text('ldap.objectName'),
    attributes: ber.sequenceOf(
      ber.sequence({
        type: text('ldap.type'),
        vals: ber.tagged(0x31, ber.sequenceOf(ber.octetString({ wireshark: 'ldap.AttributeValue' }))),
      }),
    ),
  });

/** An operation, as `['bindRequest', { … }]`. Those that change entries keep their contents as octets. @see RFC 4511 §4.1.1 */
export const ldapOperations = () => {
  const whole = (name: string) => ber.tagged(tagOf(name), ber.octetString());
  return ber.choice({
    bindRequest: ber.tagged(0x60, bindRequest()),
    bindResponse: ber.tagged(0x61, ber.sequence({ ...resultMembers(), serverSaslCreds: ber.optional(opaque(0x87)) })),
    unbindRequest: whole('unbindRequest'),
    searchRequest: ber.tagged(0x63, searchRequest()),
    searchResEntry: ber.tagged(0x64, searchResEntry()),
    searchResDone: result('searchResDone'),
    modifyRequest: whole('modifyRequest'),
    modifyResponse: result('modifyResponse'),
    addRequest: whole('addRequest'),
    addResponse: result('addResponse'),
    delRequest: ber.tagged(0x4a, text('ldap.delRequest')),
    delResponse: result('delResponse'),
    modDNRequest: whole('modDNRequest'),
    modDNResponse: result('modDNResponse'),
    compareRequest: whole('compareRequest'),
    compareResponse: result('compareResponse'),
    abandonRequest: ber.integer({ tag: 0x50, wireshark: 'ldap.abandonRequest' }),
    searchResRef: whole('searchResRef'),
    extendedReq: ber.tagged(
      0x77,
      ber.sequence({ requestName: ber.text({ tag: 0x80, wireshark: 'ldap.requestName' }), requestValue: ber.optional(opaque(0x81)) }),
    ),
    extendedResp: ber.tagged(
      0x78,
      ber.sequence({
        ...resultMembers(),
        responseName: ber.optional(ber.text({ tag: 0x8a, wireshark: 'ldap.responseName' })),
        responseValue: ber.optional(opaque(0x8b)),
      }),
    ),
    intermediateResponse: whole('intermediateResponse'),
  });
};
