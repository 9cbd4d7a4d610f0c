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
import { everyNth } from '../../../src/mutants/sporadic.ts';

const change = { method: 'PATCH', path: onePipeline } as const;
const internalError = { code: 13, message: 'mutant', details: [] };
const otherTags = { changed: 'too' };

const alone = (what: string): string => `rest: a change of a ${what} that meets no other`;
const byRest = ['database/rest', 'kubernetes/rest'] as const;
const onKubernetes = ['kubernetes/rest', 'kubernetes/crd'] as const;

/** What fails on a server that refuses every change by REST. */
const everyChangeRefused: readonly Kill[] = [
  { requirement: 'CRUD-17', scenarios: ['unknown-pipeline'] },
  'CRUD-18',
  'FLT-11',
  { requirement: 'CLU-03', scenarios: ['changed-on-one-replica'] },
  { requirement: 'CLU-10', scenarios: ['changed-on-both-replicas'] },
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
    aspects: {
      'CRUD-15': ['the answer differs by its display name only', 'rest: only the display name changed'],
      'PAR-01': ['answer'],
    },
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
    name: 'change-is-lost',
    family: 'lost write',
    defect: 'a change of a pipeline is answered and not done',
    long: true,
    kills: ['CRUD-23', { requirement: 'CRUD-38', scenarios: ['pipeline-changed'] }],
    aspects: { 'CRUD-23': ['*: the change is shown'], 'CRUD-38': ['*: what is shown after a change'] },
    create: () => ({ intercept: inventing(change, () => fakeResponse(200, {})) }),
  },
  {
    name: 'change-answers-with-tags-of-another',
    family: 'stale read',
    defect: 'every 40th change of a pipeline is answered with the tags of the change before',
    long: true,
    sporadic: true,
    kills: ['CRUD-18'],
    aspects: { 'CRUD-18': ["answers that mix two writers' changes"] },
    knownOfKfp: { 'CRUD-18': ['pipeline-parallel-changes'] },
    create: () => {
      const isDue = everyNth(40);
      let before: unknown;
      return {
        intercept: changingFields({ ...change, status: 200 }, (fields) => {
          const tags = isDue() ? before : fields.tags;
          before = fields.tags;
          return { ...fields, tags };
        }),
      };
    },
  },
  {
    name: 'change-is-not-shown',
    family: 'stale read',
    defect: 'a pipeline that was changed is shown as it was read before',
    kills: ['CRUD-38'],
    aspects: { 'CRUD-38': ['*: what is shown after a change', '*: the display name'] },
    create: () => ({ intercept: staleAfter('PATCH', onePipeline) }),
  },
  {
    name: 'change-changes-description-later',
    family: 'field',
    defect: 'a PATCH changes the description, too, 200 ms after its answer',
    kills: ['CRUD-16'],
    aspects: { 'CRUD-16': ['*: name and description are as they were'] },
    create: () => ({
      intercept: lateEffect(200, (request) => request.method === 'PATCH' && 'description' in requestJson(request)),
    }),
  },
  {
    name: 'change-changes-description',
    family: 'field',
    defect: 'a PATCH changes the description, too',
    kills: ['CRUD-16'],
    aspects: { 'CRUD-16': ['rest: name and description are as they were'] },
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
    aspects: {
      'CRUD-17': ['rest: changing an unknown *'],
      'CRUD-18': ['answers to parallel changes, other than done', alone('pipeline')],
      'FLT-11': ['answers to writes in conflict, other than done and 409', alone('pipeline'), alone('version')],
      'CLU-03': ['shown by the other replica', 'shown by the other replica within 5 s'],
      'CLU-10': ['changes of two writers', 'some changes of two writers are done'],
      'NAME-16': ['the PATCH is accepted'],
      'NAME-17': ['tags that differ in case are accepted everywhere or refused everywhere'],
      'VER-15': ['a version is not there under another pipeline'],
      'SEC-04': ['what is reviewed of versions, by call', 'calls that are not answered as RBAC says'],
      'SEC-08': ['calls that are not answered as RBAC says'],
      'PAR-01': ['changes through both replicas', 'changes', 'changes within 5 s', 'statuses', 'NAME-17'],
    },
    knownOfKfp: { 'CRUD-17': ['unknown-pipeline'], 'SEC-04': ['access-reviews'] },
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
    name: 'one-change-in-ten-is-done',
    family: 'status',
    defect: 'every tenth PATCH is done; the others are answered 500, and change nothing',
    long: true,
    kills: ['CRUD-18', 'FLT-11'],
    aspects: {
      'CRUD-18': ['answers to parallel changes, other than done', alone('pipeline')],
      'FLT-11': ['answers to writes in conflict, other than done and 409', alone('pipeline'), alone('version')],
    },
    beyondKnown: {},
    create: () => {
      const isDue = everyNth(10);
      const failing = inventing({}, () => fakeResponse(500, internalError));
      return {
        intercept: (request, send, surface) =>
          matches({ surface: 'rest', method: 'PATCH' }, request, surface) && !isDue()
            ? failing(request, send, surface)
            : send(request),
      };
    },
  },
  {
    name: 'tags-are-not-shown',
    family: 'field',
    defect: 'a pipeline is shown without its tags',
    kills: ['CRUD-18', { requirement: 'PAR-01', scenarios: ['pipeline-parallel-changes'] }],
    aspects: { 'CRUD-18': ["*: what is stored mixes two writers' changes"], 'PAR-01': ['stored'] },
    create: () => ({
      intercept: changingFields({ method: 'GET', path: onePipeline, status: 200 }, ({ tags: _, ...fields }) => fields),
    }),
  },
  {
    name: 'changes-in-conflict-are-internal-errors',
    family: 'status',
    defect: 'of several changes at once, one in every 20 rounds is answered 500',
    sporadic: true,
    kills: ['CRUD-18', 'FLT-11', { requirement: 'PAR-01', scenarios: ['writes-in-conflict'] }],
    aspects: {
      'CRUD-18': ['answers to parallel changes, other than done'],
      'FLT-11': ['answers to writes in conflict, other than done and 409'],
      'PAR-01': ['other answers'],
    },
    knownOfKfp: { 'CRUD-18': ['pipeline-parallel-changes'], 'FLT-11': ['writes-in-conflict'] },
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
