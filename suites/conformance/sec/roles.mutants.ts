import type { HttpResponse, Interceptor } from '../../../src/contract/exchange.ts';
import { askerOf, refused, refusingNonOwners, forNonOwners } from '../../../src/mutants/non-owner-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { changingJson } from '../../../src/mutants/rewrite.ts';

/** Repeats the first matching answer to the same caller for all later requests. */
const remembering = (kept: (answer: HttpResponse) => boolean): Interceptor => {
  const answers = new Map<string, HttpResponse>();
  return forNonOwners({ surface: 'rest', method: 'GET' }, async (request, send) => {
    const key = `${askerOf(request) ?? ''} ${request.target}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = await send(request);
    if (kept(answer)) answers.set(key, answer);
    return answer;
  });
};

const mutants: readonly Mutant[] = [
  {
    name: 'access-is-remembered',
    family: 'stale read',
    defect: 'what somebody was allowed once stays allowed',
    kills: ['SEC-26'],
    create: () => ({ intercept: remembering(({ status }) => status === 200) }),
  },
  {
    name: 'refusals-are-remembered',
    family: 'stale read',
    defect: 'what somebody was refused once stays refused',
    kills: ['SEC-26', { requirement: 'PAR-01', scenarios: ['access-given-and-taken'] }],
    create: () => ({ intercept: remembering(refused) }),
  },
  {
    name: 'editors-may-not-patch',
    family: 'status',
    defect: 'the role of editors gives no right to patch, which kubectl apply needs',
    lanes: ['kubernetes/crd'],
    kills: ['SEC-19'],
    create: () => ({ intercept: refusingNonOwners({ surface: 'kubernetes', method: 'PATCH' }) }),
  },
  {
    name: 'editors-own-nothing',
    family: 'field',
    defect: 'the role of editors gives no right to the finalizers of pipelines',
    lanes: ['kubernetes/crd'],
    kills: ['SEC-20'],
    create: () => ({
      intercept: changingJson({ surface: 'kubernetes', path: /selfsubjectaccessreviews$/ }, (review) => ({
        ...review,
        status: { allowed: false },
      })),
    }),
  },
];

export default mutants;
