import type { HttpRequest, HttpResponse, Interceptor } from '../../../src/contract/exchange.ts';
import { object, objects, text } from '../../../src/clients/json-response.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import { apiVersion } from '../../../src/lanes/crd.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { allPipelines, bodyHas, wholeCreation } from '../../../src/mutants/pipeline-rewrite.ts';
import { answering, fakeResponse, matches, requestJson } from '../../../src/mutants/rewrite.ts';
import { createdName, versionRequests } from '../../../src/mutants/version-rewrite.ts';

const creation = { surface: 'rest', method: 'POST', path: wholeCreation } as const;
const kubernetesLanes = ['kubernetes/rest', 'kubernetes/crd'] as const;
/** In Kubernetes mode the API server refuses this name before anything is written, regardless of the KFP server. */
const badName = 'create-with-name-of-capitals-and-blanks';
/** The scenarios grouped by the file that they send; those in the first group retry without the cause. */
const ofHello = {
  retried: [
    'create-with-object-name-that-is-taken',
    'create-with-control-characters-in-description',
    'create-with-tag-that-is-too-long',
    'create-with-tags-that-differ-in-case',
  ],
  once: ['create-with-name-that-is-cut-at-a-hyphen', 'create-with-name-of-128-characters'],
};
const ofOtherFiles = [
  'create-with-argo-workflow',
  'create-with-large-definition',
  'create-with-control-characters-in-definition',
  'create-with-definition-without-root',
];

const nameOf = (request: HttpRequest): string =>
  new URL(request.target, 'http://kfp').searchParams.get('name') ??
  text(object(requestJson(request), 'pipeline'), 'name');

/** The pipeline that a request to the Kubernetes API creates. */
const pipelineObjectIn = (request: HttpRequest): string =>
  request.target.endsWith('/pipelines') ? text(object(requestJson(request), 'metadata'), 'name') : '';
/** The pipeline for which a request to the Kubernetes API creates a version. */
const parentObjectIn = (request: HttpRequest): string => text(object(requestJson(request), 'spec'), 'pipelineName');

const get = (target: string): HttpRequest => ({ method: 'GET', target, headers: { accept: 'application/json' } });
const post = (target: string, json: object): HttpRequest => ({
  method: 'POST',
  target,
  headers: { accept: 'application/json', 'content-type': 'application/json' },
  body: JSON.stringify(json),
});

/** After every creation from such a file, the pipeline exists and its version does not, whatever the answer. */
const creatingPipelineOnly =
  (files: readonly string[]): Interceptor =>
  async (request, send, surface) => {
    const answer = await send(request);
    const isMeant = files.some((file) => bodyHas(request, `filename="${file}"`) || bodyHas(request, `/${file}"`));
    if (!isMeant || !matches(creation, request, surface)) return answer;
    const pipelines = '/apis/v2beta1/pipelines';
    if (answer.status !== 200) {
      await send(post(pipelines, { name: nameOf(request) }));
      return answer;
    }
    const versions = `${pipelines}/${text(jsonIn(answer), 'pipeline_id')}/versions`;
    for (const version of objects(jsonIn(await send(get(versions))), 'pipeline_versions'))
      await send({ ...get(`${versions}/${text(version, 'pipeline_version_id')}`), method: 'DELETE' });
    return { ...answer, status: 500, body: JSON.stringify({ code: 13, message: 'half-way', details: [] }) };
  };

/** A creation that such an endpoint refused once is not handled when it is sent again, but gets the answer. */
const spoilingRetries = (
  endpoint: RegExp,
  pipelineIn: (request: HttpRequest) => string,
  answer: HttpResponse,
): Interceptor => {
  const refused = new Set<string>();
  return async (request, send, surface) => {
    if (request.method === 'POST' && refused.has(pipelineIn(request))) return answer;
    const response = await send(request);
    if (matches({ ...creation, path: endpoint }, request, surface) && response.status >= 400)
      refused.add(nameOf(request));
    return response;
  };
};

/** What fails where a pipeline that was left behind refuses every retry. */
const refusedRetries = [
  'upload: the request without the cause',
  'upload: the pipeline without the cause',
  'create: the request without the cause',
  'create: the pipeline without the cause',
  'every pipeline is there once the cause is removed',
];

const conflict = fakeResponse(409, { code: 6, message: 'mutant', details: [] });

/** In the Kubernetes API no version is accepted for a pipeline that such an endpoint refused to make. */
const refusingVersionsAfter = (way: 'upload' | 'create'): Mutant => ({
  name: `failed-${way}-blocks-versions`,
  long: true,
  family: 'status',
  defect: `after a failed ${way === 'upload' ? 'upload' : 'creation'}, a pipeline of its name gets no version`,
  lanes: ['kubernetes/crd'],
  kills: [{ requirement: 'FLT-02', scenarios: ['create-with-tag-that-is-too-long'] }],
  aspects: { 'FLT-02': [`${way}: its version`] },
  create: () => ({ intercept: spoilingRetries(new RegExp(`/pipelines/${way}(\\?|$)`), parentObjectIn, conflict) }),
});

/** Versions of this name are still there after their deletion. */
const keepingVersions = (name: string): Interceptor => {
  const kept = new Set<string>();
  return async (request, send, surface) => {
    const last = request.target.split('/').at(-1) ?? '';
    if (request.method === 'DELETE' && kept.has(last)) return fakeResponse(200, { kind: 'Status', status: 'Success' });
    const answer = await send(request);
    if (matches(versionRequests.create, request, surface) && createdName(request) === name) {
      const json = jsonIn(answer);
      kept.add(text(json, 'pipeline_version_id') || text(object(json, 'metadata'), 'name'));
    }
    return answer;
  };
};

const interruptedPipeline = /\/(?:names|pipelines)\/([^/?]+-half)$/;

/** A version whose upload was interrupted is listed once a client has looked for the pipeline of that name. */
const listingInPart = (): Interceptor => {
  let parent = '';
  let isLookedFor = false;
  return async (request, send, surface) => {
    isLookedFor ||= interruptedPipeline.test(request.target);
    const answer = await send(request);
    const json = jsonIn(answer);
    const metadata = object(json, 'metadata');
    const isParent = (text(json, 'name') || text(metadata, 'name')).endsWith('-parent');
    if (matches({ method: 'POST', path: allPipelines }, request, surface) && isParent)
      parent = text(json, 'pipeline_id') || text(metadata, 'uid');
    const isMeant = isLookedFor && parent !== '' && request.target.includes(parent);
    if (!isMeant || !matches(versionRequests.list, request, surface)) return answer;
    const id = '00000000-0000-4000-8000-000000000001';
    const listed =
      surface === 'rest'
        ? { pipeline_versions: [{ pipeline_version_id: id, pipeline_id: parent, name: 'half' }], total_size: 1 }
        : { ...json, items: [{ metadata: { uid: id, name: 'half' }, spec: { versionName: 'half' } }] };
    return { ...answer, body: JSON.stringify(listed) };
  };
};

/** A pipeline whose upload was interrupted exists as soon as a client reads it. */
const storedInPart: Interceptor = async (request, send) => {
  const answer = await send(request);
  const name = interruptedPipeline.exec(request.target)?.[1];
  if (request.method !== 'GET' || answer.status !== 404 || name === undefined) return answer;
  const onKubernetes = request.target.includes('/namespaces/');
  const collection = onKubernetes
    ? request.target.slice(0, request.target.lastIndexOf('/'))
    : '/apis/v2beta1/pipelines';
  await send(post(collection, onKubernetes ? { apiVersion, kind: 'Pipeline', metadata: { name } } : { name }));
  return send(request);
};

const mutants: readonly Mutant[] = [
  {
    name: 'creation-ends-half-way',
    family: 'lost write',
    defect: 'a pipeline is stored although the creation with its version fails',
    kills: [
      { requirement: 'FLT-01', scenarios: [...ofHello.retried, ...ofHello.once] },
      { requirement: 'FLT-01', scenarios: [badName], lanes: ['database/rest'] },
      { requirement: 'FLT-02', scenarios: ofHello.retried },
      { requirement: 'PAR-01', scenarios: [...ofHello.retried, ...ofHello.once] },
    ],
    aspects: {
      'FLT-01': ['a creation is whole, or leaves nothing'],
      'FLT-02': refusedRetries,
      'PAR-01': ['half made'],
    },
    knownOfKfp: {
      'FLT-01': [
        'create-with-control-characters-in-description',
        'create-with-name-of-128-characters',
        'create-with-name-of-capitals-and-blanks',
        'create-with-name-that-is-cut-at-a-hyphen',
        'create-with-object-name-that-is-taken',
        'create-with-tag-that-is-too-long',
        'create-with-tags-that-differ-in-case',
      ],
      'FLT-02': [
        'create-with-control-characters-in-description',
        'create-with-object-name-that-is-taken',
        'create-with-tag-that-is-too-long',
        'create-with-tags-that-differ-in-case',
      ],
      'PAR-01': [
        'create-with-control-characters-in-description',
        'create-with-name-of-128-characters',
        'create-with-name-that-is-cut-at-a-hyphen',
        'create-with-object-name-that-is-taken',
        'create-with-tag-that-is-too-long',
        'create-with-tags-that-differ-in-case',
      ],
    },
    create: () => ({ intercept: creatingPipelineOnly(['hello.yaml']) }),
  },
  {
    name: 'creation-of-odd-definition-ends-half-way',
    family: 'lost write',
    defect: 'a pipeline is stored although the definition of its version is not',
    kills: [
      { requirement: 'FLT-01', scenarios: ofOtherFiles },
      { requirement: 'FLT-02', scenarios: ofOtherFiles },
      { requirement: 'PAR-01', scenarios: ofOtherFiles },
    ],
    aspects: {
      'FLT-01': ['a creation is whole, or leaves nothing'],
      'FLT-02': refusedRetries,
      'PAR-01': ['half made'],
    },
    knownOfKfp: {
      'FLT-01': [
        'create-with-argo-workflow',
        'create-with-control-characters-in-definition',
        'create-with-definition-without-root',
        'create-with-large-definition',
      ],
      'FLT-02': [
        'create-with-argo-workflow',
        'create-with-control-characters-in-definition',
        'create-with-definition-without-root',
        'create-with-large-definition',
      ],
      'PAR-01': [
        'create-with-argo-workflow',
        'create-with-control-characters-in-definition',
        'create-with-definition-without-root',
        'create-with-large-definition',
      ],
    },
    create: () => ({ intercept: creatingPipelineOnly(['argo.yaml', 'pipeline.json']) }),
  },
  {
    name: 'refused-creation-is-answered-200',
    family: 'status',
    defect: 'a pipeline with a name that cannot be stored is answered as if it were made',
    kills: [
      { requirement: 'FLT-01', scenarios: [badName], lanes: kubernetesLanes },
      { requirement: 'PAR-01', scenarios: [badName] },
    ],
    aspects: { 'FLT-01': ['a creation is whole, or leaves nothing'], 'PAR-01': ['half made'] },
    knownOfKfp: { 'PAR-01': ['create-with-name-of-capitals-and-blanks'] },
    create: () => ({ intercept: answering({ ...creation, status: 400 }, 200) }),
  },
  {
    name: 'name-of-a-failed-creation-stays-taken',
    family: 'status',
    defect: 'after a failed creation from a URL its name is taken',
    long: true,
    kills: [
      {
        requirement: 'FLT-02',
        scenarios: ['create-with-tag-that-is-too-long', 'create-with-definition-without-root'],
      },
    ],
    aspects: { 'FLT-02': ['create: the request without the cause', 'create: the pipeline without the cause'] },
    create: () => ({
      intercept: spoilingRetries(
        /\/pipelines\/create$/,
        (request) => nameOf(request) || pipelineObjectIn(request),
        conflict,
      ),
    }),
  },
  refusingVersionsAfter('upload'),
  refusingVersionsAfter('create'),
  {
    name: 'retry-is-answered-and-lost',
    family: 'lost write',
    defect: 'the retry of a failed creation is answered as if it were made',
    long: true,
    lanes: ['database/rest', 'kubernetes/rest'],
    kills: [{ requirement: 'FLT-02', scenarios: ['create-with-tag-that-is-too-long'] }],
    aspects: { 'FLT-02': ['every pipeline is there once the cause is removed'] },
    create: () => ({ intercept: spoilingRetries(wholeCreation, nameOf, fakeResponse(200, {})) }),
  },
  {
    name: 'version-stays-in-the-way',
    family: 'delete',
    defect: 'a version called x is still there after its deletion',
    kills: [{ requirement: 'FLT-02', scenarios: ['create-with-object-name-that-is-taken'] }],
    aspects: { 'FLT-02': ['rest: what stood in the way', 'kubernetes: what stood in the way'] },
    create: () => ({ intercept: keepingVersions('x') }),
  },
  {
    name: 'broken-off-version-is-listed',
    family: 'lost write',
    defect: 'an upload that is broken off in the middle makes a version',
    long: true,
    kills: ['FLT-15'],
    aspects: {
      'FLT-15': [
        'rest: versions of uploads that were broken off',
        'kubernetes: versions of uploads that were broken off',
      ],
    },
    create: () => ({ intercept: listingInPart() }),
  },
  {
    name: 'broken-off-upload-is-stored',
    family: 'lost write',
    defect: 'an upload that is broken off in the middle makes a pipeline',
    kills: ['FLT-15', { requirement: 'PAR-01', scenarios: ['upload-abandoned'] }],
    aspects: { 'FLT-15': ['*: nothing is left of a refused request'], 'PAR-01': ['the whole upload afterwards'] },
    create: () => ({ intercept: storedInPart }),
  },
];

export default mutants;
