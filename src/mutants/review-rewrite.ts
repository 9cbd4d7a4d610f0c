import type { AccessReview } from '../environments/audit-log.ts';
import type { Interception } from '../runner/execute-scenario.ts';

/** The server requests other access reviews. */
export const askingForReviews = (
  change: (reviews: readonly AccessReview[]) => readonly AccessReview[],
): Interception => ({
  target: (target) => ({
    ...target,
    accessReviews: async (user, since) => change(await target.accessReviews(user, since)),
  }),
});
