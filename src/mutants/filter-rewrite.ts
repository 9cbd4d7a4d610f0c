import type { HttpRequest, Interceptor } from '../contract/exchange.ts';
import { objects, text, type Json } from '../clients/json-response.ts';
import { jsonIn } from './json-in.ts';
import { changingAnswer, changingJson, changingRequest } from './rewrite.ts';

const parameterOf = ({ target }: HttpRequest, name: string): string =>
  new URL(target, 'http://localhost').searchParams.get(name) ?? '';

/** The predicates of the filter of a list request; `[]` without a filter. */
const predicatesOf = (request: HttpRequest): readonly Json[] =>
  objects(jsonIn({ body: parameterOf(request, 'filter') }), 'predicates');

const list = { surface: 'rest', method: 'GET', path: /\/(pipelines|versions)\?/ } as const;

/** A list request with one query parameter replaced. */
const withParameter = (request: HttpRequest, name: string, value: string): HttpRequest => {
  const [path = '', query = ''] = request.target.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set(name, value);
  return { ...request, target: `${path}?${parameters.toString()}` };
};

/** The server filters by changed predicates. */
export const changingPredicates = (change: (predicates: readonly Json[]) => readonly Json[]): Interceptor =>
  changingRequest(list, (request) => {
    const predicates = predicatesOf(request);
    const changed = change(predicates);
    return predicates.length === 0 || changed === predicates
      ? request
      : withParameter(request, 'filter', JSON.stringify({ predicates: changed }));
  });

/** The server uses a changed value of a query parameter of a filtered list. */
export const changingParameter = (name: string, change: (value: string) => string): Interceptor =>
  changingRequest(list, (request) => {
    const value = parameterOf(request, name);
    return value === '' || parameterOf(request, 'filter') === ''
      ? request
      : withParameter(request, name, change(value));
  });

/** The server drops items from lists that are filtered by a matching predicate. */
export const droppingFound = (
  about: (predicate: Json) => boolean,
  keeps: (item: Json, predicate: Json) => boolean,
): Interceptor =>
  changingJson({ ...list, status: 200 }, (json, request) => {
    const predicates = predicatesOf(request).filter(about);
    if (predicates.length === 0) return json;
    const kept = (item: Json) => predicates.every((predicate) => keeps(item, predicate));
    return {
      ...json,
      ...(Array.isArray(json['pipelines']) && { pipelines: objects(json, 'pipelines').filter(kept) }),
      ...(Array.isArray(json['pipeline_versions']) && {
        pipeline_versions: objects(json, 'pipeline_versions').filter(kept),
      }),
    };
  });

/** The server rejects filters with a matching predicate with 400. */
export const refusingFilter = (
  about: (predicate: Json, request: HttpRequest) => boolean,
  when: (json: Json) => boolean,
): Interceptor =>
  changingAnswer({ ...list, status: 200 }, (response, request) =>
    predicatesOf(request).some((predicate) => about(predicate, request)) && when(jsonIn(response))
      ? { ...response, status: 400, body: JSON.stringify({ code: 3, message: 'mutant', details: [] }) }
      : response,
  );

/** Whether a request has a page token. */
export const asksForLaterPage = (request: HttpRequest): boolean => parameterOf(request, 'page_token') !== '';

/**
 * The server loses a predicate of the first page: a later page requested by token only is empty. It remembers the
 * affected tokens, so that other lists with tokens are unchanged.
 */
export const forgettingInTokens = (about: (predicate: Json) => boolean): Interceptor => {
  const tokens = new Set<string>();
  return changingJson({ ...list, status: 200 }, (json, request) => {
    if (predicatesOf(request).some(about)) tokens.add(text(json, 'next_page_token'));
    return asksForLaterPage(request) &&
      predicatesOf(request).length === 0 &&
      tokens.has(parameterOf(request, 'page_token'))
      ? {}
      : json;
  });
};
