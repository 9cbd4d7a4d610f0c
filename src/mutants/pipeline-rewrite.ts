import type { HttpRequest, HttpResponse, Interceptor } from '../contract/exchange.ts';
import { object, type Json } from '../clients/json-response.ts';
import { changingJson, matches, requestText, type Match } from './rewrite.ts';
import { everyNth } from './sporadic.ts';

/** The path of one pipeline by id or name, on REST and on the Kubernetes API. */
export const onePipeline = /\/pipelines\/(names\/)?[^/?]+(\?|$)/;
/** The path of the collection of pipelines, on REST and on the Kubernetes API. */
export const allPipelines = /\/pipelines(\?|$)/;
/** The paths that create a pipeline together with a version. */
export const wholeCreation = /\/pipelines\/(upload|create)(\?|$)/;
export const anyUpload = /\/pipelines\/upload(_version)?(\?|$)/;

/** The fields of a pipeline that both surfaces have, under different names. */
export interface PipelineFields {
  readonly displayName?: unknown;
  readonly description?: unknown;
  readonly tags?: unknown;
}

/** The server returns changed fields of a pipeline, on both surfaces. Fields that `change` omits are not returned. */
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

/** The server answers reads of an object with the old state after a write by this method. */
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

/** The server answers every `every`-th read of a surface with the answer to the read before. */
export const lagging = (match: Match, every: number): Interceptor => {
  const due = { rest: everyNth(every), kubernetes: everyNth(every) };
  const before = new Map<string, HttpResponse>();
  return async (request, send, surface) => {
    const answer = await send(request);
    if (!matches(match, request, surface)) return answer;
    const key = `${surface} ${request.target}`;
    const stale = before.get(key) ?? answer;
    before.set(key, answer);
    return due[surface]() ? stale : answer;
  };
};

/** Whether the body of a request contains a text, including the file of an upload. */
export const bodyHas = (request: HttpRequest, text: string): boolean => requestText(request).includes(text);

/** Only requests whose body contains one of these texts are handled wrongly. */
export const aboutBodies =
  (texts: readonly string[], defective: Interceptor): Interceptor =>
  (request, send, surface, replica) =>
    texts.some((text) => bodyHas(request, text)) ? defective(request, send, surface, replica) : send(request);

/** Combines two interceptors into one defect. */
export const both =
  (outer: Interceptor, inner: Interceptor): Interceptor =>
  (request, send, surface) =>
    outer(request, (sent) => inner(sent, send, surface), surface);

/** A request with another JSON body. */
export const withJson = (request: HttpRequest, json: Json): HttpRequest => ({ ...request, body: JSON.stringify(json) });
