import type { HttpRequest, HttpResponse, Interceptor } from '../contract/exchange.ts';
import { object, type Json } from '../clients/json-response.ts';
import { changingJson, matches, type Match } from './rewrite.ts';

/** One pipeline by id or name, on REST and in the Kubernetes API. */
export const onePipeline = /\/pipelines\/(names\/)?[^/?]+(\?|$)/;
/** The collection of pipelines, on REST and in the Kubernetes API. */
export const allPipelines = /\/pipelines(\?|$)/;
/** Creation of a pipeline together with its version. */
export const wholeCreation = /\/pipelines\/(upload|create)(\?|$)/;
export const anyUpload = /\/pipelines\/upload(_version)?(\?|$)/;

/** What both surfaces hold of a pipeline under names of their own. */
export interface PipelineFields {
  readonly displayName?: unknown;
  readonly description?: unknown;
  readonly tags?: unknown;
}

/** The server shows other fields of a pipeline, on whichever surface it is asked. What `change` leaves out is not shown. */
export const changingFields = (match: Match, change: (fields: PipelineFields) => PipelineFields): Interceptor =>
  changingJson(match, (json) => {
    if ('metadata' in json) {
      const { displayName, description, tags, ...rest } = object(json, 'spec');
      return { ...json, spec: { ...rest, ...change({ displayName, description, tags }) } };
    }
    const { display_name, description, tags, ...rest } = json;
    const changed = change({ displayName: display_name, description, tags });
    return { ...rest, display_name: changed.displayName, description: changed.description, tags: changed.tags };
  });

/** The server goes on answering reads of what was written by this method as it did before. */
export const staleAfter = (method: string, path: RegExp): Interceptor => {
  const before = new Map<string, HttpResponse>();
  const written = new Set<string>();
  return async (request, send, surface) => {
    const key = `${surface} ${request.target.replace(/\?.*/, '')}`;
    if (matches({ method, path }, request, surface)) written.add(key);
    const answer = await send(request);
    if (!matches({ method: 'GET', path }, request, surface)) return answer;
    const stale = written.has(key) ? before.get(key) : undefined;
    if (stale === undefined) before.set(key, answer);
    return stale ?? answer;
  };
};

/** The server answers a read by what it answered the time before. */
export const lagging = (match: Match): Interceptor => {
  const before = new Map<string, HttpResponse>();
  return async (request, send, surface) => {
    const answer = await send(request);
    if (!matches(match, request, surface)) return answer;
    const key = `${surface} ${request.target}`;
    const stale = before.get(key) ?? answer;
    before.set(key, answer);
    return stale;
  };
};

/** Whether a text stands in a request's body, file of an upload included. */
export const bodyHas = ({ body = '' }: HttpRequest, text: string): boolean =>
  typeof body === 'string' ? body.includes(text) : Buffer.from(body).includes(text);

/** The first interceptor for requests it is about, the next for others: a defect with two sides. */
export const both =
  (outer: Interceptor, inner: Interceptor): Interceptor =>
  (request, send, surface) =>
    outer(request, (sent) => inner(sent, send, surface), surface);

/** A JSON request with other fields. */
export const withJson = (request: HttpRequest, json: Json): HttpRequest => ({ ...request, body: JSON.stringify(json) });
