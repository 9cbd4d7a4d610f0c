import type { Outcome } from './outcome.ts';

interface OutcomeWords {
  /** One column wide, so that no outcome is told by colour alone. */
  readonly symbol: string;
  readonly word: string;
  readonly meaning: string;
}

export const outcomeWords: Readonly<Record<Outcome, OutcomeWords>> = {
  passed: { symbol: '✓', word: 'passed', meaning: 'the target does what the requirement says' },
  failed: { symbol: '✗', word: 'failed', meaning: 'the target does something else' },
  'known-failure': {
    symbol: '~',
    word: 'known failure',
    meaning: 'failed as the baseline says; no conformance with it',
  },
  'stale-baseline': {
    symbol: '↺',
    word: 'stale baseline',
    meaning: 'passed although the baseline says it fails: correct the baseline',
  },
  recorded: { symbol: '•', word: 'recorded', meaning: 'a value kept, not judged' },
  'not-applicable': { symbol: '–', word: 'not applicable', meaning: 'cannot be asked of this target or lane' },
  blocked: { symbol: '■', word: 'blocked', meaning: 'what it rests on failed; counts as failed' },
  error: { symbol: '!', word: 'error', meaning: 'the harness or its environment broke; says nothing about the target' },
};

/** What a reader wants to see first. */
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
