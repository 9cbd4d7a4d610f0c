import type { Outcome } from './outcome.ts';

interface OutcomeWords {
  /** One column wide, so that outcomes can be distinguished without colour. */
  readonly symbol: string;
  readonly word: string;
  readonly meaning: string;
}

export const outcomeWords: Readonly<Record<Outcome, OutcomeWords>> = {
  passed: { symbol: '✓', word: 'passed', meaning: 'the target meets the requirement' },
  failed: { symbol: '✗', word: 'failed', meaning: 'the target does not meet the requirement' },
  'known-failure': {
    symbol: '~',
    word: 'known failure',
    meaning: 'failed as listed in the baseline; counts as failed for conformance',
  },
  'stale-baseline': {
    symbol: '↺',
    word: 'stale baseline',
    meaning: 'does not fail as the baseline lists it: correct the baseline',
  },
  recorded: { symbol: '•', word: 'recorded', meaning: 'a value was recorded, not judged' },
  'not-applicable': { symbol: '–', word: 'not applicable', meaning: 'does not apply to this target or lane' },
  blocked: { symbol: '■', word: 'blocked', meaning: 'a step that it depends on failed; counts as failed' },
  error: {
    symbol: '!',
    word: 'error',
    meaning: 'the harness or its environment failed; says nothing about the target',
  },
};

/** Outcomes in the order in which reports list them, the most severe first. */
export const bySeverity: readonly Outcome[] = [
  'error',
  'failed',
  'blocked',
  'stale-baseline',
  'known-failure',
  'passed',
  'recorded',
  'not-applicable',
];
