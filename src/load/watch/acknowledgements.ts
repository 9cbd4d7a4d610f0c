import { readFile } from 'node:fs/promises';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { counted } from '../../text/counted.ts';
import type { ScriptNumbers } from '../k6-measurement.ts';

/** Unix milliseconds at which k6 had the answer to a create, by the index of the pipeline. */
export type Acknowledgements = ReadonlyMap<number, number>;

/** As suites/load/crd/create.ts prints it with ACKNOWLEDGE=1. */
const printed = /acknowledged (\d+) (\d+)/g;

export const parseAcknowledgements = (text: string): Acknowledgements =>
  new Map([...text.matchAll(printed)].map(([, index, instant]) => [Number(index), Number(instant)]));

/** Reads what k6 printed. */
export const readAcknowledgements = async (file: string): Promise<Acknowledgements> =>
  parseAcknowledgements(await readFile(file, 'utf8'));

/** Throws an EnvironmentError if there are creates with a right answer, and nothing tells when they were answered. */
export const requireAcknowledgements = (
  { size }: Acknowledgements,
  {
    iterations,
    wrongAnswers,
    throttled,
    scriptErrors,
  }: Pick<ScriptNumbers, 'iterations' | 'wrongAnswers' | 'throttled' | 'scriptErrors'>,
): void => {
  const right = iterations - wrongAnswers - throttled - scriptErrors;
  if (size === 0 && right > 0)
    throw new EnvironmentError(
      `the watch has no lag: k6 created ${counted(right, 'pipeline')} and printed no time of an answer`,
    );
};
