import type { HttpRequest, Interceptor } from '../contract/exchange.ts';
import { objects, text, type Json } from '../clients/json-response.ts';
import { jsonIn } from './json-in.ts';
import { changingAnswer, changingRequest, withBody } from './rewrite.ts';

/** REST requests for a list, not for a single item. */
export const listRequest = {
  surface: 'rest',
  method: 'GET',
  path: /\/v2beta1\/pipelines(\/[^/?]+\/versions)?(\?|$)/,
} as const;

/** The query parameters of a request. */
export const listParameters = ({ target }: HttpRequest): URLSearchParams =>
  new URLSearchParams(target.split('?')[1] ?? '');

type About = (parameters: URLSearchParams, request: HttpRequest) => boolean;

/** The server uses changed parameters of a list request. */
export const changingParameters = (about: About, change: (parameters: URLSearchParams) => void): Interceptor =>
  changingRequest(listRequest, (request) => {
    const parameters = listParameters(request);
    if (!about(parameters, request)) return request;
    change(parameters);
    return { ...request, target: `${request.target.split('?')[0]}?${parameters.toString()}` };
  });

/** The items of an answer to a list request, of pipelines or of versions. */
export const itemsOf = (json: Json): readonly Json[] => [
  ...objects(json, 'pipelines'),
  ...objects(json, 'pipeline_versions'),
];

/** The server changes fields of the answer to a list request; fields that `change` does not return are unchanged. */
export const changingList = (about: About, change: (json: Json, request: HttpRequest) => Json): Interceptor =>
  changingAnswer({ ...listRequest, status: 200 }, (response, request) => {
    if (!about(listParameters(request), request)) return response;
    const json = jsonIn(response);
    return withBody(response, { ...json, ...change(json, request) });
  });

/** The server returns other items, or another order. */
export const changingItems = (
  about: About,
  change: (items: readonly Json[], request: HttpRequest) => readonly Json[],
): Interceptor =>
  changingList(about, (json, request) => {
    const key = 'pipeline_versions' in json ? 'pipeline_versions' : 'pipelines';
    return key in json ? { [key]: change(itemsOf(json), request) } : {};
  });

/** The server lists only what was created this many milliseconds ago or earlier. */
export const listingWhatIsOlder = (ms: number): Interceptor =>
  changingItems(
    () => true,
    (items) => items.filter((item) => Date.parse(text(item, 'created_at')) < Date.now() - ms),
  );

/** The server answers a list request with status `to` instead of `from`. */
export const answeringList = (about: About, from: number, to: number): Interceptor =>
  changingAnswer({ ...listRequest, status: from }, (response, request) =>
    about(listParameters(request), request)
      ? {
          ...response,
          status: to,
          body: to === 200 ? '{}' : JSON.stringify({ code: 13, message: 'mutant', details: [] }),
        }
      : response,
  );
