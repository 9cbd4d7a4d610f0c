import { createHash } from 'node:crypto';

/** A prefix in the manner of `namesFor`, for the names that the harness itself gives in a run. */
export const ownPrefixOf = (runId: string): string =>
  `k${createHash('sha256').update(runId).digest('hex').slice(0, 7)}`;
