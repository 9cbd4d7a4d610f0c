import type { HttpRequest, HttpResponse, Interceptor } from '../contract/exchange.ts';
import { matches, type Match } from './rewrite.ts';

type Send = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * The user of a request, from the user header or the subject of the token; undefined for REST requests of the owner,
 * whose header is added later.
 */
export const askerOf = ({ headers }: HttpRequest): string | undefined => {
  const [, payload] = /^Bearer [^.]+\.([^.]+)\./.exec(headers['authorization'] ?? '') ?? [];
  if (payload === undefined) return headers['kubeflow-userid'];
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly sub?: string }).sub;
};

/**
 * Whether the user of a request is not the owner of the namespace. On the Kubernetes API the owner has a token; users
 * without one have a certificate, which the request does not contain.
 */
const isNonOwner = (request: HttpRequest, surface: 'rest' | 'kubernetes'): boolean => {
  const asker = askerOf(request);
  return asker === undefined ? surface === 'kubernetes' : !asker.endsWith(':owner');
};

export const refused = ({ status }: HttpResponse): boolean => [400, 401, 403, 404].includes(status);

/** The server handles requests of users other than the namespace owner differently. */
export const forNonOwners =
  (match: Match, act: (request: HttpRequest, send: Send) => Promise<HttpResponse>): Interceptor =>
  async (request, send, surface) =>
    matches(match, request, surface) && isNonOwner(request, surface) ? act(request, send) : send(request);

/** The server permits a request to all users: a rejection is replaced by success. */
export const allowingNonOwners = (match: Match): Interceptor =>
  forNonOwners(match, async (request, send) => {
    const answer = await send(request);
    return refused(answer) ? { ...answer, status: 200, body: '{}' } : answer;
  });

const denial = JSON.stringify({ code: 7, message: 'mutant', details: [] });

/** The server permits a request to the owner only. */
export const refusingNonOwners = (match: Match): Interceptor =>
  forNonOwners(match, async (request, send) => {
    const answer = await send(request);
    return refused(answer) ? answer : { ...answer, status: 403, body: denial };
  });
