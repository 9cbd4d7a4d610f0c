import type { AccessReviews } from './access-reviews.ts';
import { Refusal } from '../ground/api-error.ts';

/** Reviews of tokens that may be under way; they take milliseconds, so this is enough for thousands of new tokens a second. */
export const TOKEN_REVIEWS_AT_A_TIME = 128;

/** Refuses as `unavailable` to review more tokens at a time: everybody can send them, and those who wait need memory. */
export function boundedReviews(reviews: AccessReviews, limit = TOKEN_REVIEWS_AT_A_TIME): AccessReviews {
  let underWay = 0;
  return {
    isAllowed: async (caller, attributes) => reviews.isAllowed(caller, attributes),
    async whose(token) {
      if (underWay >= limit) {
        throw new Refusal('unavailable', 'More bearer tokens arrive than can be reviewed; try again later.');
      }
      underWay++;
      try {
        return await reviews.whose(token);
      } finally {
        underWay--;
      }
    },
  };
}
