import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AccessReviews } from './access-reviews.ts';
import type { Caller } from '../model/caller.ts';

/** How long a right that was taken away may last. The help of the server names it. */
export const DECISION_LIFETIME_MS = 2_000;
/** Looked up at every use, where the cache by itself would keep the clock that was there when it was loaded. */
const perf = { now: () => performance.now() };
const LIMITS = { max: 10_000, ttl: DECISION_LIFETIME_MS, perf };

/**
 * Remembers what was allowed and whose token it was, each for two seconds from the moment of asking; who asks the same
 * meanwhile waits for the answer that is on its way. That something is not allowed is asked for again, so that a right that is
 * given is there at once; that a token is nobody's is remembered, because anybody can send one again and again.
 */
export function cachedReviews(reviews: AccessReviews): AccessReviews {
  // Beside those that are good, not among them, so that no number of bad ones pushes them out.
  const nobodys = new LRUCache<string, true>(LIMITS);
  const callers = remembering<Caller>(nobodys);
  const allowed = remembering<true>();
  return {
    whose: async (token) => callers(digest(token), async () => reviews.whose(token)),
    isAllowed: async (caller, attributes) => {
      const key = digest(JSON.stringify([caller, attributes]));
      return (await allowed(key, async () => (await reviews.isAllowed(caller, attributes)) || undefined)) ?? false;
    },
  };
}

type Remembering<Answer> = (key: string, ask: () => Promise<Answer | undefined>) => Promise<Answer | undefined>;

interface Question<Answer> {
  readonly start: number;
  readonly answer: Promise<Answer | undefined>;
}

/**
 * Without a place for it, undefined is asked again by everybody, also by those who waited for it: it was found before they came.
 */
function remembering<Answer extends object | true>(denials?: LRUCache<string, true>): Remembering<Answer> {
  const answers = new LRUCache<string, Answer>(LIMITS);
  const underWay = new Map<string, Question<Answer>>();
  return async (key, ask) => {
    const known = answers.get(key);
    if (known !== undefined || denials?.has(key)) return known;
    const asked = underWay.get(key);
    if (asked && performance.now() - asked.start < DECISION_LIFETIME_MS) {
      const answer = await asked.answer;
      if (answer !== undefined || denials) return answer;
    }
    const question = { start: performance.now(), answer: ask() };
    underWay.set(key, question);
    try {
      const answer = await question.answer;
      if (answer !== undefined) answers.set(key, answer, { start: question.start });
      else denials?.set(key, true, { start: question.start });
      return answer;
    } finally {
      if (underWay.get(key) === question) underWay.delete(key);
    }
  };
}

/** A token is not kept in memory, and a long list of groups takes no room. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
