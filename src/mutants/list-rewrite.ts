import type { HttpRequest, Interceptor } from '../contract/exchange.ts';
import { jsonOf, objects, type Json } from '../clients/json-response.ts';
import { changingAnswer, changingRequest } from './rewrite.ts';

/** Requests for a list on REST, and not for one item of it. */
export const listRequest = {
  surface: 'rest',
  method: 'GET',
  path: /\/v2beta1\/pipelines(\/[^/?]+\/versions)?(\?|$)/,
} as const;

/** The parameters a list request carries; none where it is for something else. */
export const listParameters = ({ target }: HttpRequest): URLSearchParams =>
  new URLSearchParams(target.split('?')[1] ?? '');

type About = (parameters: URLSearchParams, request: HttpRequest) => boolean;

/** The server acts on other parameters of a list request than it got. */
export const changingParameters = (about: About, change: (parameters: URLSearchParams) => void): Interceptor =>
  changingRequest(listRequest, (request) => {
    const parameters = listParameters(request);
    if (!about(parameters, request)) return request;
    change(parameters);
    return { ...request, target: `${request.target.split('?')[0]}?${parameters.toString()}` };
  });

/** What a list answers, whichever list it is. */
export const itemsOf = (json: Json): readonly Json[] => [
  ...objects(json, 'pipelines'),
  ...objects(json, 'pipeline_versions'),
];

/** The answer to a list request says something else; what `change` does not mention stays as it is. */
export const changingList = (about: About, change: (json: Json, request: HttpRequest) => Json): Interceptor =>
  changingAnswer({ ...listRequest, status: 200 }, (response, request) => {
    if (!about(listParameters(request), request)) return response;
    const json = jsonOf(response);
    return { ...response, body: JSON.stringify({ ...json, ...change(json, request) }) };
  });

/** The server lists other items, or in another order. */
export const changingItems = (
  about: About,
  change: (items: readonly Json[], request: HttpRequest) => readonly Json[],
): Interceptor =>
  changingList(about, (json, request) => {
    const key = 'pipeline_versions' in json ? 'pipeline_versions' : 'pipelines';
    return key in json ? { [key]: change(itemsOf(json), request) } : {};
  });

/** The server answers a list request it should have answered otherwise. */
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
