import type { HttpRequest, HttpResponse, Interceptor } from '../../../src/contract/exchange.ts';
import type { Json } from '../../../src/clients/json-response.ts';

const answer = (status: number, json: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(json),
});
const notFound = answer(404, { code: 5, message: 'not found', details: [] });

const sent = ({ body = '' }: HttpRequest): Json =>
  typeof body === 'string' && body.startsWith('{') ? (JSON.parse(body) as Json) : {};

/** The text that a filter wants in names; `''` without a filter. */
const wantedIn = (query: URLSearchParams): string =>
  /"string_value":"([^"]*)"/.exec(query.get('filter') ?? '')?.[1] ?? '';

/** The REST API of a KFP server without defects, in memory: as much of it as simple scenarios use. */
export const memoryServer = (): Interceptor => {
  const pipelines = new Map<string, Json>();
  const versions = new Map<string, Json>();
  let created = 0;
  const details = (json: Json) => {
    created += 1;
    return { display_name: json['name'], created_at: '2026-11-30T12:00:00Z', ...json };
  };
  const stored = (objects: Map<string, Json>, id: string, { method, ...request }: HttpRequest): HttpResponse => {
    const found = objects.get(id);
    if (found === undefined) return notFound;
    if (method === 'DELETE') objects.delete(id);
    if (method === 'PATCH') objects.set(id, { ...found, ...sent({ method, ...request }) });
    return answer(200, method === 'DELETE' ? {} : objects.get(id));
  };
  const respond = (request: HttpRequest): HttpResponse => {
    const { pathname, searchParams: query } = new URL(request.target, 'http://memory');
    const [first = '', part = '', versionId = ''] = pathname.replace('/apis/v2beta1/pipelines', '').slice(1).split('/');
    if (pathname.endsWith('/healthz')) return answer(200, {});
    if (first === 'upload_version') {
      const [pipeline_id, name] = [query.get('pipelineid') ?? '', query.get('name')];
      const display = query.get('display_name') ?? name;
      const version = { ...details({ name, display_name: display }), pipeline_id, pipeline_version_id: `v-${created}` };
      versions.set(version.pipeline_version_id, version);
      return answer(200, version);
    }
    if (first === '' && request.method === 'POST') {
      const pipeline = { ...details(sent(request)), pipeline_id: `p-${created}` };
      pipelines.set(pipeline.pipeline_id, pipeline);
      return answer(200, pipeline);
    }
    if (first === 'names') {
      const named = [...pipelines.values()].find(({ name }) => name === part);
      return named === undefined ? notFound : answer(200, named);
    }
    if (first === '') {
      const listed = [...pipelines.values()].filter(({ name }) => String(name).includes(wantedIn(query)));
      return answer(200, { pipelines: listed, total_size: listed.length });
    }
    if (part !== 'versions') return stored(pipelines, first, request);
    if (versionId !== '') return stored(versions, versionId, request);
    const own = [...versions.values()].filter(({ pipeline_id }) => pipeline_id === first);
    return answer(200, { pipeline_versions: own, total_size: own.length });
  };
  return async (request) => respond(request);
};
