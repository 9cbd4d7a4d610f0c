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
    create: () => ({ interceptWatch: (event) => (event.type === 'ADDED' ? [event, event] : [event]) }),
  },
];

export default mutants;
