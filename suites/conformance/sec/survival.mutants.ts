import type { HttpRequest } from '../../../src/contract/exchange.ts';
import { userOf } from '../../../src/mutants/access-rewrite.ts';
import { endedBy } from '../../../src/mutants/process-end.ts';
import type { Kill, Mutant } from '../../../src/mutants/mutant.ts';
import { changingAnswer } from '../../../src/mutants/rewrite.ts';

const decidedIn = (requirements: readonly string[], ...scenarios: readonly string[]): readonly Kill[] =>
  [...requirements, 'PAR-01'].map((requirement) => ({ requirement, scenarios }));

/** Whether the user header holds no user. */
const isNobody = (request: HttpRequest): boolean =>
  ['', 'accounts.example.com:'].includes(userOf(request)?.trim() ?? 'somebody');

const mutants: readonly Mutant[] = [
  {
    name: 'empty-user-ends-the-server',
    family: 'process',
    defect: 'the process ends when the user header holds no user',
    kills: decidedIn(['SEC-11'], 'identity-of-nobody', 'prefixed-identity-of-nobody'),
    aspects: {
      'SEC-11': ['identities without a user: calls not answered 401, and the process afterwards'],
      'PAR-01': ['process'],
    },
    create: endedBy(isNobody),
  },
  {
    name: 'empty-user-is-forbidden',
    family: 'status',
    defect: 'a user header that holds no user is answered as somebody without rights: 403',
    long: true,
    kills: decidedIn(['SEC-11'], 'identity-of-nobody', 'prefixed-identity-of-nobody'),
    aspects: {
      'SEC-11': ['identities without a user: calls not answered 401, and the process afterwards'],
      'PAR-01': ['statuses'],
    },
    create: () => ({
      intercept: changingAnswer({ surface: 'rest', status: 401 }, (answer, request) =>
        isNobody(request) ? { ...answer, status: 403 } : answer,
      ),
    }),
  },
  {
    name: 'long-user-ends-the-server',
    family: 'process',
    defect: 'the process ends when the user header is longer than a buffer',
    kills: decidedIn(['SEC-33'], 'strange-identities', 'uploads-of-strange-identities'),
    aspects: {
      'SEC-33': [
        'calls of identities that nobody has: done, not answered, and the process afterwards',
        'uploads of identities that nobody has: done, not answered, and the process afterwards',
      ],
      'PAR-01': ['process'],
    },
    create: endedBy((request) => (userOf(request)?.length ?? 0) > 4_096),
  },
  {
    name: 'user-that-is-no-text-is-internal-error',
    family: 'status',
    defect: 'a user header with bytes beyond ASCII is answered 500',
    kills: decidedIn(['SEC-40'], 'strange-identities', 'uploads-of-strange-identities'),
    aspects: {
      'SEC-40': [
        'calls of identities that nobody has: answered as errors of the server',
        'uploads of identities that nobody has: answered as errors of the server',
      ],
      'PAR-01': ['met an error'],
    },
    create: () => ({
      intercept: changingAnswer({ surface: 'rest' }, (answer, request) =>
        /[\x80-\xff]/.test(userOf(request) ?? '') ? { ...answer, status: 500 } : answer,
      ),
    }),
  },
  {
    name: 'restarts-are-not-carried-out',
    family: 'process',
    defect: 'the server is told to restart, and the same process goes on',
    kills: ['SEC-11', 'SEC-33', 'CRUD-32', 'V1A-01'],
    aspects: {
      'CRUD-32': ['a restart by the harness is seen as another process'],
      'SEC-11': ['a restart by the harness is seen as another process'],
      'SEC-33': ['a restart by the harness is seen as another process'],
      'V1A-01': ['a restart by the harness is seen as another process'],
    },
    create: () => ({ interceptOrder: async () => {} }),
  },
];

export default mutants;
