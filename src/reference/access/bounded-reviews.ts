import type { AccessReviews } from './access-reviews.ts';
import { ApiError } from '../ground/api-error.ts';

/** Reviews of tokens that may be under way; they take milliseconds, so this is enough for thousands of new tokens a second. */
export const maxTokenReviews = 128;

/** Refuses as `unavailable` to review more tokens at a time: everybody can send them, and those who wait need memory. */
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
