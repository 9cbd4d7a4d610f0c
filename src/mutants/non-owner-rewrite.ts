import type { HttpRequest, HttpResponse, Interceptor } from '../contract/exchange.ts';
import { matches, type Match } from './rewrite.ts';

type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** Who asks, as far as the request says: the user header, or the subject of the token. The owner's REST requests say nothing here. */
export const askerOf = ({ headers }: HttpRequest): string | undefined => {
  const [, payload] = /^Bearer [^.]+\.([^.]+)\./.exec(headers['authorization'] ?? '') ?? [];
  if (payload === undefined) return headers['kubeflow-userid'];
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly sub?: string }).sub;
};

/**
 * Whether somebody beside the owner of the namespace asks. On the Kubernetes API the owner has a token; whoever has none there
 * has a certificate, which no request shows.
 */
const isGuest = (request: HttpRequest, surface: 'rest' | 'kubernetes'): boolean => {
  const asker = askerOf(request);
  return asker === undefined ? surface === 'kubernetes' : !asker.endsWith(':owner');
};

export const refused = ({ status }: HttpResponse): boolean => [400, 401, 403, 404].includes(status);

/** The server does something else when somebody beside the owner of the namespace asks. */
export const forNonOwners =
  (match: Match, act: (request: HttpRequest, send: Send) => Promise<HttpResponse>): Interceptor =>
  async (request, send, surface) =>
    matches(match, request, surface) && isGuest(request, surface) ? act(request, send) : send(request);

/** The server lets everybody do it: what it would have refused is answered as if it had been done. */
export const allowingGuests = (match: Match): Interceptor =>
  forNonOwners(match, async (request, send) => {
    const answer = await send(request);
    return refused(answer) ? { ...answer, status: 200, body: '{}' } : answer;
  });

const denial = JSON.stringify({ code: 7, message: 'mutant', details: [] });

/** The server lets nobody but the owner do it. */
export const refusingGuests = (match: Match): Interceptor =>
  forNonOwners(match, async (request, send) => {
    const answer = await send(request);
    return refused(answer) ? answer : { ...answer, status: 403, body: denial };
  });
