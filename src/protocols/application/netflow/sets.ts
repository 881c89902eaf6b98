/** The sets of a NetFlow 9 or IPFIX message: templates, templates of options, and data. They stand one behind another, each a layer. */
import { when } from '../../../packet/fields/conditional.ts';
import { flag, bits, u16, u32 } from '../../../packet/fields/integers.ts';
import { known, knownOf } from '../../../packet/fields/known.ts';
import { records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { Column } from '../../../packet/spec/spec.ts';
import { informationElements } from '../../registries/ipfix-elements.ts';
import { COLUMNS } from './columns.ts';
import { recallTemplate, recordsOfTemplate, rememberTemplate, type Template, type TemplateField, valuesUnder } from './data.ts';

const setId = (number: number) =>
  u16({
    default: number,
    names: { templates: 0, 'options templates': 1, 'IPFIX templates': 2, 'IPFIX options templates': 3 },
    wireshark: 'cflow.flowset_id',
  });
const length = () => u16({ measures: 'header', wireshark: 'cflow.flowset_length' });
const templateId = () => u16({ default: 256, wireshark: 'cflow.template_id' });
const pad = () => octets({ about: 'pads the set, usually to a multiple of 4' });

/** @see RFC 3954 §5.2 */
export const NetflowTemplateFieldV9 = layer('NetflowTemplateFieldV9', () => ({
  title: 'Netflow Flowset Template Field V9',
  about: 'A field of the records that a template describes.',
  source: 'RFC 3954 §5.2',
  fields: {
    fieldType: u16({ names: informationElements, wireshark: 'cflow.template_field_type' }),
    fieldLength: u16({ default: 4, wireshark: 'cflow.template_field_length' }),
  },
}));

/** @see RFC 7011 §3.2 */
export const NetflowTemplateFieldV10 = layer('NetflowTemplateFieldV10', () => ({
  title: 'IPFIX Template Field',
  about: "A field of the records that a template describes; an enterprise number makes it a vendor's own.",
  source: 'RFC 7011 §3.2',
  fields: {
    enterpriseBit: flag(),
    fieldType: bits(15, { names: informationElements, wireshark: 'cflow.template_ipfix_field_type' }),
    fieldLength: u16({ default: 4, wireshark: 'cflow.template_field_length', about: '65535: each value has its own length' }),
    enterpriseNumber: when('enterpriseBit', u32({ wireshark: 'cflow.template_ipfix_field_pen' })),
  },
}));

/** @see RFC 3954 §5.2 */
export const NetflowTemplateV9 = layer('NetflowTemplateV9', () => ({
  title: 'Netflow Flowset Template V9',
  about: 'Says which fields the records of a data set have.',
  source: 'RFC 3954 §5.2',
  fields: {
    templateID: templateId(),
    fieldCount: u16({ counts: 'template_fields', wireshark: 'cflow.template_field_count' }),
    template_fields: records(() => NetflowTemplateFieldV9),
  },
}));

/** @see RFC 7011 §3.4.1 */
export const NetflowTemplateV10 = layer('NetflowTemplateV10', () => ({
  title: 'IPFIX Template',
  about: 'Says which fields the records of a data set have; without fields it withdraws the template.',
  source: 'RFC 7011 §3.4.1',
  fields: {
    templateID: templateId(),
    fieldCount: u16({ counts: 'template_fields', wireshark: 'cflow.template_field_count' }),
    template_fields: records(() => NetflowTemplateFieldV10),
  },
}));

/** @see RFC 3954 §6.1 */
export const NetflowScopeFieldV9 = layer('NetflowScopeFieldV9', () => ({
  about: 'What the options apply to.',
  source: 'RFC 3954 §6.1',
  fields: {
    scopeFieldType: u16({
      default: 1,
      names: { System: 1, Interface: 2, 'Line Card': 3, Cache: 4, Template: 5 },
      wireshark: 'cflow.scope_field_type',
    }),
    scopeFieldlength: u16({ default: 4 }),
  },
}));

/** @see RFC 3954 §6.1 */
export const NetflowOptionsTemplateV9 = layer('NetflowOptionsTemplateV9', () => ({
  about: 'Says which fields the records of options have.',
  source: 'RFC 3954 §6.1',
  fields: {
    templateID: templateId(),
    option_scope_length: u16({ measures: 'scopes', wireshark: 'cflow.option_scope_length', about: 'octets of the scopes' }),
    option_field_length: u16({ measures: 'options', wireshark: 'cflow.option_length', about: 'octets of the options' }),
    scopes: records(() => NetflowScopeFieldV9, { rest: true }),
    options: records(() => NetflowTemplateFieldV9, { rest: true }),
  },
}));

/** @see RFC 7011 §3.4.2.2 */
export const NetflowOptionsTemplateV10 = layer('NetflowOptionsTemplateV10', () => ({
  about: 'Says which fields the records of options have; the first ones are the scope.',
  source: 'RFC 7011 §3.4.2.2',
  fields: {
    templateID: templateId(),
    fieldCount: u16({ counts: 'template_fields', wireshark: 'cflow.template_ipfix_total_field_count' }),
    // One that is taken back has none (RFC 7011 §8.1): it is to be given.
    scope_field_count: when('fieldCount', u16({ wireshark: 'cflow.template_ipfix_scope_field_count' })),
    template_fields: records(() => NetflowTemplateFieldV10),
  },
}));

interface FieldV10 {
  readonly enterpriseBit: boolean;
  readonly fieldType: number;
  readonly fieldLength: number;
  readonly enterpriseNumber: number | undefined;
}
const ofV10 = (fields: Iterable<FieldV10>): TemplateField[] =>
  [...fields].map((f) => [f.fieldType, f.fieldLength, f.enterpriseNumber ?? 0]);
const ofV9 = (fields: Iterable<unknown>): TemplateField[] =>
  ([...fields] as (Uint8Array | { readonly fieldType: number; readonly fieldLength: number })[]).flatMap((f) =>
    f instanceof Uint8Array ? [] : [[f.fieldType, f.fieldLength, 0] as const],
  );
const scopesOfV9 = (fields: Iterable<unknown>): TemplateField[] =>
  ([...fields] as (Uint8Array | { readonly scopeFieldType: number; readonly scopeFieldlength: number })[]).flatMap((f) =>
    f instanceof Uint8Array ? [] : [[f.scopeFieldType, f.scopeFieldlength, -1] as const],
  );

/** Templates of NetFlow 9. @see RFC 3954 §5.2 */
export const NetflowFlowsetV9 = layer('NetflowFlowsetV9', () => ({
  title: 'Netflow FlowSet V9/10',
  about: 'Templates of NetFlow 9.',
  source: 'RFC 3954 §5.2',
  wireshark: '',
  repeats: () => NetflowDataflowsetV9,
  fields: { flowSetID: setId(0), length: length(), templates: records(() => NetflowTemplateV9), pad: pad() },
  learns: ({ templates }, at, session) => {
    for (const t of templates) rememberTemplate(t.templateID, ofV9(t.template_fields), at, session);
  },
}));

/** Templates of options of NetFlow 9. @see RFC 3954 §6.1 */
export const NetflowOptionsFlowsetV9 = layer('NetflowOptionsFlowsetV9', () => ({
  title: 'Netflow Options Template FlowSet V9',
  about: 'Templates of options of NetFlow 9.',
  source: 'RFC 3954 §6.1',
  wireshark: '',
  repeats: () => NetflowDataflowsetV9,
  fields: { flowSetID: setId(1), length: length(), templates: records(() => NetflowOptionsTemplateV9), pad: pad() },
  learns: ({ templates }, at, session) => {
    for (const t of templates) rememberTemplate(t.templateID, [...scopesOfV9(t.scopes), ...ofV9(t.options)], at, session);
  },
}));

/** Templates of IPFIX. @see RFC 7011 §3.4.1 */
export const NetflowFlowsetV10 = layer('NetflowFlowsetV10', () => ({
  title: 'IPFIX Template Set',
  about: 'Templates of IPFIX.',
  source: 'RFC 7011 §3.4.1',
  wireshark: '',
  repeats: () => NetflowDataflowsetV9,
  fields: { flowSetID: setId(2), length: length(), templates: records(() => NetflowTemplateV10), pad: pad() },
  learns: ({ templates }, at, session) => {
    for (const t of templates) rememberTemplate(t.templateID, ofV10(t.template_fields), at, session);
  },
}));

/** Templates of options of IPFIX. @see RFC 7011 §3.4.2 */
export const NetflowOptionsFlowset10 = layer('NetflowOptionsFlowset10', () => ({
  title: 'Netflow V10 (IPFix) Options Template FlowSet',
  about: 'Templates of options of IPFIX.',
  source: 'RFC 7011 §3.4.2',
  wireshark: '',
  repeats: () => NetflowDataflowsetV9,
  fields: { flowSetID: setId(3), length: length(), templates: records(() => NetflowOptionsTemplateV10), pad: pad() },
  learns: ({ templates }, at, session) => {
    for (const t of templates) rememberTemplate(t.templateID, ofV10(t.template_fields), at, session);
  },
}));

const column =
  (name: string): Column<{ readonly records: unknown }> =>
  (self) => {
    const template = knownOf(self) as Template | undefined;
    return template === undefined ? [] : valuesUnder(name, template, self.records);
  };

/**
 * Data: records that the template of this number describes. A session that has seen it reads them as objects, with what fills the set up behind them;
 * else they are octets. It stands where any set does: its number says which.
 * @see RFC 3954 §5.3; RFC 7011 §3.4.3
 */
export const NetflowDataflowsetV9 = layer('NetflowDataflowsetV9', () => ({
  title: 'Netflow DataFlowSet V9/10',
  about: 'Data: records that the template of this number describes.',
  source: 'RFC 3954 §5.3; RFC 7011 §3.4.3',
  wireshark: '',
  repeats: true,
  fields: {
    templateID: u16({ default: 256, wireshark: 'cflow.flowset_id' }),
    length: length(),
    records: known(recordsOfTemplate, octets()),
  },
  needs: ({ templateID }, at, session) => recallTemplate(templateID, at, session),
  columns: Object.fromEntries([...new Set(Object.values(COLUMNS))].map((name) => [name, column(name)])),
}));
