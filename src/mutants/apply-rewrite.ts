import type { HttpRequest, HttpResponse, Interceptor } from '../contract/exchange.ts';
import { object, text, type Json } from '../clients/json-response.ts';
import { jsonIn } from './json-in.ts';
import { changingJson, withBody } from './rewrite.ts';

type Plural = 'pipelines' | 'pipelineversions';

/** Whether a request is a server-side apply of an object of this kind. */
const isApply = (request: HttpRequest, plural: Plural): boolean =>
  request.headers['content-type'] === 'application/apply-patch+yaml' && request.target.includes(`/${plural}/`);

/** The server returns a changed object for an apply. */
export const changingApplied =
  (plural: Plural, change: (json: Json) => Json): Interceptor =>
  async (request, send) => {
    const response = await send(request);
    return isApply(request, plural) && response.status < 300 ? withBody(response, change(jsonIn(response))) : response;
  };

/**
 * The server handles repeated applies of an object differently. `react` receives the first answer and may send any
 * request.
 */
export const applyingAgain = (
  plurals: readonly Plural[],
  react: (
    request: HttpRequest,
    first: HttpResponse,
    send: (request: HttpRequest) => Promise<HttpResponse>,
  ) => Promise<HttpResponse>,
): Interceptor => {
  const firsts = new Map<string, HttpResponse>();
  return async (request, send) => {
    if (!plurals.some((plural) => isApply(request, plural))) return send(request);
    const path = request.target.replace(/\?.*/, '');
    const first = firsts.get(path);
    if (first !== undefined) return react(request, first, send);
    const answer = await send(request);
    if (answer.status < 300) firsts.set(path, { ...answer, status: 200 });
    return answer;
  };
};

/** REST returns an applied object with changed fields. */
export const showingApplied = (
  plural: Plural,
  idField: 'pipeline_id' | 'pipeline_version_id',
  change: (json: Json) => Json,
): Interceptor => {
  const ids = new Set<string>();
  const path = { pipelines: /\/v2beta1\/pipelines\/[^/?]+$/, pipelineversions: /\/versions\/[^/?]+$/ }[plural];
  const show = changingJson({ surface: 'rest', method: 'GET', path, status: 200 }, (json) =>
    ids.has(text(json, idField)) ? change(json) : json,
  );
  return async (request, send, surface) => {
    const answer = await show(request, send, surface);
    if (isApply(request, plural)) ids.add(text(object(jsonIn(answer), 'metadata'), 'uid'));
    return answer;
  };
};
