import { isDeepStrictEqual } from 'node:util';
import type { HttpRequest, HttpResponse, Interceptor } from '../contract/exchange.ts';
import type { Json } from '../clients/json-response.ts';
import { jsonIn } from './json-in.ts';

/**
 * Selects the requests that a defect affects. An absent part matches everything; `path` is matched against path and
 * query.
 */
export interface Match {
  readonly surface?: 'rest' | 'kubernetes';
  readonly method?: string;
  readonly path?: RegExp;
  /** Restricts the match to answers with this status. */
  readonly status?: number;
}

export const matches = (match: Match, request: HttpRequest, surface: 'rest' | 'kubernetes'): boolean =>
  (match.surface ?? surface) === surface &&
  (match.method ?? request.method) === request.method &&
  (match.path?.test(request.target) ?? true);

/** The server returns a changed answer. */
export const changingAnswer =
  (match: Match, change: (response: HttpResponse, request: HttpRequest) => HttpResponse): Interceptor =>
  async (request, send, surface) => {
    const response = await send(request);
    const wanted = matches(match, request, surface) && (match.status ?? response.status) === response.status;
    return wanted ? change(response, request) : response;
  };

/** The answer with another JSON body. An equal one is none: it would only be written in another way. */
export const withBody = (response: HttpResponse, json: Json): HttpResponse => {
  const before = jsonIn(response);
  if (json === before) return response;
  const written = JSON.stringify(json);
  const after: unknown = JSON.parse(written);
  return isDeepStrictEqual(after, before) ? response : { ...response, body: written };
};

/** The server returns a changed JSON body. `change` may return an equal object for no change. */
export const changingJson = (match: Match, change: (json: Json, request: HttpRequest) => Json): Interceptor =>
  changingAnswer(match, (response, request) => withBody(response, change(jsonIn(response), request)));

/** The server answers with another status, with an error body in the format of the gateway. */
export const answering = (match: Match, status: number, message = 'mutant'): Interceptor =>
  changingAnswer(match, (response) => ({
    ...response,
    status,
    body: status === 200 ? '{}' : JSON.stringify({ code: 13, message, details: [] }),
  }));

/** The server handles a changed request. */
export const changingRequest =
  (match: Match, change: (request: HttpRequest) => HttpRequest): Interceptor =>
  (request, send, surface) =>
    send(matches(match, request, surface) ? change(request) : request);

/** The server returns a fake answer without handling the request. */
export const inventing =
  (match: Match, answer: (request: HttpRequest) => HttpResponse): Interceptor =>
  async (request, send, surface) =>
    matches(match, request, surface) ? answer(request) : send(request);

export const fakeResponse = (status: number, json: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(json),
});

/** The texts of bodies of bytes: in the shadow of a control, all mutants read the same large upload. */
const texts = new WeakMap<Uint8Array, string>();

/** The body of a request as text, including the file of an upload; `''` without one. */
export const requestText = ({ body = '' }: HttpRequest): string => {
  if (typeof body === 'string') return body;
  const text = texts.get(body) ?? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  texts.set(body, text);
  return text;
};

/** The JSON body of a request; `{}` without one. */
export const requestJson = (request: HttpRequest): Json => jsonIn({ body: requestText(request) });
