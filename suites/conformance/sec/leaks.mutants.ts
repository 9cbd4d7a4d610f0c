import type { HttpRequest, HttpResponse } from '../../../src/contract/exchange.ts';
import { text } from '../../../src/clients/json-response.ts';
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
import type { Kill, Mutant } from '../../../src/mutants/mutant.ts';
import { answering, changingAnswer, changingJson, fakeResponse, requestJson } from '../../../src/mutants/rewrite.ts';

const list = { surface: 'rest', method: 'GET', path: /\/v2beta1\/pipelines\?/ } as const;
const creation = { surface: 'rest', method: 'POST', path: /\/v2beta1\/pipelines$/ } as const;

const decidedIn = (requirement: string, scenario: string): readonly Kill[] =>
  [requirement, 'PAR-01'].map((id) => ({ requirement: id, scenarios: [scenario] }));
const onlyIn = (requirement: string, scenario: string): readonly Kill[] => [{ requirement, scenarios: [scenario] }];

const idIn = (request: HttpRequest, pattern: RegExp): string => pattern.exec(request.target)?.[1] ?? '';

/** The last id in the path, which identifies the object of the call. */
const lastId = ({ target }: HttpRequest): string =>
  [...(target.split('?')[0] ?? '').matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)].at(-1)?.[0] ?? '';

const forbidden = (answer: HttpResponse, message: string): HttpResponse => ({
  ...answer,
  status: 403,
  body: JSON.stringify({ code: 7, message, details: [] }),
});

const mutants: readonly Mutant[] = [
  {
    name: 'foreign-list-is-empty',
    family: 'status',
    defect: 'the list of a namespace that the user may not list is answered as empty',
    kills: decidedIn('SEC-34', 'lists-beside-a-neighbour'),
    aspects: {
      'SEC-34': ["lists that show somebody else's pipeline, and foreign lists that are answered, or not even refused"],
      'PAR-01': ['foreign'],
    },
    create: () => ({ intercept: answering({ ...list, status: 403 }, 200) }),
  },
  {
    name: 'filtered-list-counts-every-namespace',
    family: 'list content',
    defect: 'the total of a list with a filter counts the pipelines of all namespaces',
    kills: onlyIn('SEC-34', 'lists-beside-a-neighbour'),
    aspects: { 'SEC-34': ["how many pipelines one's own lists hold and count"] },
    create: () => ({
      intercept: changingJson({ ...list, path: /\/v2beta1\/pipelines\?.*filter=/, status: 200 }, (json) => ({
        ...json,
        total_size: Number(json['total_size'] ?? 0) + 1,
      })),
    }),
  },
  {
    name: 'list-is-empty-beside-others',
    family: 'list content',
    defect: 'where two people have pipelines, a list without filter holds nothing for the one of them',
    kills: onlyIn('SEC-34', 'lists-beside-a-neighbour'),
    aspects: {
      'SEC-34': ["how many pipelines one's own lists hold and count", "one's own pipeline in the plain list"],
    },
    create: () => ({
      intercept: changingJson({ ...list, status: 200 }, (json, request) =>
        userOf(request)?.endsWith(':alice') === true && !request.target.includes('filter=') ? {} : json,
      ),
    }),
  },
  {
    name: 'list-is-an-error-beside-others',
    family: 'status',
    defect: 'where two people have pipelines, a list is answered 500 to the one of them',
    kills: decidedIn('SEC-34', 'lists-beside-a-neighbour'),
    aspects: { 'SEC-34': ["how many pipelines one's own lists hold and count"], 'PAR-01': ['own'] },
    create: () => ({
      intercept: changingAnswer({ ...list, status: 200 }, (answer, request) =>
        userOf(request)?.endsWith(':alice') === true ? { ...answer, status: 500 } : answer,
      ),
    }),
  },
  {
    name: 'outsider-waits-for-ever',
    family: 'process',
    defect: 'a call that somebody without any rights may not make gets no answer',
    kills: [
      ...onlyIn('SEC-34', 'lists-beside-a-neighbour'),
      ...onlyIn('SEC-35', 'page-tokens-of-a-neighbour'),
      ...onlyIn('SEC-39', 'foreign-and-unknown-ids'),
      ...decidedIn('SEC-41', 'namespaces-of-dash-and-slash'),
      ...onlyIn('SEC-41', 'namespaces-that-are-none'),
      ...onlyIn('SEC-38', 'v1beta1-beside-a-neighbour'),
      ...onlyIn('SEC-53', 'v1beta1-beside-a-neighbour'),
      ...onlyIn('SEC-52', 'uploads-without-rights'),
      ...onlyIn('SHR-03', 'shared-pipelines-written-by-others'),
      ...onlyIn('SHR-05', 'lists-without-namespace'),
      ...onlyIn('SHR-08', 'server-namespace-by-name'),
      ...onlyIn('SHR-21', 'names-without-namespace'),
    ],
    aspects: {
      'SEC-52': ['uploads without identity or without rights that are not refused'],
      'SEC-41': ['namespaces that are none, and are answered as errors of the server or not at all'],
      'SEC-38': ["calls of v1beta1 that were done for strangers or show somebody else's pipeline"],
      'SEC-53': ["calls of v1beta1 that were done for strangers or show somebody else's pipeline"],
      'SEC-34': ["lists that show somebody else's pipeline, and foreign lists that are answered, or not even refused"],
      'SEC-35': ["answers to a page token of somebody else's that show what it was for, and calls without answer"],
      'SEC-39': ["answers that show more of somebody else's object than its id, and calls without answer"],
      'SHR-03': ['uploads of shared pipelines that were not refused'],
      'SHR-05': ["lists without namespace that show somebody else's pipeline to strangers, or get no answer"],
      'SHR-21': ["gets by name without namespace that show somebody else's pipeline to strangers, or get no answer"],
      'SHR-08': ['gets by name that reached the namespace of the server, or got no answer'],
      'PAR-01': ['failed'],
    },
    create: () => ({
      intercept: async (request, send, surface) => {
        const answer = await send(request);
        const isTheirs = surface === 'rest' && userOf(request)?.endsWith(':outsider') === true;
        if (isTheirs && answer.status >= 400) throw Object.assign(new Error('nothing came'), { code: 'ETIMEDOUT' });
        return answer;
      },
    }),
  },
  {
    name: 'page-token-brings-its-list',
    family: 'paging',
    defect: 'a page token stands for the list it was made for, and access is not decided again',
    kills: decidedIn('SEC-35', 'page-tokens-of-a-neighbour'),
    aspects: {
      'SEC-35': ["answers to a page token of somebody else's that show what it was for, and calls without answer"],
      'PAR-01': ['refused to others'],
    },
    create: () => {
      const firsts = new Map<string, HttpRequest>();
      return {
        intercept: async (request, send) => {
          const token = new URL(request.target, 'http://kfp').searchParams.get('page_token') ?? '';
          const first = firsts.get(token);
          const answer = await send(
            first === undefined || request.target.includes('/versions')
              ? request
              : askedBy(
                  request,
                  identityOf(first),
                  withParameters(first.target, (parameters) => parameters.set('page_token', token)),
                ),
          );
          const next = text(jsonIn(answer), 'next_page_token');
          if (next !== '') firsts.set(next, request);
          return answer;
        },
      };
    },
  },
  {
    name: 'foreign-id-is-forbidden',
    family: 'status',
    defect: 'a call with the id of what the user may not see is answered 403, with an unknown one 404',
    kills: decidedIn('SEC-10', 'foreign-and-unknown-ids'),
    aspects: { 'SEC-10': ["calls that tell somebody else's object from none, and by what"], 'PAR-01': ['statuses'] },
    knownOfKfp: { 'SEC-10': ['foreign-and-unknown-ids'] },
    create: () => ({
      intercept: remembering(({ byId }, request, answer) =>
        answer.status === 404 && byId.has(lastId(request)) ? forbidden(answer, 'not allowed') : answer,
      ),
    }),
  },
  {
    name: 'refusal-tells-the-namespace',
    family: 'field',
    defect: 'the refusal of a call by id tells where its object is',
    kills: onlyIn('SEC-39', 'foreign-and-unknown-ids'),
    aspects: { 'SEC-39': ["answers that show more of somebody else's object than its id, and calls without answer"] },
    create: () => ({
      intercept: remembering(({ byId }, request, answer) => {
        const namespace = byId.get(lastId(request))?.namespace ?? '';
        const message = `${text(jsonIn(answer), 'message')} It may not be had in ${namespace}.`;
        return isRefused(answer) && namespace !== ''
          ? { ...answer, body: JSON.stringify({ ...jsonIn(answer), message }) }
          : answer;
      }),
    }),
  },
  {
    name: 'dash-is-nobodys-namespace',
    family: 'status',
    defect: 'a creation in the namespace of a dash is done for everybody',
    kills: decidedIn('SEC-21', 'namespaces-of-dash-and-slash'),
    aspects: { 'SEC-21': ['writes that were done and objects that were shown to strangers'], 'PAR-01': ['done'] },
    create: () => ({
      intercept: changingAnswer(creation, (answer, request) =>
        requestJson(request)['namespace'] === '-' && isRefused(answer) ? fakeResponse(200, { name: 'made' }) : answer,
      ),
    }),
  },
  {
    name: 'dash-is-kept-as-a-namespace',
    family: 'field',
    defect: 'a dash for a namespace is stored and shown',
    kills: onlyIn('SEC-42', 'namespaces-of-dash-and-slash'),
    aspects: { 'SEC-42': ['the namespace of a pipeline that was made with a dash for its namespace'] },
    knownOfKfp: { 'SEC-42': ['namespaces-of-dash-and-slash'] },
    create: () => ({
      intercept: changingJson({ ...creation, status: 200 }, (json, request) =>
        requestJson(request)['namespace'] === '-' ? { ...json, namespace: '-' } : json,
      ),
    }),
  },
  {
    name: 'second-namespace-is-not-authorised',
    family: 'list content',
    defect: 'of two namespaces in a request the first decides about access, the second what is shown',
    kills: onlyIn('SEC-36', 'namespaces-that-are-none'),
    aspects: { 'SEC-36': ['writes that were done and objects that were shown to strangers'] },
    create: () => ({
      intercept: remembering(({ byId }, request, answer, send) => {
        const [, second] = new URL(request.target, 'http://kfp').searchParams.getAll('namespace');
        const seen = [...byId.values()].find(({ namespace, headers }) => headers && namespace === second);
        if (second === undefined || seen === undefined) return answer;
        const target = withParameters(request.target, (parameters) => parameters.set('namespace', second));
        return send(askedBy(request, seen.headers, target));
      }),
    }),
  },
  {
    name: 'long-namespace-is-internal-error',
    family: 'status',
    defect: 'a namespace that is longer than one can be is answered 500',
    kills: decidedIn('SEC-41', 'namespaces-that-are-none'),
    aspects: {
      'SEC-41': ['namespaces that are none, and are answered as errors of the server or not at all'],
      'PAR-01': ['failed'],
    },
    create: () => ({
      intercept: changingAnswer(list, (answer, request) =>
        (namespaceOf(request)?.length ?? 0) > 63 ? { ...answer, status: 500 } : answer,
      ),
    }),
  },
  {
    name: 'version-is-authorised-by-the-path',
    family: 'status',
    defect: 'access to a version is decided for the pipeline in the path, and the version is found by its own id',
    kills: decidedIn('SEC-37', 'foreign-version-behind-own-pipeline'),
    aspects: {
      'SEC-37': ["calls with the ids of two people's objects that reached the foreign one"],
      'PAR-01': ['answered'],
    },
    create: () => ({
      intercept: remembering(({ byId }, request, answer, send) => {
        const id = idIn(request, /\/v2beta1\/pipelines\/[^/]+\/versions\/([^/?]+)$/);
        const version = byId.get(id);
        if (request.method !== 'GET' || !isRefused(answer) || version === undefined) return answer;
        return send(
          askedBy(request, version.headers, `/apis/v2beta1/pipelines/${version.pipelineId}/versions/${version.id}`),
        );
      }),
    }),
  },
  {
    name: 'access-is-decided-for-the-name-that-was-sent',
    family: 'status',
    defect: 'a name in other capitals finds a pipeline, and access is decided for the name as it was sent',
    lanes: ['database/rest'],
    kills: ['SEC-22'],
    aspects: {
      'SEC-22': [
        'spellings of a name by which somebody without access to the pipeline is shown it, or that get no answer',
      ],
    },
    create: () => ({
      intercept: remembering(({ byId }, request, answer, send) => {
        const sent = decodeURIComponent(idIn(request, /\/names\/([^/?]+)/));
        const found = [...byId.values()].find(({ name }) => name !== sent && name === sent.toLowerCase());
        if (found === undefined || !isRefused(answer)) return answer;
        return send(askedBy(request, found.headers, request.target.replace(encodeURIComponent(sent), found.name)));
      }),
    }),
  },
  {
    name: 'restricted-user-is-unknown',
    family: 'status',
    defect: 'whatever somebody with access to some names asks is answered 401',
    lanes: ['database/rest'],
    kills: ['SEC-22'],
    aspects: { 'SEC-22': ['the other pipeline is shown by its name to somebody who may see it'] },
    create: () => ({
      intercept: changingAnswer({ surface: 'rest' }, (answer, request) =>
        userOf(request)?.endsWith(':restricted') === true
          ? { ...answer, status: 401, body: JSON.stringify({ code: 16, message: 'unknown user', details: [] }) }
          : answer,
      ),
    }),
  },
  {
    name: 'v1beta1-is-not-authorised',
    family: 'status',
    defect: 'v1beta1 gives a pipeline to everybody who knows its id',
    kills: [...onlyIn('SEC-38', 'v1beta1-beside-a-neighbour'), ...decidedIn('SEC-53', 'v1beta1-beside-a-neighbour')],
    aspects: {
      'SEC-38': ["calls of v1beta1 that were done for strangers or show somebody else's pipeline"],
      'SEC-53': ["calls of v1beta1 that were done for strangers or show somebody else's pipeline"],
      'PAR-01': ['answered'],
    },
    create: () => ({
      intercept: remembering(({ byId }, request, answer, send) => {
        const seen = byId.get(idIn(request, /\/v1beta1\/pipelines\/([^/?]+)$/));
        if (request.method !== 'GET' || seen === undefined || answer.status === 200) return answer;
        return send(askedBy(request, seen.headers, `/apis/v2beta1/pipelines/${seen.id}`));
      }),
    }),
  },
];

export default mutants;
