import type { HttpRequest, HttpResponse, Interceptor } from '../contract/exchange.ts';
import { fakeResponse, matches, type Match } from './rewrite.ts';

/** One pipeline by its id, one by its name, one version by its id: on REST, with or without a query. */
export const oneOnRest = {
  pipelineById: /\/v2beta1\/pipelines\/(?!names\/)[^/?]+(\?|$)/,
  pipelineByName: /\/v2beta1\/pipelines\/names\/[^/?]+(\?|$)/,
  versionById: /\/versions\/[^/?]+(\?|$)/,
} as const;

const pathOf = ({ target }: HttpRequest): string => target.replace(/\?.*/, '');

/**
 * A replica hears late of what the other one does with this method: the first reads after it, through the other replica,
 * are answered as before, and with 404 where it never knew the object.
 */
export const staleReplicaReads = (method: string, reads: readonly RegExp[]): Interceptor => {
  const known = new Map<string, HttpResponse>();
  /** Read path → the write that its reader has heard of. */
  const heard = new Map<string, number>();
  let last: { readonly replica: number; readonly number: number } | undefined;
  return async (request, send, surface, replica) => {
    const answer = await send(request);
    if (replica === undefined) return answer;
    if (request.method === method && answer.status === 200) last = { replica, number: (last?.number ?? 0) + 1 };
    if (!reads.some((path) => matches({ surface: 'rest', method: 'GET', path }, request, surface))) return answer;
    const key = `${replica} ${pathOf(request)}`;
    const before = known.get(key) ?? fakeResponse(404, { code: 5, message: 'mutant', details: [] });
    if (last !== undefined && last.replica !== replica && heard.get(key) !== last.number) {
      heard.set(key, last.number);
      known.set(key, answer);
      return before;
    }
    known.set(key, answer);
    return answer;
  };
};

/** Answers what was asked before, with the same text, as if that were the first time. `textOf` says nothing of other requests. */
export const acceptDuplicates = (
  match: Match,
  textOf: (request: HttpRequest) => string,
  answer: (request: HttpRequest, count: number) => HttpResponse,
): Interceptor => {
  const taken = new Set<string>();
  let count = 0;
  return async (request, send, surface) => {
    const text = matches(match, request, surface) ? textOf(request) : '';
    if (text === '') return send(request);
    if (taken.has(text)) return answer(request, (count += 1));
    taken.add(text);
    return send(request);
  };
};
