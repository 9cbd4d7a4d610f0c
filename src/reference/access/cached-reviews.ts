import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AccessReviews } from './access-reviews.ts';
import type { Caller } from '../model/caller.ts';

/** How long a right that was taken away may last. The help of the server names it. */
export const decisionLifetimeMs = 2_000;
/** Looked up at every use, where the cache by itself would keep the clock that was there when it was loaded. */
const perf = { now: () => performance.now() };
const cacheOptions = { max: 10_000, ttl: decisionLifetimeMs, perf };

type Memoized<Answer> = (key: string, ask: () => Promise<Answer | undefined>) => Promise<Answer | undefined>;

interface Question<Answer> {
  readonly start: number;
  readonly answer: Promise<Answer | undefined>;
}

/**
 * Without a place for it, undefined is asked again by everybody, also by those who waited for it: it was found before they came.
 */
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

/** A token is not kept in memory, and a long list of groups takes no room. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64');

/**
 * Remembers what was allowed and whose token it was, each for two seconds from the moment of asking; who asks the same
 * meanwhile waits for the answer that is on its way. That something is not allowed is asked for again, so that a right that is
 * given is there at once; that a token is nobody's is remembered, because anybody can send one again and again.
 */
export const cachedReviews = (reviews: AccessReviews): AccessReviews => {
  // Beside those that are good, not among them, so that no number of bad ones pushes them out.
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
