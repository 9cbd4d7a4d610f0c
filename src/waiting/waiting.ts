import type { Progress } from './progress.ts';

/** Options for work that waits: `progress` gets a line every ten seconds, and aborting ends the wait. */
export interface Waiting {
  readonly progress: Progress['line'];
  readonly signal: AbortSignal;
}
