import { objects } from '../../../src/clients/json-response.ts';
import type { HttpRequest, HttpResponse, Interceptor } from '../../../src/contract/exchange.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import {
  askedBy,
  identityOf,
  isRefused,
  namespaceOf,
  remembering,
  userOf,
  withParameters,
} from '../../../src/mutants/access-rewrite.ts';
import { lateEffect } from '../../../src/mutants/late-effect.ts';
import type { Kill, Mutant } from '../../../src/mutants/mutant.ts';
import { askerOf, refusingNonOwners } from '../../../src/mutants/non-owner-rewrite.ts';
import { looks, onlyIn } from '../../../src/mutants/only-in.ts';
import { anyUpload, bodyHas, both, onePipeline } from '../../../src/mutants/pipeline-rewrite.ts';
import {
  answering,
  changingAnswer,
  changingJson,
  changingRequest,
  fakeResponse,
} from '../../../src/mutants/rewrite.ts';

const byName = /\/v2beta1\/pipelines\/names\//;

const byId = /\/v2beta1\/pipelines\/[0-9a-f-]{36}$/;

/** Whether a request is one of the owner of the shared pipelines. */
const isKeeper = (request: HttpRequest): boolean => askerOf(request)?.endsWith(':keeper') === true;

/** The server handles requests of the owner of the shared pipelines differently; on Kubernetes, of all non-owners. */
const forKeeper =
  (defective: Interceptor): Interceptor =>
  (request, send, surface) =>
    isKeeper(request) || (surface === 'kubernetes' && askerOf(request) === undefined)
      ? defective(request, send, surface)
      : send(request);

const undescribed = ({ body }: HttpResponse): string =>
  JSON.stringify(JSON.parse(body, (key, value: unknown) => (key === 'description' ? undefined : value)));

/** The checks about a shared pipeline and one of the same name in a namespace. */
const sameName: readonly Kill[] = [
  { requirement: 'SHR-15', lanes: ['database/rest'] },
  { requirement: 'SHR-16', lanes: ['kubernetes/rest', 'kubernetes/crd'] },
  { requirement: 'SHR-20', lanes: ['kubernetes/rest', 'kubernetes/crd'] },
];
const ofSameName = (...statements: readonly string[]) => ({
  'SHR-15': statements,
  'SHR-16': statements,
  'SHR-20': statements,
});

/** The checks about shared pipelines on both surfaces. */
const seenTwice: readonly Kill[] = ['SHR-06', 'SHR-17'];
const ofSeenTwice = (...statements: readonly string[]) => ({ 'SHR-06': statements, 'SHR-17': statements });

const decidedIn = (requirement: string, scenario: string): readonly Kill[] =>
  [requirement, 'PAR-01'].map((id) => ({ requirement: id, scenarios: [scenario] }));

/** After a change of the pipeline of a namespace, one look at the shared one of its name shows something else. */
const changeReaching = (what: keyof typeof looks): Mutant => ({
  name: `change-reaches-${what.replaceAll(' ', '-')}-of-its-name`,
  family: 'lost write',
  defect: `a change of the pipeline of a namespace overwrites ${what} of the shared one of its name`,
  long: true,
  kills: sameName,
  aspects: ofSameName(`*: ${what}`),
  create: () => ({
    intercept: onlyIn(
      looks[what],
      lateEffect(0, (request) => request.method === 'PATCH' && bodyHas(request, '"Changed"')),
    ),
  }),
});

const mutants: readonly Mutant[] = [
  {
    name: 'shared-pipeline-is-not-got-by-name',
    family: 'status',
    defect: "a shared pipeline cannot be got by its name without rights of one's own",
    lanes: ['database/rest'],
    kills: ['SHR-01'],
    aspects: { 'SHR-01': ['reads of a shared pipeline that are not answered 200'] },
    create: () => ({
      intercept: changingAnswer({ surface: 'rest', method: 'GET', path: byName, status: 200 }, (answer, request) =>
        namespaceOf(request) === undefined ? { ...answer, status: 403 } : answer,
      ),
    }),
  },
  {
    name: 'shared-pipeline-is-described-to-its-owner-only',
    family: 'field',
    defect: 'whoever asks for a shared pipeline with a token is not told its description',
    long: true,
    lanes: ['database/rest'],
    kills: ['SHR-01'],
    aspects: { 'SHR-01': ['what a user is shown of a shared pipeline'] },
    create: () => ({
      intercept: changingJson({ surface: 'rest', method: 'GET', path: byId, status: 200 }, (json, request) => {
        const { description: _, ...others } = json;
        return 'authorization' in identityOf(request) ? others : json;
      }),
    }),
  },
  {
    name: 'list-without-namespace-holds-all',
    family: 'list content',
    defect: 'a list without namespace holds the pipelines of every namespace, and is for everybody',
    kills: [
      'SHR-04',
      ...decidedIn('SHR-05', 'lists-without-namespace'),
      ...decidedIn('SHR-13', 'shared-namespace-lists'),
      ...decidedIn('SHR-18', 'shared-cluster-lists'),
    ],
    aspects: {
      'SHR-18': ['the pipelines that lists hold', 'the list of shared pipelines, for others'],
      'PAR-01': ['refused', 'statuses'],
      'SHR-04': ['the pipelines that lists hold'],
      'SHR-13': ['the pipelines that lists hold', 'the list of shared pipelines, for others'],
      'SHR-05': ["lists without namespace that show somebody else's pipeline to strangers, or get no answer"],
    },
    knownOfKfp: { 'SHR-05': ['lists-without-namespace'] },
    create: () => ({
      intercept: remembering(async ({ byId }, request, answer, send) => {
        if (!/\/v2beta1\/pipelines(\?|$)/.test(request.target) || request.method !== 'GET') return answer;
        if ((namespaceOf(request) ?? '') !== '') return answer;
        const pipelines = [...objects(jsonIn(answer), 'pipelines')];
        for (const { id, headers, pipelineId } of byId.values())
          if (headers !== undefined && pipelineId === '') {
            const found = await send(askedBy(request, headers, `/apis/v2beta1/pipelines/${id}`));
            if (found.status === 200 && !pipelines.some((item) => item['pipeline_id'] === id))
              pipelines.push(jsonIn(found));
          }
        return fakeResponse(200, { pipelines, total_size: pipelines.length });
      }),
    }),
  },
  {
    name: 'groups-have-no-part-in-shared-pipelines',
    family: 'status',
    defect: "a list of shared pipelines is refused to whoever has no rights of one's own",
    kills: decidedIn('SHR-12', 'shared-namespace-for-everybody'),
    aspects: { 'SHR-12': ['reads of shared pipelines that are not answered 200'], 'PAR-01': ['reads'] },
    create: () => ({
      intercept: changingAnswer(
        { surface: 'rest', method: 'GET', path: /\/v2beta1\/pipelines(\?|$)/, status: 200 },
        (answer, request) => (userOf(request)?.endsWith(':outsider') === true ? { ...answer, status: 403 } : answer),
      ),
    }),
  },
  {
    name: 'groups-do-not-list-in-kubernetes',
    family: 'status',
    defect:
      "the Kubernetes API lists shared pipelines for whoever has rights of one's own, and not by those of a group",
    long: true,
    kills: [{ requirement: 'SHR-12', scenarios: ['shared-namespace-for-everybody'] }],
    aspects: { 'SHR-12': ['reads through the Kubernetes API that are refused'] },
    create: () => ({ intercept: refusingNonOwners({ surface: 'kubernetes', method: 'GET', path: /\/pipelines$/ }) }),
  },
  {
    name: 'upload-without-namespace-is-not-authorised',
    family: 'status',
    defect: 'an upload without namespace is done for everybody',
    knownOfKfp: { 'SHR-03': ['shared-pipelines-written-by-others'] },
    lanes: ['database/rest'],
    kills: ['SHR-03'],
    aspects: { 'SHR-03': ['uploads of shared pipelines that were not refused'] },
    create: () => ({
      intercept: changingAnswer({ surface: 'rest', method: 'POST', path: anyUpload }, (answer, request) =>
        isRefused(answer) && namespaceOf(request) === undefined ? fakeResponse(200, {}) : answer,
      ),
    }),
  },
  {
    name: 'creation-without-namespace-is-a-conflict',
    family: 'status',
    defect: 'a creation without namespace is answered 409 and no reason',
    knownOfKfp: { 'SHR-07': ['creation-without-namespace'] },
    lanes: ['kubernetes/rest'],
    kills: ['SHR-07'],
    aspects: {
      'SHR-07': [
        'creations without namespace that neither make a shared pipeline nor say that the namespace is missing',
      ],
    },
    create: () => ({
      intercept: answering({ surface: 'rest', method: 'POST', path: /\/v2beta1\/pipelines\/create$/ }, 409, ''),
    }),
  },
  {
    name: 'get-by-name-without-namespace-is-not-authorised',
    family: 'status',
    defect: 'a get by name without namespace finds what is in any namespace, for everybody',
    kills: [...decidedIn('SHR-08', 'server-namespace-by-name'), ...decidedIn('SHR-21', 'names-without-namespace')],
    aspects: {
      'SHR-21': ["gets by name without namespace that show somebody else's pipeline to strangers, or get no answer"],
      'PAR-01': ['shown'],
      'SHR-08': ['gets by name that reached the namespace of the server, or got no answer'],
    },
    knownOfKfp: { 'SHR-08': ['server-namespace-by-name'], 'SHR-21': ['names-without-namespace'] },
    create: () => ({
      intercept: remembering(({ byId }, request, answer, send) => {
        const sent = /\/v2beta1\/pipelines\/names\/([^/?]+)/.exec(request.target)?.[1];
        const found = [...byId.values()].find(({ name, headers }) => headers !== undefined && name === sent);
        if (found === undefined || !isRefused(answer) || (namespaceOf(request) ?? '') !== '') return answer;
        const target = withParameters(request.target, (parameters) => parameters.set('namespace', found.namespace));
        return send(askedBy(request, found.headers, target));
      }),
    }),
  },
  {
    name: 'refusal-of-a-name-locks-its-pipeline',
    family: 'status',
    defect: 'once somebody was refused a get by name, everybody is',
    long: true,
    kills: [
      { requirement: 'SHR-08', scenarios: ['server-namespace-by-name'] },
      { requirement: 'SHR-21', scenarios: ['names-without-namespace'] },
    ],
    aspects: {
      'SHR-08': ['the pipeline, for whoever may see it'],
      'SHR-21': ['the pipeline, for whoever may see it'],
    },
    create: () => {
      let locked = false;
      return {
        intercept: changingAnswer({ surface: 'rest', method: 'GET', path: onePipeline }, (answer, request) => {
          if (locked && answer.status === 200) return { ...answer, status: 403, body: '{}' };
          locked ||= byName.test(request.target) && [401, 403].includes(answer.status);
          return answer;
        }),
      };
    },
  },
  {
    name: 'list-in-a-namespace-is-refused',
    family: 'status',
    defect: 'whoever has rights on shared pipelines is refused the list of a namespace',
    long: true,
    kills: decidedIn('SHR-09', 'namespace-required'),
    aspects: {
      'SHR-09': ['calls without namespace that are not answered 400, and calls within one that are not answered 200'],
      'PAR-01': ['within a namespace'],
    },
    create: () => ({
      intercept: changingAnswer(
        { surface: 'rest', method: 'GET', path: /\/v2beta1\/pipelines\?/, status: 200 },
        (answer, request) => (isKeeper(request) ? { ...answer, status: 403, body: '{}' } : answer),
      ),
    }),
  },
  {
    name: 'namespace-is-not-required-of-names',
    family: 'status',
    defect: 'a get by name needs no namespace where every call does',
    kills: decidedIn('SHR-09', 'namespace-required'),
    aspects: {
      'SHR-09': ['calls without namespace that are not answered 400, and calls within one that are not answered 200'],
      'PAR-01': ['without namespace'],
    },
    create: () => ({ intercept: answering({ surface: 'rest', method: 'GET', path: byName, status: 400 }, 404) }),
  },
  {
    name: 'shared-pipeline-hides-those-of-its-name',
    family: 'field',
    defect: 'a get by name finds the shared pipeline first, whatever the namespace',
    kills: [
      ...sameName,
      {
        requirement: 'PAR-01',
        scenarios: ['shared-and-private-of-one-name', 'shared-cluster-and-private-of-one-name'],
      },
    ],
    aspects: { ...ofSameName('what a reader of both is shown'), 'PAR-01': ['in the end'] },
    create: () => ({
      intercept: changingRequest({ surface: 'rest', method: 'GET', path: byName }, (request) => ({
        ...request,
        target: withParameters(request.target, (parameters) => parameters.delete('namespace')),
      })),
    }),
  },
  ...(['the pipeline', 'its versions', 'the version'] as const).map(changeReaching),
  {
    name: 'pipeline-of-a-shared-name-is-not-written',
    family: 'status',
    defect: 'a pipeline with the name of a shared one can be neither changed nor deleted',
    long: true,
    kills: sameName,
    aspects: ofSameName(
      'a change of the one in the namespace',
      '*: the one in the namespace that was changed',
      'the deletion of the one in the namespace',
      'what a reader is shown when the one in the namespace is deleted',
    ),
    create: () => ({
      intercept: async (request, send) =>
        ['PATCH', 'DELETE'].includes(request.method) && onePipeline.test(request.target)
          ? fakeResponse(500, { code: 13, message: 'mutant', details: [] })
          : send(request),
    }),
  },
  {
    name: 'reader-of-several-places-is-shown-nothing-by-id',
    family: 'field',
    defect: 'whoever may read in several places is answered an empty object to reads by id',
    long: true,
    kills: sameName,
    aspects: ofSameName('the pipeline, by its id', 'its version, among its versions', 'the number of its versions'),
    create: () => {
      const empty = answering({ surface: 'rest', method: 'GET', path: /\/v2beta1\/pipelines\/[0-9a-f-]{36}/ }, 200);
      return {
        intercept: (request, send, surface) =>
          userOf(request)?.endsWith(':reader') === true ? empty(request, send, surface) : send(request),
      };
    },
  },
  {
    name: 'shared-pipelines-are-listed-twice-and-without-texts',
    family: 'field',
    defect: 'shared pipelines and their versions are read without their descriptions, and listed twice',
    long: true,
    kills: seenTwice,
    aspects: ofSeenTwice('*: the pipeline', '*: by name', '*: its versions', '*: listed once'),
    create: () => ({
      intercept: forKeeper(
        both(
          changingJson({ method: 'GET', path: /\/(shared)?pipelines(\?|$)/, status: 200 }, (json) => {
            const key = 'items' in json ? 'items' : 'pipelines';
            return { ...json, [key]: [...objects(json, key), ...objects(json, key)] };
          }),
          changingAnswer({ method: 'GET', status: 200 }, (answer) => ({ ...answer, body: undescribed(answer) })),
        ),
      ),
    }),
  },
  {
    name: 'shared-pipelines-are-read-as-at-first',
    family: 'stale read',
    defect: 'a shared pipeline is answered as it was read first, whatever is written later',
    long: true,
    kills: seenTwice,
    aspects: ofSeenTwice('*: the pipeline that was changed', '*: the deleted pipeline'),
    create: () => {
      const firsts = new Map<string, HttpResponse>();
      return {
        intercept: forKeeper(
          changingAnswer({ method: 'GET', path: /\/(shared)?pipelines\/[^/?]+$/ }, (answer, { target }) => {
            const first = firsts.get(target) ?? answer;
            if (first.status === 200) firsts.set(target, first);
            return first;
          }),
        ),
      };
    },
  },
  {
    name: 'shared-pipeline-has-no-namespace',
    family: 'field',
    defect: 'REST does not tell the namespace of a shared pipeline, so that nobody can find it in the Kubernetes API',
    kills: decidedIn('SHR-06', 'shared-namespace-seen-twice'),
    aspects: { 'SHR-06': ['the namespace that REST shows'], 'PAR-01': ['the namespace of the answer'] },
    create: () => ({
      intercept: changingJson(
        { surface: 'rest', method: 'GET', path: /\/v2beta1\/pipelines\/[^/?]+$/, status: 200 },
        (json, request) => (userOf(request) === undefined ? json : { ...json, namespace: undefined }),
      ),
    }),
  },
  {
    name: 'cluster-scoped-pipeline-has-a-namespace',
    family: 'field',
    defect: 'REST shows a shared pipeline of a cluster-scoped kind in a namespace, where it is not',
    kills: decidedIn('SHR-17', 'shared-cluster-seen-twice'),
    aspects: { 'SHR-17': ['the namespace that REST shows'], 'PAR-01': ['the namespace of the answer'] },
    create: () => ({
      intercept: changingJson(
        { surface: 'rest', method: 'GET', path: /\/v2beta1\/pipelines\/[^/?]+$/, status: 200 },
        (json, request) => (userOf(request) === undefined ? json : { namespace: 'kubeflow', ...json }),
      ),
    }),
  },
];

export default mutants;
