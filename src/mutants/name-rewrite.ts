import type { HttpRequest, Interceptor } from '../contract/exchange.ts';
import { object, text, type Json } from '../clients/json-response.ts';
import { withJson } from './pipeline-rewrite.ts';
import { fakeResponse, requestJson } from './rewrite.ts';

/** The fields of a create request, common to REST and the Kubernetes API. */
export interface CreatedObject {
  readonly kind: 'pipeline' | 'version';
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly tags: Json;
}

/** The object that a JSON request creates, if any. */
const sentBy = (request: HttpRequest, surface: 'rest' | 'kubernetes'): CreatedObject | undefined => {
  const found = /\/(pipelines|pipelineversions|versions)$/.exec(request.target);
  if (request.method !== 'POST' || found === null) return undefined;
  const kind = found[1] === 'pipelines' ? 'pipeline' : 'version';
  const json = requestJson(request);
  if (surface === 'rest') {
    const displayName = text(json, 'display_name');
    return {
      kind,
      name: text(json, 'name') || displayName,
      displayName,
      description: text(json, 'description'),
      tags: object(json, 'tags'),
    };
  }
  const spec = object(json, 'spec');
  const name = kind === 'version' ? text(spec, 'versionName') : text(object(json, 'metadata'), 'name');
  return {
    kind,
    name,
    displayName: text(spec, 'displayName'),
    description: text(spec, 'description'),
    tags: object(spec, 'tags'),
  };
};

/** The server answers creates of matching objects with success, without creating them. */
export const pretending =
  (about: (sent: CreatedObject) => boolean): Interceptor =>
  async (request, send, surface) => {
    const sent = sentBy(request, surface);
    if (sent === undefined || !about(sent)) return send(request);
    return fakeResponse(surface === 'rest' ? 200 : 201, {});
  };

/** The server rejects creates of matching objects. */
export const refusing =
  (about: (sent: CreatedObject) => boolean, status = 400): Interceptor =>
  async (request, send, surface) => {
    const sent = sentBy(request, surface);
    return sent !== undefined && about(sent)
      ? fakeResponse(status, { code: 3, message: 'mutant', details: [] })
      : send(request);
  };

/** Appends `-1` to the texts under these keys. */
const numbered = (fields: Json, ...keys: readonly string[]): Json => ({
  ...fields,
  ...Object.fromEntries(keys.filter((key) => key in fields).map((key) => [key, `${text(fields, key)}-1`])),
});

/** The server creates matching objects under their name with a number after it. */
export const numbering =
  (about: (sent: CreatedObject) => boolean): Interceptor =>
  (request, send, surface) => {
    const sent = sentBy(request, surface);
    if (sent === undefined || !about(sent)) return send(request);
    const json = requestJson(request);
    if (surface === 'rest') return send(withJson(request, numbered(json, 'name', 'display_name')));
    const renamed =
      sent.kind === 'pipeline'
        ? { metadata: numbered(object(json, 'metadata'), 'name') }
        : { spec: numbered(object(json, 'spec'), 'versionName') };
    return send(withJson(request, { ...json, ...renamed }));
  };
