import type { LoadReport } from '../../judgement/load/schema.ts';
import { counted } from '../../text/counted.ts';
import { durationText, shareText, significant } from './number-text.ts';

/** `3.20 CPU seconds in 4 min 10 s (1.28 % of one CPU); 2 samples missed`; undefined where nothing was sampled. */
export const samplingText = ({ run, sampling }: LoadReport): string | undefined => {
  if (sampling === undefined) return undefined;
  const share = run.durationSeconds > 0 ? ` (${shareText(sampling.cpuSeconds / run.durationSeconds)} of one CPU)` : '';
  return `${significant(sampling.cpuSeconds)} CPU seconds in ${durationText(run.durationSeconds)}${share}; ${counted(sampling.missed, 'sample')} missed`;
};
