import type { Mutant } from '../mutant.ts';
import { answering, changingJson } from '../rewrite.ts';

const pipelinePath = /\/pipelines(\/[^/?]+)?(\?|$)/;
const onePipeline = /\/pipelines\/[^/?]+(\?|$)/;

const mutants: readonly Mutant[] = [
  {
    name: 'created-without-description',
    family: 'field',
    defect: 'the answer to a create loses the description',
    kills: ['CRUD-01', { requirement: 'PAR-01', scenarios: ['pipeline-created'] }],
    create: () => ({
      intercept: changingJson({ method: 'POST', path: pipelinePath }, ({ description: _, spec, ...rest }) => ({
        ...rest,
        ...(typeof spec === 'object' && { spec: { ...spec, description: undefined } }),
      })),
    }),
  },
  {
    name: 'get-shows-other-name',
    family: 'field',
    defect: 'get by id and by name shows the display name of another pipeline',
    kills: ['CRUD-02', 'CRUD-03'],
    create: () => ({
      intercept: changingJson({ surface: 'rest', method: 'GET', path: onePipeline }, (json) => ({ ...json, display_name: 'Another' })),
    }),
  },
  {
    name: 'conflict-is-internal-error',
    family: 'status',
    defect: 'a name that is taken is answered 500 instead of 409',
    kills: ['CRUD-06', { requirement: 'PAR-01', scenarios: ['pipeline-created-twice'] }],
    create: () => ({ intercept: answering({ method: 'POST', path: pipelinePath, status: 409 }, 500) }),
  },
  {
    name: 'missing-is-internal-error',
    family: 'status',
    defect: 'an unknown id is answered 500 instead of 404',
    kills: ['CRUD-07', { requirement: 'PAR-01', scenarios: ['unknown-pipeline'] }],
    create: () => ({ intercept: answering({ surface: 'rest', method: 'GET', path: onePipeline, status: 404 }, 500) }),
  },
];

export default mutants;
