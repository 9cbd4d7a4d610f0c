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
    aspects: { 'SEC-26': ['after it was taken away'] },
    create: () => ({ intercept: remembering(({ status }) => status === 200) }),
  },
  {
    name: 'refusals-are-remembered',
    family: 'stale read',
    defect: 'what somebody was refused once stays refused',
    kills: ['SEC-26', { requirement: 'PAR-01', scenarios: ['access-given-and-taken'] }],
    aspects: { 'SEC-26': ['before and after a right was given'], 'PAR-01': ['answers'] },
    create: () => ({ intercept: remembering(refused) }),
  },
  {
    name: 'editors-may-not-patch',
    family: 'status',
    defect: 'the role of editors gives no right to patch, which kubectl apply needs',
    lanes: ['kubernetes/crd'],
    kills: ['SEC-19'],
    aspects: { 'SEC-19': ['what an editor is refused by the Kubernetes API'] },
    create: () => ({ intercept: refusingNonOwners({ surface: 'kubernetes', method: 'PATCH' }) }),
  },
  {
    name: 'editors-own-nothing',
    family: 'field',
    defect: 'the role of editors gives no right to the finalizers of pipelines',
    lanes: ['kubernetes/crd'],
    kills: ['SEC-20'],
    aspects: { 'SEC-20': ['an editor may update pipelines/finalizers'] },
    knownOfKfp: { 'SEC-20': ['roles-of-the-manifests'] },
    create: () => ({
      intercept: changingJson({ surface: 'kubernetes', path: /selfsubjectaccessreviews$/ }, (review) => ({
        ...review,
        status: { allowed: false },
      })),
    }),
  },
];

export default mutants;
