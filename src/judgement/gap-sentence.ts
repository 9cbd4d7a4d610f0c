import { counted } from '../text/counted.ts';
import type { Report } from './schema.ts';

/** Mandatory checks that nothing decided, for one cause. */
type Missing = Report['verdicts']['conformance'][number]['missing'][number];

const sentences: Readonly<Record<Missing['kind'], (checks: number, cause: string) => string>> = {
  'not-applicable': (checks, cause) => `${counted(checks, 'mandatory check')} did not apply, because ${cause}`,
  error: (checks) => `${counted(checks, 'mandatory check')} ended in error`,
  'no-result': (checks) => `${counted(checks, 'mandatory check')} ${checks === 1 ? 'has' : 'have'} no result`,
  'not-judged': (checks) => `${counted(checks, 'mandatory check')} ${checks === 1 ? 'was' : 'were'} not judged`,
  'not-declared': (checks) => `no check is declared for ${counted(checks, 'mandatory requirement')}`,
};

/** `3 mandatory checks did not apply, because the user of the context may not list pods`. */
export const gapSentence = ({ kind, cause, checks }: Missing): string => sentences[kind](checks, cause);
