import type { HttpRequest, Interceptor } from '../contract/exchange.ts';
import { object, objects, text, type Json } from '../clients/json-response.ts';
import { jsonIn } from './json-in.ts';
import { bodyHas, both } from './pipeline-rewrite.ts';
import { answering, changingJson, matches, requestJson, type Match } from './rewrite.ts';

/** Requests for versions, on REST and on the Kubernetes API. */
export const versionRequests = {
  create: { method: 'POST', path: /\/(versions|pipelineversions)$/ },
  get: { method: 'GET', path: /\/(versions|pipelineversions)\/[^/?]+$/ },
  list: { method: 'GET', path: /\/(versions|pipelineversions)(\?|$)/ },
  change: { method: 'PATCH', path: /\/(versions|pipelineversions)\/[^/?]+$/ },
  delete: { method: 'DELETE', path: /\/(versions|pipelineversions)\/[^/?]+$/ },
} as const satisfies Record<string, Match>;

/** The version name in a create request, on either surface. */
export const createdName = (request: HttpRequest): string => {
  const json = requestJson(request);
  return text(json, 'name') || text(object(json, 'spec'), 'versionName');
};

/** The fields of a version in an answer, from either surface. */
export interface ShownVersion {
  readonly name: string;
  readonly pipelineSpec: Json;
  readonly platformSpec?: Json;
}

const isObject = (version: Json): boolean => 'spec' in version;

const shown = (version: Json): ShownVersion => {
  const spec = isObject(version) ? object(version, 'spec') : object(version, 'pipeline_spec');
  if (isObject(version)) {
    const platform = 'platformSpec' in spec ? { platformSpec: object(spec, 'platformSpec') } : {};
    return { name: text(spec, 'versionName'), pipelineSpec: object(spec, 'pipelineSpec'), ...platform };
  }
  return 'platform_spec' in spec
    ? {
        name: text(version, 'name'),
        pipelineSpec: object(spec, 'pipeline_spec'),
        platformSpec: object(spec, 'platform_spec'),
      }
    : { name: text(version, 'name'), pipelineSpec: spec };
};

const showing = (version: Json, { pipelineSpec, platformSpec }: ShownVersion): Json => {
  if (isObject(version)) {
    const { platformSpec: _, ...spec } = object(version, 'spec');
    return { ...version, spec: { ...spec, pipelineSpec, ...(platformSpec !== undefined && { platformSpec }) } };
  }
  const pipeline_spec =
    platformSpec === undefined ? pipelineSpec : { pipeline_spec: pipelineSpec, platform_spec: platformSpec };
  return { ...version, pipeline_spec };
};

/**
 * The server returns changed definitions, of single versions and in lists, on both surfaces. `change` may return its
 * argument for no change.
 */
export const changingDefinitions = (match: Match, change: (version: ShownVersion) => ShownVersion): Interceptor => {
  const changed = (version: Json): Json => {
    const before = shown(version);
    const after = change(before);
    return after === before ? version : showing(version, after);
  };
  return changingJson(match, (json) => {
    if ('pipeline_versions' in json) {
      return { ...json, pipeline_versions: objects(json, 'pipeline_versions').map(changed) };
    }
    if ('items' in json) return { ...json, items: objects(json, 'items').map(changed) };
    return isObject(json) || 'pipeline_version_id' in json ? changed(json) : json;
  });
};

/** Once such a request was made, all lists of versions are empty. */
export const hidingVersionsAfter = (match: Match): Interceptor => {
  let isMade = false;
  return both(
    changingJson({ ...versionRequests.list, status: 200 }, (json) => {
      if (!isMade) return json;
      return 'items' in json ? { ...json, items: [] } : {};
    }),
    (request, send, surface) => {
      isMade ||= matches(match, request, surface);
      return send(request);
    },
  );
};

/** Answers the creation of a version with 409 if its pipeline is named as a parent. */
export const refusingVersionsOfParents = (): Interceptor => {
  const parents = new Set<string>();
  const refuse = answering(versionRequests.create, 409);
  return async (request, send, surface) => {
    if ([...parents].some((parent) => request.target.includes(parent) || bodyHas(request, parent)))
      return refuse(request, send, surface);
    const answer = await send(request);
    const json = jsonIn(answer);
    const metadata = object(json, 'metadata');
    const name = text(json, 'name') || text(metadata, 'name');
    if (request.method === 'POST' && name.endsWith('-parent'))
      for (const one of [text(json, 'pipeline_id'), name].filter(Boolean)) parents.add(one);
    return answer;
  };
};
