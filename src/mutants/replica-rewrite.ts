import type { HttpRequest, HttpResponse, Interceptor } from '../contract/exchange.ts';
import { fakeResponse, matches, type Match } from './rewrite.ts';
import { everyNth } from './sporadic.ts';

/** REST paths of a pipeline by id, a pipeline by name, and a version by id, with or without a query. */
export const oneOnRest = {
  pipelineById: /\/v2beta1\/pipelines\/(?!names\/)[^/?]+(\?|$)/,
  pipelineByName: /\/v2beta1\/pipelines\/names\/[^/?]+(\?|$)/,
  versionById: /\/versions\/[^/?]+(\?|$)/,
} as const;

const pathOf = ({ target }: HttpRequest): string => target.replace(/\?.*/, '');

/** Only the second replica has the defect. */
export const onSecondReplica =
  (defective: Interceptor): Interceptor =>
  async (request, send, surface, replica) =>
    replica === 1 ? defective(request, send, surface, replica) : send(request);

/**
 * A replica sees some writes of the other replica late: the first read through it after such a write returns the
 * previous answer, or 404 for an unknown object. `every`: only every so many first reads are stale.
 */
export const staleReplicaReads = (method: string, reads: readonly RegExp[], every: number): Interceptor => {
  const isDue = everyNth(every);
  const known = new Map<string, HttpResponse>();
  /** Read path → the latest write that was visible to a read. */
  const visibleWrites = new Map<string, number>();
  let last: { readonly replica: number; readonly number: number } | undefined;
  return async (request, send, surface, replica) => {
    const answer = await send(request);
    if (replica === undefined) return answer;
    if (request.method === method && answer.status === 200) last = { replica, number: (last?.number ?? 0) + 1 };
    if (!reads.some((path) => matches({ surface: 'rest', method: 'GET', path }, request, surface))) return answer;
    const key = `${replica} ${pathOf(request)}`;
    const before = known.get(key) ?? fakeResponse(404, { code: 5, message: 'mutant', details: [] });
    if (last !== undefined && last.replica !== replica && visibleWrites.get(key) !== last.number) {
      visibleWrites.set(key, last.number);
      known.set(key, answer);
      return isDue() ? before : answer;
    }
    known.set(key, answer);
    return answer;
  };
};

/**
 * The server accepts a request although another one with the same text is not answered yet, as if it were the first.
 * `textOf` returns '' for requests to ignore.
 */
export const acceptDuplicates = (
  match: Match,
  textOf: (request: HttpRequest) => string,
  answer: (request: HttpRequest, count: number) => HttpResponse,
): Interceptor => {
  const unanswered = new Set<string>();
  let count = 0;
  return async (request, send, surface) => {
    const text = matches(match, request, surface) ? textOf(request) : '';
    if (text === '') return send(request);
    if (unanswered.has(text)) return answer(request, (count += 1));
    unanswered.add(text);
    try {
      return await send(request);
    } finally {
      unanswered.delete(text);
    }
  };
};
