import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AccessReviews } from './access-reviews.ts';
import type { Caller } from './caller.ts';

/** How long a revoked right may stay effective. The help text of the server states it. */
export const decisionLifetimeMs = 2_000;
/** Reads the clock at every use; the cache by itself would keep the clock of the time it was loaded. */
const perf = { now: () => performance.now() };
const cacheOptions = { max: 10_000, ttl: decisionLifetimeMs, perf };

type Memoized<Answer> = (key: string, ask: () => Promise<Answer | undefined>) => Promise<Answer | undefined>;

interface Question<Answer> {
  readonly start: number;
  readonly answer: Promise<Answer | undefined>;
}

/** Without `denials`, callers that waited for an undefined answer ask again: it was determined before they asked. */
const memoized = <Answer extends object | true>(denials?: LRUCache<string, true>): Memoized<Answer> => {
  const answers = new LRUCache<string, Answer>(cacheOptions);
  const inFlight = new Map<string, Question<Answer>>();
  return async (key, ask) => {
    const known = answers.get(key);
    if (known !== undefined || denials?.has(key)) return known;
    const asked = inFlight.get(key);
    if (asked && performance.now() - asked.start < decisionLifetimeMs) {
      const answer = await asked.answer;
      if (answer !== undefined || denials) return answer;
    }
    const question = { start: performance.now(), answer: ask() };
    inFlight.set(key, question);
    try {
      const answer = await question.answer;
      if (answer !== undefined) answers.set(key, answer, { start: question.start });
      else denials?.set(key, true, { start: question.start });
      return answer;
    } finally {
      if (inFlight.get(key) === question) inFlight.delete(key);
    }
  };
};

/** Keeps tokens out of memory, and long lists of groups short. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64');

/**
 * Caches allowed actions and the users of tokens for two seconds from the start of the review; concurrent equal reviews
 * share one request. Denied actions are not cached, so that a granted right takes effect at once. Invalid tokens are
 * cached, because anybody can send the same one repeatedly.
 */
export const cachedReviews = (reviews: AccessReviews): AccessReviews => {
  // Kept apart from the valid tokens, so that invalid ones cannot evict them.
  const invalidTokens = new LRUCache<string, true>(cacheOptions);
  const callers = memoized<Caller>(invalidTokens);
  const allowed = memoized<true>();
  return {
    callerOf: async (token) => callers(digest(token), async () => reviews.callerOf(token)),
    isAllowed: async (caller, attributes) => {
      const key = digest(JSON.stringify([caller, attributes]));
      return (await allowed(key, async () => (await reviews.isAllowed(caller, attributes)) || undefined)) ?? false;
    },
  };
};
