/** Kinds of samples in sFlow, and of records in them. @see sFlow Version 5 §5 */
import { bindVariants } from '../../../packet/chain/bindings.ts';
import * as S from '../../application/sflow/sflow.ts';

export const sflowTypes = [
  ...bindVariants(S.SFlowSample, 'sample_type', [
    [1, S.SFlowFlowSample],
    [2, S.SFlowCounterSample],
    [3, S.SFlowExpandedFlowSample],
    [4, S.SFlowExpandedCounterSample],
  ]),
  ...bindVariants(S.SFlowFlowRecord, 'format', [[1, S.SFlowRawHeader]]),
];
