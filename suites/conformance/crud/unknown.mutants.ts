import type { HttpResponse } from '../../../src/contract/exchange.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { allPipelines, onePipeline } from '../../../src/mutants/pipeline-rewrite.ts';
import { answering, changingAnswer, changingJson, matches } from '../../../src/mutants/rewrite.ts';

const mutants: readonly Mutant[] = [
  {
    name: 'deleted-pipelines-come-back',
    family: 'stale read',
    defect: 'once another pipeline is created, one that was deleted is shown again',
    long: true,
    kills: ['CRUD-07'],
    aspects: { 'CRUD-07': ['the status of an unknown id', '*: an unknown pipeline'] },
    create: () => {
      const shown = new Map<string, HttpResponse>();
      const gone = new Map<string, HttpResponse>();
      let back: ReadonlyMap<string, HttpResponse> = new Map();
      return {
        intercept: async (request, send, surface) => {
          const answer = await send(request);
          if (matches({ method: 'POST', path: allPipelines }, request, surface)) back = new Map(gone);
          if (!matches({ method: 'GET', path: onePipeline }, request, surface)) return answer;
          const key = `${surface} ${request.target}`;
          const before = shown.get(key);
          if (answer.status === 200) shown.set(key, answer);
          if (answer.status === 404 && before !== undefined) gone.set(key, before);
          return answer.status === 404 ? (back.get(key) ?? answer) : answer;
        },
      };
    },
  },
  {
    name: 'missing-has-the-code-of-another-error',
    family: 'field',
    defect: 'the error for an unknown id carries the gRPC code of an internal error',
    kills: ['CRUD-07', { requirement: 'PAR-01', scenarios: ['unknown-pipeline'] }],
    aspects: { 'CRUD-07': ['an error of the gateway, with the gRPC code of NotFound'], 'PAR-01': ['get'] },
    create: () => ({
      intercept: changingJson({ surface: 'rest', method: 'GET', path: onePipeline, status: 404 }, (json) => ({
        ...json,
        code: 13,
      })),
    }),
  },
  {
    name: 'delete-of-nothing-succeeds',
    family: 'status',
    defect: 'deleting what is not there is answered 200',
    kills: ['CRUD-12', 'CRUD-13'],
    aspects: {
      'CRUD-13': ['deleting again where the lane writes', 'deleting again by REST'],
      'CRUD-12': ['*: deleting an unknown pipeline', 'deleting an unknown pipeline without cascade'],
    },
    create: () => ({ intercept: answering({ method: 'DELETE', path: onePipeline, status: 404 }, 200) }),
  },
  {
    name: 'change-of-nothing-is-internal-error',
    family: 'status',
    defect: 'changing what is not there is answered 500',
    kills: ['CRUD-17'],
    aspects: { 'CRUD-17': ['*: changing an unknown pipeline', 'kubernetes: changing an unknown version'] },
    knownOfKfp: { 'CRUD-17': ['unknown-pipeline'] },
    create: () => ({ intercept: answering({ method: 'PATCH', status: 404 }, 500) }),
  },
  {
    name: 'change-of-no-version-succeeds',
    family: 'status',
    defect: 'changing a version that is not there is answered 200',
    kills: ['CRUD-17'],
    aspects: { 'CRUD-17': ['rest: changing an unknown version'] },
    create: () => ({
      intercept: answering({ method: 'PATCH', path: /\/(?:versions|pipelineversions)\//, status: 404 }, 200),
    }),
  },
  {
    name: 'short-id-is-internal-error',
    family: 'status',
    defect: 'an id that is no UUID is answered 500',
    kills: ['CRUD-08', { requirement: 'PAR-01', scenarios: ['pipeline-ids-that-are-none'] }],
    aspects: { 'CRUD-08': ['ids that are none, and are not answered 404 or 400'], 'PAR-01': ['answers'] },
    create: () => ({ intercept: answering({ surface: 'rest', method: 'GET', path: /\/pipelines\/x$/ }, 500) }),
  },
  {
    name: 'errors-are-answered-200',
    family: 'status',
    defect: 'whatever is refused is answered 200, with nothing in the body',
    long: true,
    kills: [{ requirement: 'CRUD-37', scenarios: ['error-bodies'] }],
    aspects: { 'CRUD-37': ['at least 15 of the requests are refused, so that there are error bodies'] },
    create: () => ({
      intercept: changingAnswer({ surface: 'rest' }, (answer) =>
        answer.status >= 400 ? { ...answer, status: 200, body: '{}' } : answer,
      ),
    }),
  },
  {
    name: 'errors-show-the-stack',
    family: 'field',
    defect: 'the message of an error ends in a stack trace',
    kills: ['CRUD-37'],
    aspects: { 'CRUD-37': ['error bodies that show internals of the server'] },
    create: () => ({
      intercept: changingJson({ surface: 'rest', status: 404 }, (json) => ({
        ...json,
        message: `${String(json['message'])}\nstorage.Get\n\t/src/storage/pipeline_store.go:42`,
      })),
    }),
  },
];

export default mutants;
