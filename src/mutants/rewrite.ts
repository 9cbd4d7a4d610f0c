import type { HttpRequest, HttpResponse, Interceptor } from '../contract/exchange.ts';
import { jsonOf, type Json } from '../clients/json-response.ts';

/** Which requests a defect is about. An absent part matches everything; `path` is matched against path and query. */
export interface Match {
  readonly surface?: 'rest' | 'kubernetes';
  readonly method?: string;
  readonly path?: RegExp;
  /** Only answers with this status. */
  readonly status?: number;
}

export const matches = (match: Match, request: HttpRequest, surface: 'rest' | 'kubernetes'): boolean =>
  (match.surface ?? surface) === surface &&
  (match.method ?? request.method) === request.method &&
  (match.path?.test(request.target) ?? true);

/** The server answers something else than it would have. */
export const changingAnswer =
  (match: Match, change: (response: HttpResponse, request: HttpRequest) => HttpResponse): Interceptor =>
  async (request, send, surface) => {
    const response = await send(request);
    const wanted = matches(match, request, surface) && (match.status ?? response.status) === response.status;
    return wanted ? change(response, request) : response;
  };

/** The server answers another JSON body. `change` may answer the same object: then nothing happens. */
export const changingJson = (match: Match, change: (json: Json, request: HttpRequest) => Json): Interceptor =>
  changingAnswer(match, (response, request) => ({
    ...response,
    body: JSON.stringify(change(jsonOf(response), request)),
  }));

/** The server answers with another status, and with an error of that status in the gateway's shape. */
export const answering = (match: Match, status: number, message = 'mutant'): Interceptor =>
  changingAnswer(match, (response) => ({
    ...response,
    status,
    body: status === 200 ? '{}' : JSON.stringify({ code: 13, message, details: [] }),
  }));

/** The server acts on another request than it got. */
export const changingRequest =
  (match: Match, change: (request: HttpRequest) => HttpRequest): Interceptor =>
  (request, send, surface) =>
    send(matches(match, request, surface) ? change(request) : request);

/** The server answers as if it had done the request, and has not: the answer is made up. */
export const inventing =
  (match: Match, answer: (request: HttpRequest) => HttpResponse): Interceptor =>
  async (request, send, surface) =>
    matches(match, request, surface) ? answer(request) : send(request);

/** An answer of a server, made up. */
export const fakeResponse = (status: number, json: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(json),
});

/** The JSON body of a request, `{}` where it has none. */
export const requestJson = (request: HttpRequest): Json =>
  jsonOf({
    status: 0,
    headers: {},
    body: typeof request.body === 'string' ? request.body : Buffer.from(request.body ?? []).toString(),
  });
