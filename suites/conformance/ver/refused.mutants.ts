import { lateEffect } from '../../../src/mutants/late-effect.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';

const mutants: readonly Mutant[] = [
  {
    name: 'refused-write-is-done-later',
    family: 'status',
    defect: 'the last write that is refused is carried out all the same, 200 ms after its answer',
    kills: [
      'VER-06',
      'VER-14',
      'VER-15',
      'VER-18',
      'VER-21',
      'VER-22',
      { requirement: 'VER-23', scenarios: ['argo-blocked'] },
      'VER-29',
      'VER-32',
      'CRUD-06',
      'CRUD-10',
      'NAME-03',
      'NAME-04',
      'NAME-08',
      'NAME-09',
      'NAME-17',
      'WH-07',
      'CLU-07',
      'CLU-08',
      'CLU-09',
    ],
    create: () => ({ intercept: lateEffect(200, (_, { status }) => status >= 400 && status < 500) }),
  },
];

export default mutants;
