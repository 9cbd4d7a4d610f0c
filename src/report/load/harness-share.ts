import type { LoadReport } from '../../judgement/load/schema.ts';
import { shareText } from './number-text.ts';

/** `1.30 % of all CPU seconds of the run`; servers that are no processes of this machine are not among them. */
export const harnessShareText = ({ run, environment }: LoadReport): string => {
  const ofWhat = environment.name === 'local' ? 'of the run' : 'of the run but those of the servers';
  return `${shareText(run.harnessCpuShare)} of all CPU seconds ${ofWhat}`;
};
