import type { Mutant } from '../../../src/mutants/mutant.ts';
import { endedBy } from '../../../src/mutants/process-end.ts';
import { answering } from '../../../src/mutants/rewrite.ts';

const mutants: readonly Mutant[] = [
  {
    name: 'v1-list-is-internal-error',
    family: 'status',
    defect: 'the list of v1beta1 is answered 500 with a stack trace',
    kills: ['V1A-01', 'V1A-02', { requirement: 'PAR-01', scenarios: ['v1-calls-on-kubernetes'] }],
    aspects: {
      'V1A-01': ['v1beta1 works or refers to v2'],
      'PAR-01': ['outcomes'],
      'V1A-02': ['pipelines are read through v1beta1'],
    },
    knownOfKfp: { 'V1A-01': ['v1-calls-on-kubernetes'] },
    create: () => ({
      intercept: answering(
        { surface: 'rest', method: 'GET', path: /^\/apis\/v1beta1\/pipelines\?/ },
        500,
        'internal error\nstore.go:43\ngoroutine 1',
      ),
    }),
  },
  {
    name: 'v1-call-ends-the-process',
    family: 'process',
    defect: 'a call of v1beta1 ends the server, which is started again',
    kills: ['V1A-01'],
    aspects: { 'V1A-01': ['v1beta1 works or refers to v2'] },
    create: endedBy(({ target }) => target.startsWith('/apis/v1beta1/')),
  },
];

export default mutants;
