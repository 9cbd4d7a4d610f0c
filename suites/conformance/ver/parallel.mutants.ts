import type { HttpResponse, Interceptor } from '../../../src/contract/exchange.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { inventing, fakeResponse, matches } from '../../../src/mutants/rewrite.ts';
import { createdName, versionRequests } from '../../../src/mutants/version-rewrite.ts';

/** Answers the creation of one of many versions without forwarding it. */
const insteadOfOne =
  (answer: HttpResponse): Interceptor =>
  async (request, send, surface) =>
    matches(versionRequests.create, request, surface) && createdName(request) === 'v007-1' ? answer : send(request);

const mutants: readonly Mutant[] = [
  {
    name: 'parallel-version-lost',
    family: 'lost write',
    defect: 'of versions made in parallel one is answered and not kept',
    kills: ['VER-28'],
    create: () => ({ intercept: insteadOfOne(fakeResponse(200, {})) }),
  },
  {
    name: 'parallel-version-refused',
    family: 'status',
    defect: 'of versions made in parallel one is answered 409',
    kills: ['VER-28', { requirement: 'PAR-01', scenarios: ['parallel-creates'] }],
    create: () => ({ intercept: insteadOfOne(fakeResponse(409, { code: 10, message: 'mutant', details: [] })) }),
  },
  {
    name: 'deletion-without-looking-for-versions',
    family: 'delete',
    defect: 'the deletion of a pipeline without cascade is answered 200 while versions are made',
    kills: ['VER-31', { requirement: 'PAR-01', scenarios: ['create-while-deleting'] }],
    create: () => ({
      intercept: inventing({ surface: 'rest', method: 'DELETE', path: /\/pipelines\/[^/?]+$/ }, () =>
        fakeResponse(200, {}),
      ),
    }),
  },
];

export default mutants;
