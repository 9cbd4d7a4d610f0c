import { lateEffect } from '../../../src/mutants/late-effect.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
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
    kills: ['CRUD-18'],
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
