import type { AccessReviews } from './access-reviews.ts';
import { ApiError } from '../ground/api-error.ts';

/** The limit of concurrent token reviews; they take milliseconds, so this allows thousands of new tokens a second. */
export const maxTokenReviews = 128;

/**
 * Throws an `unavailable` ApiError above the limit: anybody can send tokens, and every waiting request needs memory.
 */
export const boundedReviews = (reviews: AccessReviews, limit = maxTokenReviews): AccessReviews => {
  let inFlight = 0;
  return {
    isAllowed: async (caller, attributes) => reviews.isAllowed(caller, attributes),
    async callerOf(token) {
      if (inFlight >= limit) {
        throw new ApiError('unavailable', 'More bearer tokens arrive than can be reviewed; try again later.');
      }
      inFlight++;
      try {
        return await reviews.callerOf(token);
      } finally {
        inFlight--;
      }
    },
  };
};
