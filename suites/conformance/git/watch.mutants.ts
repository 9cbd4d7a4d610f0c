import type { Mutant } from '../../../src/mutants/mutant.ts';

const lanes = ['kubernetes/crd'] as const;
const followed = { requirement: 'LIST-26', scenarios: ['watch-agrees-with-lists'] };

const mutants: readonly Mutant[] = [
  {
    name: 'watch-repeats-additions',
    family: 'event',
    defect: 'a watch tells twice of what is created',
    lanes,
    kills: ['GIT-03', followed],
    aspects: {
      'GIT-03': ['what a watch shows of a pipeline created by REST', 'what a watch shows of a version created by REST'],
      'LIST-26': ['events of a watch that cannot follow those before'],
    },
    create: () => ({ interceptWatch: (event) => (event.type === 'ADDED' ? [event, event] : [event]) }),
  },
];

export default mutants;
