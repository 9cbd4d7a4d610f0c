import type { HttpRequest, Interceptor } from '../../../src/contract/exchange.ts';
import { object, objects, text } from '../../../src/clients/json-response.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import { apiVersion } from '../../../src/lanes/crd.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { bodyHas, wholeCreation } from '../../../src/mutants/pipeline-rewrite.ts';
import { answering, matches, requestJson } from '../../../src/mutants/rewrite.ts';

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

/** A pipeline whose upload was interrupted exists as soon as a client reads it. */
const storedInPart: Interceptor = async (request, send) => {
  const answer = await send(request);
  const name = /\/(?:names|pipelines)\/([^/?]+-half)$/.exec(request.target)?.[1];
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
      'FLT-02': ['upload: the request without the cause', 'upload: the pipeline without the cause'],
      'PAR-01': ['half made'],
    },
    knownOfKfp: ['FLT-01', 'FLT-02', 'PAR-01'],
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
      'FLT-02': ['upload: the request without the cause', 'upload: the pipeline without the cause'],
      'PAR-01': ['half made'],
    },
    knownOfKfp: ['FLT-01', 'FLT-02', 'PAR-01'],
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
    knownOfKfp: ['PAR-01'],
    create: () => ({ intercept: answering({ ...creation, status: 400 }, 200) }),
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
