/** Makers of fields refuse what they cannot make a field of, when the field is made. */
import { describe, expect, it } from 'vitest';
import { ipv4 } from './addresses.ts';
import { ber } from './ber/ber.ts';
import { known } from './known.ts';
import { aligned } from './aligned.ts';
import { bcd } from './special/bcd.ts';
import { choose, mayEnd, when } from './conditional.ts';
import { fixedPoint } from './special/fixed-point.ts';
import { group } from './group.ts';
import { bits, flags, scaled, signedBits, u16, u32, u64, u8 } from './integers.ts';
import { listUntil } from './list-until.ts';
import { list } from './lists.ts';
import { marked } from './marked.ts';
import { attributeHead, deltaHead, tlvHead } from './option-heads.ts';
import { mark, option, optionList } from './options.ts';
import { fixedOctets, fixedText, octets, padding, terminatedText, text } from './octets.ts';
import { overlay } from './overlay.ts';
import { prefixedText } from './prefixed.ts';
import { sized } from './sized.ts';
import { struct } from './struct.ts';
import { timestamp } from './special/times.ts';
import { leb128 } from './variable-integers.ts';

/** What no type allows. */
const any = (v: unknown): never => v as never;
const options = (form: unknown) => () => optionList(any(form));

describe('a field that cannot be is refused when it is made', () => {
  it.each<[what: string, make: () => unknown, says: RegExp]>([
    ['a size below 0', () => fixedOctets(-1), /^fixedOctets: its size is -1; give a whole number of 0 to 65535$/],
    ['a size that no packet has', () => fixedOctets(2 ** 31), /^fixedOctets: its size is 2147483648/],
    ['a size with a fraction', () => fixedText(1.5), /^fixedText: its size is 1.5/],
    ['a filling of no octet', () => fixedText(2, { fill: 256 }), /^fixedText: fill is 256/],
    ['digits in a part of an octet', () => bcd(0.5), /^bcd: its size is 0.5/],
    ['a name for too much', () => u8({ names: { x: 300 } }), /^u8: its name 'x' is for 300; give whole numbers of 0 to 255$/],
    ['a name for text', () => bits(4, { names: { x: any('y') } }), /^4 bits: its name 'x' is for 'y'; give whole numbers of 0 to 15/],
    ['names that are none', () => u8({ names: any('x') }), /^u8: names is 'x'; give numbers by their names/],
    ['no bits', () => bits(0), /^bits: the width is 0; give a whole number of 1 to 32$/],
    ['too many bits', () => signedBits(33), /^signedBits: the width is 33/],
    ['more names than bits', () => flags(8, 'ABCDEFGHIJKL'), /^flags: 12 names for 8 bits/],
    ['names that are a number', () => flags(8, any(5)), /^flags: its names are 5; give a letter for each bit/],
    ['flags of no width', () => flags(any('8'), 'A'), /^flags: the width is '8'/],
    ['a factor of 0', () => scaled(u8(), 0), /^scaled: the factor is 0/],
    ['a factor that is text', () => scaled(u8(), any('x')), /^scaled: the factor is 'x'/],
    ['scaled octets', () => scaled(any(octets()), 2), /^scaled: it is made of octets; give a number of up to 32 bits/],
    ['a scaled number that is too wide', () => scaled(any(u64()), 2), /^scaled: it is made of u64/],
    ['a point nowhere', () => fixedPoint(16, any('x')), /^fixedPoint: the bits after the point is 'x'/],
    ['a clock that stands', () => timestamp(u32(), { ticks: 0 }), /^timestamp: epoch is 0 and ticks 0/],
    [
      'a choice without otherwise',
      () => choose('t', { 1: u8() }, any(undefined)),
      /^choose: the field for all other cases is undefined; give a field/,
    ],
    ['a case that is not a field', () => choose('t', { 1: any(null) }, u8()), /^choose: '1' is null; give a field/],
    ['no cases', () => choose('t', any(undefined), u8()), /^choose: its table of cases is undefined/],
    ['a field for the cases', () => choose('t', any(u8()), u8()), /^choose: its table of cases is a field; give fields by name/],
    ['a choice by a number', () => choose(any(5), {}, u8()), /^choose: it is chosen by 5; give the name of a field/],
    ['a look at nothing', () => choose.peek(any(undefined), {}, u8()), /^choose.peek: the field that it is chosen by is undefined/],
    ['a look for a name', () => choose.peek(u8(), any({ x: u8() }), u8()), /^choose.peek: the case 'x' is not a number/],
    [
      'an overlay without otherwise',
      () => overlay('t', 4, [[0, { a: u32() }]], any(undefined)),
      /^the overlay on 't': .* is undefined; give fields by name/,
    ],
    ['an overlay of no octets', () => overlay('t', 0, [], {}), /^the overlay on 't': its size is 0/],
    ['an overlay whose cases are none', () => overlay('t', 4, any({ 1: { a: u32() } }), {}), /^the overlay on 't': its cases are a list/],
    ['an overlay of a case that is a field', () => overlay('t', 4, [[0, any(u32())]], {}), /^the overlay on 't': a case is a field/],
    ['an overlay for null', () => overlay('t', 4, [[any(null), { a: u32() }]], {}), /^the overlay on 't': a case is for null/],
    ['no condition', () => when(any(undefined), u8()), /^when: the condition is undefined; give a field's name/],
    ['a condition that is a number', () => when(any(5), u8()), /^when: the condition is 5/],
    ['an empty condition', () => when({}, u8()), /^when: the condition is \{\}; give/],
    ['a condition of no values', () => when({ t: [] }, u8()), /^when: the value for 't' is \[\]; give a whole number/],
    ['a condition of null', () => when({ t: any(null) }, u8()), /^when: the value for 't' is null/],
    ['a condition of a truth value in a list', () => when({ t: any([true]) }, u8()), /^when: the value for 't' is \[true\]/],
    ['a condition on nothing', () => when('t', any(undefined)), /^when: the conditional field is undefined/],
    ['an end of nothing', () => mayEnd(any(undefined)), /^mayEnd: the optional field is undefined/],
    ['a multiple of 0', () => aligned(0, u8()), /^aligned: the multiple is 0; give a whole number of 1 to 65535/],
    ['a multiple that is text', () => aligned(any('x'), u8()), /^aligned: the multiple is 'x'/],
    ['filling up to a multiple of 0', () => padding(0), /^padding: the multiple is 0/],
    ['text without its length', () => prefixedText(any('u9')), /^prefixedText: the form of its length is 'u9'; give 'u8' or/],
    ['an encoding that nobody knows', () => text({ encoding: any('ebcdic') }), /^text: encoding is 'ebcdic'; give 'latin1' or 'utf8' or/],
    ['one that is misspelt', () => prefixedText('u8', { encoding: any('utf-8') }), /did you mean 'utf8'\?$/],
    ['one with an end', () => terminatedText({ encoding: any(5) }), /^terminatedText: encoding is 5/],
    ['an end that is not octets', () => terminatedText({ terminator: any(256) }), /^terminatedText: terminator is 256; give a Uint8Array/],
    ['an end without octets', () => terminatedText({ terminator: new Uint8Array() }), /^terminatedText: terminator is 0 octets/],
    ['a length of no form', () => sized(any('u7'), u8()), /^sized: the form of a length is 'u7'; give/],
    ['a form that objects have', () => sized(any('constructor'), u8()), /^sized: the form of a length is 'constructor'/],
    ['a length of nothing', () => sized('u8', any(undefined)), /^sized: the field after its length is undefined/],
    ['a list of nothing', () => list(any(undefined)), /^list: its item is undefined/],
    ['a list to no end', () => listUntil(u8(), new Uint8Array()), /^listUntil: its end is 0 octets/],
    ['a list to text', () => listUntil(u8(), any('x')), /^listUntil: its end is 'x'; give an octet/],
    ['a list to no octet', () => listUntil(u8(), 300), /^listUntil: its end is 300/],
    ['a mark of no octet', () => marked(999, octets()), /^marked: the mark is 999/],
    ['a mark of nothing', () => marked(new Uint8Array(), octets()), /^marked: the mark is 0 octets/],
    ['a group of octets', () => group({ a: octets() }), /^group: 'a' is octets/],
    ['a group of nothing', () => group({ a: any(undefined) }), /^group: 'a' is undefined; give a field/],
    [
      'a group whose default does not fit',
      () => group({ a: bits(4, { default: 99 }), b: bits(4) }),
      /^group: 'a': its default 99 does not fit 4 bits/,
    ],
    ['an item whose default does not fit', () => list(u8({ default: 300 })), /^u8: its default 300 does not fit 8 bits; give 0 to 255$/],
    ['an option of an item that is misspelt', () => list(u8(any({ nams: 1 }))), /^u8: a field has no 'nams'; did you mean 'names'\?$/],
    ['one of an item up to an end', () => listUntil(u8(any({ nams: 1 })), 0), /^u8: a field has no 'nams'/],
    ['one of a case', () => choose('t', { 1: u8(any({ nams: 1 })) }, octets()), /^u8: a field has no 'nams'/],
    ['one of what else there is', () => choose('t', { 1: u8() }, octets(any({ abuot: 'x' }))), /^octets: .* did you mean 'about'\?$/],
    ['one of a case by what stands there', () => choose.peek(u8(), { 1: u8(any({ nams: 1 })) }, octets()), /^u8: a field has no 'nams'/],
    ["one of an option's value", options({ kinds: { 1: option('A', u8(any({ nams: 1 }))) } }), /^u8: a field has no 'nams'/],
    ['one in a group', () => group({ x: u8(any({ nams: 1 })) }), /^u8: a field has no 'nams'/],
    ['one in a structure', () => struct({ x: u8(any({ nams: 1 })) }), /^u8: a field has no 'nams'/],
    ['one of what is not known', () => known(() => u8(), octets(any({ abuot: 'x' }))), /^octets: a field has no 'abuot'/],
    ['an option of an item that is something else', () => list(u8(any({ hex: 1 }))), /^u8: hex is 1; give true or false$/],
    [
      'a role of an item',
      () => list(u8({ measures: 'zz' })),
      /^u8: measures has no effect inside another field; put both fields in a layer of their own: record\(\(\) => LAYER\)$/,
    ],
    ['a role of a case', () => choose('t', { 1: u16({ checksums: 'layer' }) }, octets()), /^u16: checksums has no effect inside/],
    [
      'a form of flags that is misspelt',
      () => flags(8, 'A', {}, any({ litle: true })),
      /^flags: it has no option 'litle'; did you mean 'little'/,
    ],
    [
      'a clock whose start is misspelt',
      () => timestamp(u32(), any({ epcoh: 1 })),
      /^timestamp: it has no option 'epcoh'; did you mean 'epoch'/,
    ],
    ['an encoding that is misspelt', () => text(any({ encodng: 'utf8' })), /^text: it has no option 'encodng'; did you mean 'encoding'\?$/],
    ['one behind a length', () => prefixedText('u8', any({ encodng: 'utf8' })), /^prefixedText: .* did you mean 'encoding'\?$/],
    ['an end that is misspelt', () => terminatedText(any({ terminater: 0 })), /^terminatedText: .* did you mean 'terminator'\?$/],
    ['a filling that is misspelt', () => padding(4, any({ fil: 1 })), /^padding: it has no option 'fil'; did you mean 'fill'\?$/],
    ['an offset that is misspelt', () => scaled(u8(), 2, any({ ofset: 1 })), /^scaled: it has no option 'ofset'; did you mean 'offset'\?$/],
    ['a sign that is misspelt', () => fixedPoint(8, 4, any({ sined: true })), /^fixedPoint: .* did you mean 'signed'\?$/],
    ['a rest that is misspelt', () => list(u8(), any({ rets: true })), /^list: it has no option 'rets'; did you mean 'rest'\?$/],
    [
      'an option whose default does not fit',
      options({ kinds: { 1: option('A', ipv4({ default: 'x' })) } }),
      /^ipv4: its default 'x' is not valid/,
    ],
    ['a case whose default does not fit', () => choose('t', { 1: u8({ default: 300 }) }, u8()), /^u8: its default 300/],
    [
      'nothing for what is not known',
      () => known(() => u8(), any(undefined)),
      /^known: the field to use when nothing is known is undefined/,
    ],
    ['a sequence of nothing', () => ber.sequence(any(undefined)), /^ber.sequence: its table of members is undefined/],
    ['a sequence with what is not a field', () => ber.sequence({ a: any(5) }), /^ber.sequence: 'a' is 5; give a field/],
    [
      'a sequence with a name of all objects',
      () => ber.sequence({ valueOf: u8() } as never),
      /^ber.sequence: every object has a property 'valueOf'/,
    ],
    ['a list of nothing in BER', () => ber.sequenceOf(any(undefined)), /^ber.sequenceOf: its item is undefined/],
    ['a tag that is none', () => ber.explicit(any('x'), u8()), /^ber: the tag is 'x'; give a whole number/],
    ['a tag around nothing', () => ber.explicit(0x30, any(undefined)), /^ber.explicit: the field in the tag is undefined/],
    ['nothing that is optional', () => ber.optional(any(undefined)), /^ber: optional is undefined; give a field/],
    ['a choice of nothing in BER', () => ber.choice(any(undefined)), /^ber.choice: its table of cases is undefined/],
    ['no group', () => group(any(undefined)), /^group: its fields are undefined/],
    ['a group with a name of all objects', () => group({ toString: u8() } as never), /^group: every object has a property 'toString'/],
    ['a number of no octets', () => leb128({ most: 0 }), /^leb128: most is 0/],
    ['a head of no form', () => tlvHead(any('u99'), 'u8'), /^tlvHead: the form of a length is 'u99'/],
    ['a head that covers all', () => tlvHead('u8', 'u8', { covers: any('all') }), /^tlvHead: covers is 'all'; give 'value' or 'option'/],
    ['options without a form', options(undefined), /^optionList: its form is undefined; give \{ kinds/],
    ['options without kinds', options({}), /^optionList: kinds is undefined; give options by their numbers/],
    [
      'a misspelt word',
      options({ kinds: {}, lenghtOctets: 2 }),
      /^optionList: its form has no 'lenghtOctets'; did you mean 'lengthOctets'\?$/,
    ],
    ['a type of 9 octets', options({ kinds: {}, typeOctets: 9 }), /^optionList: typeOctets is 9; give a whole number of 1 to 2/],
    ['a length of none', options({ kinds: {}, lengthOctets: 0 }), /^optionList: lengthOctets is 0/],
    ['a unit of 0', options({ kinds: {}, unit: 0 }), /^optionList: unit is 0/],
    ['a unit that is text', options({ kinds: {}, unit: 'x' }), /^optionList: unit is 'x'/],
    ['aligned to nothing', options({ kinds: {}, align: 0 }), /^optionList: align is 0/],
    ['a length of all', options({ kinds: {}, lengthCovers: 'all' }), /^optionList: lengthCovers is 'all'/],
    ['a filling that is not a function', options({ kinds: {}, fill: 1 }), /^optionList: fill is 1; give a function/],
    ['a name for nothing', options({ kinds: {}, wireshark: { tpye: 'x' } }), /^optionList: wireshark has no 'tpye'/],
    ['an option by name', options({ kinds: { foo: option('foo') } }), /^optionList: 'foo' is not a number of an option/],
    ['an option that is a field', options({ kinds: { 1: u8() } }), /^optionList: 1 is a field; give option\('NAME', …\)/],
    ['an option that is none', options({ kinds: { 1: null } }), /^optionList: 1 is null/],
    ['an option of a value that is none', options({ kinds: { 1: option('A', any(5)) } }), /^optionList: the value of 'A' is 5/],
    [
      'a number that does not fit',
      options({ kinds: { 999: option('A') } }),
      /^optionList: 999 \('A'\) does not fit its type, which is 0 to 255/,
    ],
    [
      'one for a head',
      options({ head: tlvHead('u8', 'u8'), kinds: { 999: option('A') } }),
      /^optionList: the head has no room for 999 \('A'\)/,
    ],
    [
      'one that differs by too much',
      options({ head: deltaHead, kinds: { 70000: option('A') } }),
      /^optionList: the head has no room for 70000/,
    ],
    [
      'flags of no octet',
      options({ head: attributeHead, kinds: { 1: option('A', u8(), { flags: 256 }) } }),
      /no room for 1 \('A'\): 256 is not an octet/,
    ],
    ['a head that is none', options({ head: 'u8', kinds: {} }), /^optionList: head is 'u8'; give tlvHead/],
    [
      'an option named as what is none',
      options({ kinds: { 1: mark('padding') } }),
      /^optionList: 1 is called 'padding', which is a reserved name/,
    ],
    ['an end that is not a mark', options({ end: 0, kinds: { 0: option('End') } }), /^optionList: end is 0; give the number of a mark/],
  ])('%s', (_what, make, says) => {
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_SPEC', message: expect.stringMatching(says) }));
  });

  it('what is at the edge is none of these', () => {
    expect([
      fixedOctets(0),
      fixedText(65_535),
      bits(32),
      flags(32, 'A'),
      when({ t: false }, u16()),
      when({ t: ['a', 1] }, u8()),
    ]).toHaveLength(6);
    expect(optionList({ typeOctets: 2, end: 0, kinds: { 0: mark('End'), 65535: option('Last') } }).kind.label).toBe('options');
  });
});
