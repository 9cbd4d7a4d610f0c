import type { Progress } from './progress.ts';

/** For work that waits: `progress` gets a line every ten seconds, aborting ends the wait. */
export interface Waiting {
  readonly progress: Progress['line'];
  readonly signal: AbortSignal;
}
