import { setTimeout } from 'node:timers/promises';
import type { Exchange, HttpRequest, HttpResponse, Interceptor } from '../contract/exchange.ts';
import { object, objects, text, type Json } from '../clients/json-response.ts';
import { jsonIn } from './json-in.ts';
import { fakeResponse, requestJson, withBody } from './rewrite.ts';

type ApiSurface = Exchange['surface'];

interface LateWrite {
  readonly method: string;
  /** The name of the object that it creates; `late` where it has none. */
  readonly name: string;
  readonly dueAt: number;
  /** The ids of the objects that were known when it was sent. */
  readonly known: ReadonlySet<string>;
}

const itemKeys = ['pipelines', 'pipeline_versions', 'items'] as const;

const idOf = (json: Json): string =>
  text(object(json, 'metadata'), 'uid') || text(json, 'pipeline_version_id') || text(json, 'pipeline_id');

/** An object that nobody wrote in time: a pipeline or a version. */
const lateObject: Readonly<Record<ApiSurface, (name: string) => Json>> = {
  rest: (name) => ({ pipeline_id: 'late', pipeline_version_id: 'late', name }),
  kubernetes: (name) => ({ kind: 'Pipeline', metadata: { uid: 'late', name }, spec: {} }),
};

/** The name in the body of a creation, on either surface, or in the query of an upload. */
const nameIn = (request: HttpRequest): string => {
  const json = requestJson(request);
  const names = [json, object(json, 'pipeline'), object(json, 'metadata')].map((part) => text(part, 'name'));
  const sent = new URL(request.target, 'http://kfp').searchParams.get('name') ?? '';
  return [...names, sent].find((name) => name !== '') ?? 'late';
};

/** Where a list of versions holds those of one pipeline, the id of that pipeline. */
const parentIn = (target: string): string | undefined =>
  /(?:\/pipelines\/|pipeline-id%3D)([0-9a-f-]{36})/.exec(target)?.[1];

const pipelineList = /\/(shared)?pipelines(\?|$)/;
const versionList = /\/(versions|(shared)?pipelineversions)(\?|$)/;
const pipelineByName = /\/(names|namespaces\/[^/]+\/pipelines)\/[^/?]+(\?|$)/;

const withItem = (json: Json, key: string, item: Json): Json => {
  const items = [...objects(json, key), item];
  return { ...json, [key]: items, total_size: items.length };
};

const listKey = (surface: ApiSurface, of: 'pipelines' | 'pipeline_versions'): string =>
  surface === 'kubernetes' ? 'items' : of;

const redescribed = (json: Json): Json =>
  'metadata' in json
    ? { ...json, spec: { ...object(json, 'spec'), description: 'late' } }
    : { ...json, description: 'late' };

const afterEffect = (
  { method, name, known }: LateWrite,
  { target }: HttpRequest,
  answer: HttpResponse,
  surface: ApiSurface,
): HttpResponse => {
  const json = jsonIn(answer);
  const late = lateObject[surface](name);
  const showing = (shown: Json): HttpResponse => withBody(answer, shown);
  if (answer.status === 404 && method === 'POST' && pipelineByName.test(target)) return fakeResponse(200, late);
  if (answer.status !== 200) return answer;
  if (pipelineList.test(target)) return showing(withItem(json, listKey(surface, 'pipelines'), late));
  if (versionList.test(target)) {
    const parent = parentIn(target);
    // A list of all versions shows one of them twice.
    const twin = objects(json, 'items').find((item) => known.has(idOf(item)));
    const item = parent === undefined ? twin && { ...twin, metadata: { uid: 'late' } } : late;
    const isLate = item !== undefined && (parent === undefined || known.has(parent));
    return isLate ? showing(withItem(json, listKey(surface, 'pipeline_versions'), item)) : answer;
  }
  if (!known.has(idOf(json))) return answer;
  return method === 'DELETE'
    ? fakeResponse(404, { code: 5, message: 'not found', details: [] })
    : showing(redescribed(json));
};

/**
 * The server carries out the last of the writes that `isLate` selects only `delayMs` after its answer. What was known
 * before it is then gone after a deletion, and shows another description after any other write; lists have another item,
 * and a name that was free is taken. Whatever is written later is shown rightly.
 */
export const lateEffect = (
  delayMs: number,
  isLate: (request: HttpRequest, answer: HttpResponse) => boolean,
): Interceptor => {
  const seen = new Set<string>();
  let last: LateWrite | undefined;
  return async (request, send, surface) => {
    const answer = await send(request);
    if (request.method !== 'GET' && isLate(request, answer))
      last = {
        method: request.method,
        name: nameIn(request),
        dueAt: performance.now() + delayMs,
        known: new Set(seen),
      };
    const json = jsonIn(answer);
    for (const one of [json, ...itemKeys.flatMap((key) => objects(json, key))]) {
      const id = idOf(one);
      if (id !== '') seen.add(id);
    }
    return request.method === 'GET' && last !== undefined && performance.now() >= last.dueAt
      ? afterEffect(last, request, answer, surface)
      : answer;
  };
};

/**
 * The server refuses the requests that `isRefused` selects with 400, and handles them `delayMs` after that answer. What
 * is read from then on is read afterwards.
 */
export const refusingFirst = (delayMs: number, isRefused: (request: HttpRequest) => boolean): Interceptor => {
  const handled: Promise<unknown>[] = [];
  let dueAt = Infinity;
  return async (request, send) => {
    if (isRefused(request)) {
      dueAt = performance.now() + delayMs;
      // The scenario may end before.
      handled.push(setTimeout(delayMs).then(() => send(request).catch(() => {})));
      return fakeResponse(400, { code: 3, message: 'mutant', details: [] });
    }
    if (request.method === 'GET' && performance.now() >= dueAt) await Promise.all(handled);
    return send(request);
  };
};
