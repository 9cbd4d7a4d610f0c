import { object, objects, text, type Json } from '../../../src/clients/json-response.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import type { HttpRequest, HttpResponse, Interceptor } from '../../../src/contract/exchange.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { answering, fakeResponse, matches, requestJson } from '../../../src/mutants/rewrite.ts';
import { createdName, versionRequests } from '../../../src/mutants/version-rewrite.ts';

const taken = fakeResponse(409, { code: 6, message: 'mutant: the name is taken', details: [] });

/** The pipeline that a version creation refers to: by id on REST, by name in the Kubernetes API. */
const parentOf = (request: HttpRequest): string => {
  const json = requestJson(request);
  return text(json, 'pipeline_id') || text(object(json, 'spec'), 'pipelineName');
};

/** The names of the pipelines of a scenario, by id. */
const pipelineNames = () => {
  const names = new Map<string, string>();
  return {
    note: (request: HttpRequest, answer: HttpResponse): void => {
      const json = jsonIn(answer);
      const [id, name] =
        'spec' in json
          ? [text(object(json, 'metadata'), 'uid'), text(object(json, 'metadata'), 'name')]
          : [text(json, 'pipeline_id'), text(json, 'name')];
      if (request.method === 'POST') names.set(id, name);
    },
    parentOf: (request: HttpRequest): string => names.get(parentOf(request)) ?? parentOf(request),
  };
};

type KeyOf = (version: string, pipeline: string) => string;

const joined: KeyOf = (version, pipeline) => (version === pipeline ? version : `${pipeline}-${version}`);

/** Refuses a version whose key was already used by a version of another pipeline. */
const refusingRepeats = (keyOf: KeyOf): Interceptor => {
  const pipelines = pipelineNames();
  const used = new Map<string, string>();
  return async (request, send, surface) => {
    if (!matches(versionRequests.create, request, surface)) {
      const answer = await send(request);
      pipelines.note(request, answer);
      return answer;
    }
    const pipeline = pipelines.parentOf(request);
    const key = keyOf(createdName(request), pipeline);
    if ((used.get(key) ?? pipeline) !== pipeline) return taken;
    used.set(key, pipeline);
    return send(request);
  };
};

const idOf = (version: Json): string =>
  text(version, 'pipeline_version_id') || text(object(version, 'metadata'), 'uid');

/** Lists omit a version as soon as another has its key. */
const hidingRepeated = (keyOf: KeyOf): Interceptor => {
  const pipelines = pipelineNames();
  const latest = new Map<string, string>();
  const hidden = new Set<string>();
  return async (request, send, surface) => {
    const answer = await send(request);
    if (matches(versionRequests.create, request, surface)) {
      const key = keyOf(createdName(request), pipelines.parentOf(request));
      const before = latest.get(key);
      if (before !== undefined) hidden.add(before);
      latest.set(key, idOf(jsonIn(answer)));
      return answer;
    }
    pipelines.note(request, answer);
    if (!matches(versionRequests.list, request, surface)) return answer;
    const json = jsonIn(answer);
    const items = surface === 'rest' ? 'pipeline_versions' : 'items';
    const shown = objects(json, items).filter((version) => !hidden.has(idOf(version)));
    return { ...answer, body: JSON.stringify({ ...json, [items]: shown }) };
  };
};

const mutants: readonly Mutant[] = [
  {
    name: 'taken-version-name-accepted',
    family: 'status',
    defect: 'the creation of a version whose name is taken is answered as if it had been made',
    kills: ['VER-06', 'VER-29', { requirement: 'PAR-01', scenarios: ['version-name-taken', 'parallel-creates'] }],
    aspects: {
      'VER-06': ['a second version of the name is refused'],
      'PAR-01': ['again', 'one name'],
      'VER-29': ['one create is accepted, the others conflict'],
    },
    knownOfKfp: { 'PAR-01': ['parallel-creates'], 'VER-29': ['parallel-creates'] },
    create: () => ({ intercept: answering({ ...versionRequests.create, status: 409 }, 200) }),
  },
  {
    name: 'version-names-unique-over-pipelines',
    family: 'status',
    defect: 'a version name that another pipeline uses is taken',
    kills: ['VER-07', { requirement: 'PAR-01', scenarios: ['version-name-in-two-pipelines'] }],
    aspects: { 'VER-07': ['both pipelines take a version of the name'], 'PAR-01': ['answers'] },
    create: () => ({ intercept: refusingRepeats((version) => version) }),
  },
  {
    name: 'version-names-run-into-pipeline-names',
    family: 'status',
    defect: 'versions of two pipelines collide when the joined names are equal',
    kills: [
      'VER-08',
      'VER-09',
      { requirement: 'PAR-01', scenarios: ['hyphens-meet', 'version-named-like-its-pipeline'] },
    ],
    aspects: {
      'VER-08': ['the names of pipeline and version do not run together'],
      'PAR-01': ['second'],
      'VER-09': ['the names of pipeline and version do not run together'],
    },
    knownOfKfp: {
      'PAR-01': ['hyphens-meet', 'version-named-like-its-pipeline'],
      'VER-08': ['hyphens-meet'],
      'VER-09': ['version-named-like-its-pipeline'],
    },
    create: () => ({
      intercept: refusingRepeats(joined),
    }),
  },
  {
    name: 'version-hides-one-of-another-pipeline',
    family: 'list content',
    defect:
      'of two versions named "same", or whose names joined with those of their pipelines are equal, one is listed',
    kills: ['VER-07', 'VER-08', 'VER-09'],
    aspects: {
      'VER-07': ['*: each pipeline has its own'],
      'VER-08': ['each pipeline has its own version'],
      'VER-09': ['each pipeline has its own version'],
    },
    create: () => ({
      intercept: hidingRepeated((version, pipeline) => (version === 'same' ? version : joined(version, pipeline))),
    }),
  },
];

export default mutants;
