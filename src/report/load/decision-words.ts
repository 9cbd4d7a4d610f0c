import type { LoadReport } from '../../judgement/load/schema.ts';

/** A requirement for one target in one lane. */
export type Decided = LoadReport['requirements'][number];

/** How a requirement was decided, as reports word it. The symbols are one column wide. */
export const decisionWords: Readonly<Record<Decided['outcome'], { readonly symbol: string; readonly word: string }>> = {
  met: { symbol: '✓', word: 'met' },
  'not-met': { symbol: '✗', word: 'not met' },
  recorded: { symbol: '•', word: 'recorded' },
  'not-decided': { symbol: '?', word: 'not decided' },
};
