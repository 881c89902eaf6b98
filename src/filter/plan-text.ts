/** The text of one plan's function: how values come into columns. */
import { FLAG_NO_TIME } from '../capture/batch.ts';
import { StepText } from '../packet/chain/step-text.ts';
import { standingText } from '../packet/code/condition-text.ts';
import { loadText } from '../packet/code/text.ts';
import { wholeDissectorOf } from '../packet/object/dissector.ts';
import { scaleOf } from '../packet/spec/field.ts';
import type { Slot } from '../packet/spec/slot.ts';
import type { ColumnType } from './column-data.ts';
import { type FieldSource, type FrameField, sourceReader } from './field-names.ts';
import { append, layerReader, word } from './layer-reader.ts';
import { protocolChain } from './protocol-chain.ts';

/** The text of one plan's function. */
export class PlanText extends StepText {
  /** Some field is read through a view, which needs to know the layers below. */
  hasReaders = false;

  /** `x = …`: what a view or a spec's function says. */
  reader(s: FieldSource, first: boolean): string {
    this.hasReaders = true;
    const read = sourceReader(s);
    const one = (view: any, at: any): unknown => {
      const x = read(view, at);
      return Array.isArray(x) ? x[0] : x;
    };
    return `x=${this.constant(layerReader(this.registry, s.layer, first ? one : read))}(b,o,h,e,T,L,d,w);`;
  }

  /** Statements that store one field of the layer at `o` into row `i`, unless an outer layer has filled it. */
  store(s: FieldSource, k: number, type: ColumnType): string {
    const filled = `p${k}[i]=1;`;
    if (type !== 'list' && 'column' in s && s.direct !== undefined)
      return `if(p${k}[i]===0){x=${this.constant(s.direct)}(b,o,e);if(x===undefined){${this.reader(s, true)}}if(x!==undefined){${filled}v${k}[i]=x}}`;
    if (type === 'list') return `${this.reader(s, false)}${this.constant(append)}(p${k},v${k},i,x);`;
    let text: string;
    if ('slot' in s && s.slot.anchor === 0 && type !== 'any' && s.slot.kind.form !== 'variable') {
      const { layout } = s.layer;
      // A header that may be cut (a quote's) may end before this field.
      const there = layout.whole > layout.minimum ? `if(o+${Math.ceil((s.slot.bit + s.slot.bits) / 8)}<=e)` : '';
      text = `${there}{${standingText(s.slot, 'b', 'o', (x) => filled + this.load(x, k))}}`;
    } else if ('slot' in s || 'within' in s || 'column' in s) text = `${this.reader(s, true)}if(x!==undefined){${filled}v${k}[i]=x}`;
    else text = `${filled}v${k}[i]=1;`;
    return `if(p${k}[i]===0){${text}}`;
  }

  /** Statements that put a field with a fixed place into column `k`. */
  load(slot: Slot, k: number): string {
    if (slot.kind.form === 'integer') {
      const scale = scaleOf(slot.kind);
      const value = loadText(slot, 'b', 'o');
      return `v${k}[i]=${scale === undefined ? value : `${this.constant(scale)}(${value})`};`;
    }
    const at = `q=o+${slot.bit / 8};`;
    const { label } = slot.kind;
    if (label === 'ipv4') return `${at}v${k}[i]=(b[q]<<24|b[q+1]<<16|b[q+2]<<8|b[q+3])>>>0;`;
    if (label === 'mac') return `${at}v${k}[i]=(b[q]<<8|b[q+1])*4294967296+((b[q+2]<<24|b[q+3]<<16|b[q+4]<<8|b[q+5])>>>0);`;
    const wordOf = this.constant(word);
    return `${at}h${k}[i]=${wordOf}(b,q);v${k}[i]=${wordOf}(b,q+8);`;
  }

  /** Statements that fill one column about the frame. */
  frame(field: FrameField, k: number, list: boolean): string {
    const put = (value: string): string => `p${k}[i]=1;v${k}[i]=${list ? `[${value}]` : value};`;
    switch (field) {
      case 'frame.number':
        return put('t.before+i+1');
      case 'frame.len':
        return put('batch.wire[i]');
      case 'frame.cap_len':
        return put('batch.captured[i]');
      case 'frame.time':
      case 'frame.time_epoch': {
        const value = list ? put('batch.sec[i]+batch.nsec[i]/1e9') : `${put('batch.sec[i]')}n${k}[i]=batch.nsec[i];`;
        return `if((batch.flags[i]&${FLAG_NO_TIME})===0){${value}}`;
      }
      case 'frame.interface_id':
        return put('iface[i]');
      case 'frame.encap_type':
        return put('links[one?0:iface[i]]');
      case 'frame.protocols': {
        const { registry } = this;
        const chain = (b: Uint8Array, s: number, e: number, id: number, link: number): string => {
          const p = wholeDissectorOf(registry)(b, s, e, id);
          return protocolChain(p.shape, link, (i) => p.view(i));
        };
        return put(`${this.constant(chain)}(b,o,e,id,links[one?0:iface[i]])`);
      }
    }
  }
}
