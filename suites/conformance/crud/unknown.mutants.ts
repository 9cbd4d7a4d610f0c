import type { Mutant } from '../../../src/mutants/mutant.ts';
import { onePipeline } from '../../../src/mutants/pipeline-rewrite.ts';
import { answering, changingJson } from '../../../src/mutants/rewrite.ts';

const mutants: readonly Mutant[] = [
  {
    name: 'missing-has-the-code-of-another-error',
    family: 'field',
    defect: 'the error for an unknown id carries the gRPC code of an internal error',
    kills: ['CRUD-07', { requirement: 'PAR-01', scenarios: ['unknown-pipeline'] }],
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
    create: () => ({ intercept: answering({ method: 'DELETE', path: onePipeline, status: 404 }, 200) }),
  },
  {
    name: 'change-of-nothing-is-internal-error',
    family: 'status',
    defect: 'changing what is not there is answered 500',
    kills: ['CRUD-17'],
    create: () => ({ intercept: answering({ method: 'PATCH', status: 404 }, 500) }),
  },
  {
    name: 'change-of-no-version-succeeds',
    family: 'status',
    defect: 'changing a version that is not there is answered 200',
    kills: ['CRUD-17'],
    create: () => ({
      intercept: answering({ method: 'PATCH', path: /\/(?:versions|pipelineversions)\//, status: 404 }, 200),
    }),
  },
  {
    name: 'short-id-is-internal-error',
    family: 'status',
    defect: 'an id that is no UUID is answered 500',
    kills: ['CRUD-08', { requirement: 'PAR-01', scenarios: ['pipeline-ids-that-are-none'] }],
    create: () => ({ intercept: answering({ surface: 'rest', method: 'GET', path: /\/pipelines\/x$/ }, 500) }),
  },
  {
    name: 'errors-show-the-stack',
    family: 'field',
    defect: 'the message of an error ends in a stack trace',
    kills: ['CRUD-37'],
    create: () => ({
      intercept: changingJson({ surface: 'rest', status: 404 }, (json) => ({
        ...json,
        message: `${String(json['message'])}\nstorage.Get\n\t/src/storage/pipeline_store.go:42`,
      })),
    }),
  },
];

export default mutants;
