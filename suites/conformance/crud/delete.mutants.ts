import type { Mutant } from '../../../src/mutants/mutant.ts';
import { onePipeline } from '../../../src/mutants/pipeline-rewrite.ts';
import { changingRequest, inventing, fakeResponse } from '../../../src/mutants/rewrite.ts';

const deletion = { method: 'DELETE', path: onePipeline } as const;

const mutants: readonly Mutant[] = [
  {
    name: 'delete-is-lost',
    family: 'lost write',
    defect: 'a deletion is answered 200 and not done',
    kills: [
      'CRUD-09',
      'CRUD-11',
      'CRUD-14',
      'CRUD-39',
      'GIT-08',
      { requirement: 'PAR-01', scenarios: ['pipeline-deleted-in-parallel'] },
    ],
    create: () => ({ intercept: inventing(deletion, () => fakeResponse(200, {})) }),
  },
  {
    name: 'delete-always-cascades',
    family: 'delete',
    defect: 'a deletion without cascade deletes the versions, too',
    kills: ['CRUD-10', { requirement: 'PAR-01', scenarios: ['pipeline-with-versions-deleted'] }],
    create: () => ({
      intercept: changingRequest({ ...deletion, surface: 'rest' }, (request) => ({
        ...request,
        target: `${request.target.replace(/\?.*/, '')}?cascade=true`,
      })),
    }),
  },
];

export default mutants;
