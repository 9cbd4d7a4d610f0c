import { lateEffect } from '../../../src/mutants/late-effect.ts';
import type { Kill, Mutant } from '../../../src/mutants/mutant.ts';
import { both, changingFields, staleAfter, onePipeline, withJson } from '../../../src/mutants/pipeline-rewrite.ts';
import {
  answering,
  changingRequest,
  fakeResponse,
  inventing,
  matches,
  requestJson,
} from '../../../src/mutants/rewrite.ts';

const change = { method: 'PATCH', path: onePipeline } as const;
const internalError = { code: 13, message: 'mutant', details: [] };
const otherTags = { changed: 'too' };

const alone = (what: string): string => `rest: a change of a ${what} that meets no other`;
const byRest = ['database/rest', 'kubernetes/rest'] as const;
const onKubernetes = ['kubernetes/rest', 'kubernetes/crd'] as const;

/** What fails on a server that refuses every change by REST. */
const everyChangeRefused: readonly Kill[] = [
  { requirement: 'CRUD-17', scenarios: ['unknown-pipeline'] },
  { requirement: 'CRUD-18', aspects: ['answers to parallel changes, other than done', alone('pipeline')] },
  {
    requirement: 'FLT-11',
    aspects: ['answers to writes in conflict, other than done and 409', alone('pipeline'), alone('version')],
  },
  {
    requirement: 'CLU-03',
    aspects: ['shown by the other replica', 'shown by the other replica within 5 s'],
    scenarios: ['changed-on-one-replica'],
  },
  { requirement: 'CLU-10', aspects: ['some changes of two writers are done'], scenarios: ['changed-on-both-replicas'] },
  'NAME-16',
  { requirement: 'NAME-17', lanes: byRest },
  'VER-15',
  { requirement: 'SEC-04', scenarios: ['access-reviews'], lanes: onKubernetes },
  {
    requirement: 'SEC-04',
    scenarios: ['access-by-part-of-a-role', 'access-to-named-objects'],
    lanes: ['kubernetes/rest'],
  },
  { requirement: 'SEC-08', scenarios: ['access-by-group'], lanes: byRest },
  { requirement: 'PAR-01', scenarios: ['error-bodies'] },
  {
    requirement: 'PAR-01',
    scenarios: ['changed-on-one-replica', 'changed-on-both-replicas', 'tags-replaced-and-cleared'],
    lanes: ['kubernetes/rest'],
  },
];
const nothingAsked = 'whoever refuses before it asks about a version asks nothing, as KFP 2.17 never does';

const mutants: readonly Mutant[] = [
  {
    name: 'change-of-display-name-changes-tags',
    family: 'lost write',
    defect: 'changing the display name replaces the tags',
    kills: [
      { requirement: 'CRUD-15', scenarios: ['pipeline-changed'] },
      { requirement: 'PAR-01', scenarios: ['pipeline-changed'] },
    ],
    create: () => ({
      intercept: both(
        changingRequest({ ...change, surface: 'rest' }, (request) =>
          withJson(request, { ...requestJson(request), tags: otherTags }),
        ),
        changingRequest({ ...change, surface: 'kubernetes' }, (request) => {
          const operations = JSON.parse(String(request.body)) as readonly object[];
          return {
            ...request,
            body: JSON.stringify([...operations, { op: 'add', path: '/spec/tags', value: otherTags }]),
          };
        }),
      ),
    }),
  },
  {
    name: 'change-is-not-shown',
    family: 'stale read',
    defect: 'a pipeline that was changed is shown as it was read before',
    kills: ['CRUD-38'],
    create: () => ({ intercept: staleAfter('PATCH', onePipeline) }),
  },
  {
    name: 'change-changes-description-later',
    family: 'field',
    defect: 'a PATCH changes the description, too, 200 ms after its answer',
    kills: ['CRUD-16'],
    create: () => ({
      intercept: lateEffect(200, (request) => request.method === 'PATCH' && 'description' in requestJson(request)),
    }),
  },
  {
    name: 'change-changes-description',
    family: 'field',
    defect: 'a PATCH changes the description, too',
    kills: ['CRUD-16'],
    create: () => {
      let description: unknown;
      return {
        intercept: both(
          changingFields({ method: 'GET', path: onePipeline, status: 200 }, (fields) => ({
            ...fields,
            description: description ?? fields.description,
          })),
          (request, send, surface) => {
            if (matches({ ...change, surface: 'rest' }, request, surface))
              description = requestJson(request)['description'];
            return send(request);
          },
        ),
      };
    },
  },
  {
    name: 'every-change-is-an-internal-error',
    family: 'status',
    defect: 'every PATCH is answered 500, and changes nothing',
    kills: everyChangeRefused,
    beyondKnown: {
      'CRUD-17 in database/rest of unknown-pipeline': 'KFP 2.17 answers 500 to these changes, too',
      'SEC-04 in kubernetes/rest of access-reviews': nothingAsked,
      'SEC-04 in kubernetes/crd of access-reviews': nothingAsked,
    },
    create: () => ({
      intercept: inventing({ surface: 'rest', method: 'PATCH' }, () => fakeResponse(500, internalError)),
    }),
  },
  {
    name: 'tags-are-not-shown',
    family: 'field',
    defect: 'a pipeline is shown without its tags',
    kills: ['CRUD-18', { requirement: 'PAR-01', scenarios: ['pipeline-parallel-changes'] }],
    create: () => ({
      intercept: changingFields({ method: 'GET', path: onePipeline, status: 200 }, ({ tags: _, ...fields }) => fields),
    }),
  },
  {
    name: 'changes-in-conflict-are-internal-errors',
    family: 'status',
    defect: 'of several changes at once, one in every 20 rounds is answered 500',
    kills: ['CRUD-18', 'FLT-11', { requirement: 'PAR-01', scenarios: ['writes-in-conflict'] }],
    create: () => {
      let count = 0;
      const failing = answering({ ...change, surface: 'rest' }, 500);
      return {
        intercept: (request, send, surface) => {
          if (matches({ ...change, surface: 'rest' }, request, surface)) count += 1;
          return count % 40 === 0 ? failing(request, send, surface) : send(request);
        },
      };
    },
  },
];

export default mutants;
