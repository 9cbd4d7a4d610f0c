import { createHash } from 'node:crypto';

/** A prefix like those of `namesFor`, for the objects that the harness itself creates in a run. */
export const ownPrefixOf = (runId: string): string =>
  `k${createHash('sha256').update(runId).digest('hex').slice(0, 7)}`;
