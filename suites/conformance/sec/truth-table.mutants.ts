import type { HttpRequest, HttpResponse } from '../../../src/contract/exchange.ts';
import {
  allowingNonOwners,
  askerOf,
  refused,
  refusingNonOwners,
  forNonOwners,
} from '../../../src/mutants/non-owner-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { requestText } from '../../../src/mutants/rewrite.ts';

const restPipeline = { surface: 'rest', path: /\/v2beta1\/pipelines\/[0-9a-f-]{36}$/ } as const;
const restVersion = { surface: 'rest', path: /\/versions\/[0-9a-f-]{36}$/ } as const;
const inKubernetesMode = ['kubernetes/rest', 'kubernetes/crd'] as const;

/** The owner of the namespace in which the caller was granted rights. The account may not exist. */
const ownerFor = (asker: string): string => {
  const [, account] = /^system:serviceaccount:([^:]+):/.exec(asker) ?? [];
  const namespace = account ?? `ns-${asker.slice(0, 8)}`;
  return `system:serviceaccount:${namespace}:owner`;
};

const byOwner = (request: HttpRequest): HttpRequest => {
  const { authorization: _, ...headers } = request.headers;
  return { ...request, headers: { ...headers, 'kubeflow-userid': ownerFor(askerOf(request) ?? '') } };
};

const tables = ['access-by-role', 'access-by-part-of-a-role', 'access-to-named-objects', 'access-by-group'];

const bothKinds = ['pipelines', 'pipelines and pipelineversions', 'pipelineversions'];
/** The parts of a role with which nobody may read a version, in neither storage mode. */
const partsWithout = [
  ...['deletecollection', 'patch', 'watch'].flatMap((verb) => bothKinds.map((kinds) => `${verb} on ${kinds}`)),
  ...['create', 'delete', 'list', 'update'].map((verb) => `${verb} on pipelines and pipelineversions`),
  'get on pipelineversions',
  'list on pipelineversions',
];
/** Those that allow different calls about versions in the storage modes. */
const withoutReading = [
  ...['create', 'delete', 'list', 'update'].map((verb) => `${verb} on pipelines`),
  ...['create', 'delete', 'update'].map((verb) => `${verb} on pipelineversions`),
  'edit of pipelineversions',
];
const withReading = ['edit of pipelines', 'get on pipelines'];
const partsThatDiffer = [...withoutReading, ...withReading];

const mutants: readonly Mutant[] = [
  {
    name: 'pipelines-are-shown-to-everybody',
    family: 'status',
    defect: 'whoever knows the id of a pipeline is shown it',
    kills: [
      'SEC-02',
      { requirement: 'SEC-23', scenarios: tables.filter((name) => name !== 'access-by-role') },
      { requirement: 'PAR-01', scenarios: tables },
    ],
    aspects: {
      'SEC-02': ['calls that are not answered as RBAC says'],
      'PAR-01': [
        'no role: pipelines',
        'list on pipelines: pipelines',
        'edit of named objects (others): pipelines',
        'outside of the group: pipelines',
        'edit of something else: pipelines',
        'edit in another namespace: pipelines',
        'create on pipelines: pipelines',
        'patch on pipelines and pipelineversions: pipelines',
        'deletecollection on pipelineversions: pipelines',
        'create on pipelines and pipelineversions: pipelines',
        'update on pipelineversions: pipelines',
        'delete on pipelines: pipelines',
        'patch on pipelineversions: pipelines',
        'delete on pipelineversions: pipelines',
        'update on pipelines: pipelines',
        'list on pipelineversions: pipelines',
        'delete on pipelines and pipelineversions: pipelines',
        'get on pipelineversions: pipelines',
        'list on pipelines and pipelineversions: pipelines',
        'patch on pipelines: pipelines',
        'watch on pipelineversions: pipelines',
        'edit of pipelineversions: pipelines',
        'deletecollection on pipelines and pipelineversions: pipelines',
        'update on pipelines and pipelineversions: pipelines',
        'deletecollection on pipelines: pipelines',
        'watch on pipelines and pipelineversions: pipelines',
        'watch on pipelines: pipelines',
        'create on pipelineversions: pipelines',
      ],
      'SEC-23': ['calls that are not answered as RBAC says'],
    },
    create: () => ({ intercept: allowingNonOwners({ ...restPipeline, method: 'GET' }) }),
  },
  {
    name: 'pipelines-are-everybodys-to-change',
    family: 'status',
    defect: 'whoever may see a pipeline may change it',
    lanes: ['database/rest', 'kubernetes/rest'],
    kills: [{ requirement: 'SEC-23', scenarios: ['access-by-role'] }],
    aspects: { 'SEC-23': ['calls that are not answered as RBAC says'] },
    create: () => ({ intercept: allowingNonOwners({ ...restPipeline, method: 'PATCH' }) }),
  },
  {
    name: 'names-restrict-creations',
    family: 'status',
    defect: 'a creation is allowed to whoever has a right to create by the name that it gives',
    knownOfKfp: { 'PAR-01': ['access-to-named-objects'] },
    lanes: ['database/rest', 'kubernetes/rest'],
    kills: ['SEC-51'],
    aspects: { 'SEC-51': ['calls that are not answered as RBAC says'] },
    create: () => ({
      intercept: (request, send, surface) =>
        /"name":"\w+-r0-\d+-\d+"/.test(requestText(request))
          ? allowingNonOwners({ surface: 'rest', method: 'POST', path: /\/v2beta1\/pipelines$/ })(
              request,
              send,
              surface,
            )
          : send(request),
    }),
  },
  {
    name: 'names-restrict-creations-of-kubernetes',
    family: 'status',
    defect: 'the Kubernetes API allows a creation to whoever has a right to create by the name that it gives',
    lanes: ['kubernetes/crd'],
    kills: ['SEC-51'],
    aspects: { 'SEC-51': ['calls that are not answered as RBAC says'] },
    create: () => ({
      intercept: allowingNonOwners({ surface: 'kubernetes', method: 'POST', path: /\/pipelines$/ }),
    }),
  },
  {
    name: 'kubernetes-lists-for-everybody',
    family: 'status',
    defect: 'the Kubernetes API lists the pipelines of a namespace for everybody',
    lanes: ['kubernetes/crd'],
    kills: [{ requirement: 'SEC-23', scenarios: ['access-by-role'] }],
    aspects: { 'SEC-23': ['calls that are not answered as RBAC says'] },
    create: () => ({ intercept: allowingNonOwners({ surface: 'kubernetes', method: 'GET', path: /\/pipelines$/ }) }),
  },
  {
    name: 'pipelines-are-shown-to-owners-only',
    family: 'status',
    defect: 'reading a pipeline by its id needs more than the right to read it',
    kills: [
      { requirement: 'SEC-43', scenarios: ['access-by-role', 'access-by-part-of-a-role'] },
      'SEC-06',
      { requirement: 'SEC-08', scenarios: ['access-by-group'] },
      { requirement: 'PAR-01', scenarios: tables },
    ],
    aspects: {
      'PAR-01': [
        'view: pipelines',
        'edit: pipelines',
        'everything: pipelines',
        'view of the cluster: pipelines',
        'edit of the cluster: pipelines',
        'edit of pipelines and pipelineversions: pipelines',
        'edit of pipelines: pipelines',
        'get on pipelines and pipelineversions: pipelines',
        'get on pipelines: pipelines',
        'edit of named objects (them): pipelines',
        'edit by a group: pipelines',
      ],
      'SEC-43': ['calls that are not answered as RBAC says'],
      'SEC-06': ['calls that are not answered as RBAC says'],
      'SEC-08': ['calls that are not answered as RBAC says'],
    },
    create: () => ({ intercept: refusingNonOwners({ ...restPipeline, method: 'GET' }) }),
  },
  {
    name: 'kubernetes-shows-the-first-to-owners-only',
    family: 'status',
    defect: 'the Kubernetes API does not show a pipeline to people who may read it',
    lanes: inKubernetesMode,
    kills: [{ requirement: 'SEC-43', scenarios: ['access-to-named-objects', 'access-by-group'] }],
    aspects: { 'SEC-43': ['calls that are not answered as RBAC says'] },
    create: () => ({
      intercept: refusingNonOwners({ surface: 'kubernetes', path: /\/pipelines\/k[0-9a-f]{7}-r0$/ }),
    }),
  },
  {
    name: 'versions-are-shown-to-everybody',
    family: 'status',
    defect: 'the right to read versions is not asked for',
    lanes: inKubernetesMode,
    kills: [
      { requirement: 'SEC-04', scenarios: ['access-by-part-of-a-role', 'access-to-named-objects'] },
      'SEC-15',
      { requirement: 'PAR-01', scenarios: tables },
    ],
    aspects: {
      'SEC-15': ['calls that REST allows and the Kubernetes API does not'],
      'SEC-04': ['calls that are not answered as RBAC says'],
      'PAR-01': [
        'no role: versions',
        'edit in another namespace: versions',
        'edit of something else: versions',
        'outside of the group: versions',
        ...partsWithout.map((part) => `${part}: versions`),
        ...partsThatDiffer.flatMap((part) => inKubernetesMode.map((lane) => `${part}: versions in ${lane}`)),
        'edit of named objects (others): versions',
        'edit of named objects (another version of them): versions in kubernetes/rest',
        'edit of named objects (another version of them): versions in kubernetes/crd',
      ],
    },
    knownOfKfp: { 'SEC-04': ['access-to-named-objects'] },
    create: () => ({ intercept: allowingNonOwners({ ...restVersion, method: 'GET' }) }),
  },
  {
    name: 'versions-are-shown-to-owners-only',
    family: 'status',
    defect: 'reading a version needs more than reading its pipeline',
    lanes: ['database/rest'],
    kills: [
      { requirement: 'SEC-05', scenarios: ['access-by-part-of-a-role', 'access-to-named-objects'] },
      { requirement: 'PAR-01', scenarios: tables, lanes: inKubernetesMode },
    ],
    aspects: {
      'SEC-05': ['calls that are not answered as RBAC says'],
      'PAR-01': [
        'view: versions',
        'edit: versions',
        'everything: versions',
        'view of the cluster: versions',
        'edit of the cluster: versions',
        'edit of pipelines and pipelineversions: versions',
        'get on pipelines and pipelineversions: versions',
        'edit by a group: versions',
        'edit of named objects (them): versions',
        'edit of named objects (another version of them): versions in database/rest',
        ...withReading.map((part) => `${part}: versions in database/rest`),
      ],
    },
    create: () => ({ intercept: refusingNonOwners({ ...restVersion, method: 'GET' }) }),
  },
  {
    name: 'version-objects-are-shown-to-owners-only',
    family: 'status',
    defect: 'where versions are objects of their own, reading one needs more than the right to read it',
    long: true,
    lanes: inKubernetesMode,
    kills: [
      { requirement: 'SEC-43', scenarios: ['access-by-role', 'access-by-part-of-a-role'] },
      'SEC-06',
      { requirement: 'SEC-08', scenarios: ['access-by-group'] },
      { requirement: 'PAR-01', scenarios: tables },
    ],
    aspects: {
      'SEC-43': ['calls that are not answered as RBAC says'],
      'SEC-06': ['calls that are not answered as RBAC says'],
      'SEC-08': ['calls that are not answered as RBAC says'],
      'PAR-01': [
        'view: versions',
        'edit: versions',
        'everything: versions',
        'view of the cluster: versions',
        'edit of the cluster: versions',
        'edit of pipelines and pipelineversions: versions',
        'get on pipelines and pipelineversions: versions',
        'edit by a group: versions',
        'edit of named objects (them): versions',
      ],
    },
    create: () => ({ intercept: refusingNonOwners({ ...restVersion, method: 'GET' }) }),
  },
  {
    name: 'versions-of-the-database-are-shown-to-everybody',
    family: 'status',
    defect: 'where versions are rows of a table, whoever knows the ids of one is shown it',
    long: true,
    lanes: ['database/rest'],
    kills: [
      { requirement: 'SEC-23', scenarios: ['access-by-part-of-a-role'] },
      { requirement: 'PAR-01', scenarios: ['access-by-part-of-a-role'], lanes: inKubernetesMode },
    ],
    aspects: {
      'SEC-23': ['calls that are not answered as RBAC says'],
      'PAR-01': withoutReading.map((part) => `${part}: versions in database/rest`),
    },
    create: () => ({ intercept: allowingNonOwners({ ...restVersion, method: 'GET' }) }),
  },
  {
    name: 'refused-and-done',
    family: 'status',
    defect: 'a change is made first and its author is judged afterwards',
    kills: ['SEC-24'],
    aspects: { 'SEC-24': ['calls that were refused and done'] },
    create: () => {
      let onKubernetes: ((request: HttpRequest) => Promise<HttpResponse>) | undefined;
      const change = /\/(pipelines\/[0-9a-f-]{36}|namespaces\/[^/]+\/pipelines\/[^/?]+)$/;
      return {
        intercept: (request, send, surface) => {
          const { authorization } = request.headers;
          // The owner's first write uses a connection that carries the owner's credentials; the mutant keeps it.
          if (surface === 'kubernetes' && authorization !== undefined && askerOf(request)?.endsWith(':owner') === true)
            onKubernetes = (forwarded) => send({ ...forwarded, headers: { ...forwarded.headers, authorization } });
          const applyChange =
            surface === 'kubernetes' ? onKubernetes : (forwarded: HttpRequest) => send(byOwner(forwarded));
          return forNonOwners({ path: change }, async (nonOwnerRequest, forward) => {
            const answer = await forward(nonOwnerRequest);
            if (['PATCH', 'PUT'].includes(nonOwnerRequest.method) && refused(answer))
              await applyChange?.(nonOwnerRequest);
            return answer;
          })(request, send, surface);
        },
      };
    },
  },
];

export default mutants;
