import type { HttpResponse, Interceptor } from '../../../src/contract/exchange.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { acceptDuplicates } from '../../../src/mutants/replica-rewrite.ts';
import { sporadic } from '../../../src/mutants/sporadic.ts';
import { answering, fakeResponse, inventing, matches } from '../../../src/mutants/rewrite.ts';
import { createdName, refusingVersionsOfParents, versionRequests } from '../../../src/mutants/version-rewrite.ts';

/** Versions of one name, and one of two distinct names, in every 20th round. */
const sameInTwentieth = /^v[0-9]*[13579]9$/;
const distinctInTwentieth = /^v[0-9]*[13579]9-1$/;
const pipelineDeletion = { surface: 'rest', method: 'DELETE', path: /\/pipelines\/[^/?]+$/ } as const;

/** In every 20th round, answers the creation of one version without forwarding it. */
const insteadOfOne =
  (answer: HttpResponse): Interceptor =>
  async (request, send, surface) =>
    matches(versionRequests.create, request, surface) && distinctInTwentieth.test(createdName(request))
      ? answer
      : send(request);

const mutants: readonly Mutant[] = [
  {
    name: 'parallel-version-lost',
    family: 'lost write',
    defect: 'in every 20th round, one of the versions made in parallel is answered and not kept',
    sporadic: true,
    kills: ['VER-28'],
    aspects: { 'VER-28': ['*: all are there, once each'] },
    create: () => ({ intercept: insteadOfOne(fakeResponse(200, {})) }),
  },
  {
    name: 'parallel-version-refused',
    family: 'status',
    defect: 'in every 20th round, one of the versions made in parallel is answered 409',
    sporadic: true,
    kills: ['VER-28', { requirement: 'PAR-01', scenarios: ['parallel-creates'] }],
    aspects: { 'VER-28': ['every create is accepted'], 'PAR-01': ['distinct names'] },
    create: () => ({ intercept: insteadOfOne(fakeResponse(409, { code: 10, message: 'mutant', details: [] })) }),
  },
  {
    name: 'parallel-version-name-given-out-twice',
    family: 'status',
    defect: 'in every 20th round, all creations of one name at the same time are answered as made',
    knownOfKfp: { 'PAR-01': ['parallel-creates'], 'VER-29': ['parallel-creates'] },
    sporadic: true,
    kills: ['VER-29', { requirement: 'PAR-01', scenarios: ['parallel-creates'] }],
    aspects: { 'VER-29': ['one create is accepted, the others conflict'], 'PAR-01': ['one name'] },
    create: () => ({
      intercept: acceptDuplicates(
        versionRequests.create,
        (request) => (sameInTwentieth.test(createdName(request)) ? createdName(request) : ''),
        () => fakeResponse(200, {}),
      ),
    }),
  },
  {
    name: 'deletion-without-looking-for-versions',
    family: 'delete',
    defect: 'every 20th deletion of a pipeline without cascade is answered 200 while versions are made',
    sporadic: true,
    kills: ['VER-31', { requirement: 'PAR-01', scenarios: ['create-while-deleting'] }],
    aspects: {
      'VER-31': ['a version and the deletion of its pipeline are never both accepted'],
      'PAR-01': ['both accepted'],
    },
    knownOfKfp: { 'PAR-01': ['create-while-deleting'], 'VER-31': ['create-while-deleting'] },
    create: () => ({
      intercept: sporadic(
        20,
        pipelineDeletion,
        inventing(pipelineDeletion, () => fakeResponse(200, {})),
      ),
    }),
  },
  {
    name: 'every-version-is-refused',
    family: 'status',
    defect: 'no version is accepted, so that none can meet the deletion of its pipeline',
    kills: [{ requirement: 'VER-31', scenarios: ['create-while-deleting'] }],
    aspects: {
      'VER-31': ['a version, and the deletion of another pipeline, are seen to be accepted one after the other'],
    },
    create: () => ({ intercept: refusingVersionsOfParents() }),
  },
  {
    name: 'no-pipeline-is-deleted',
    family: 'delete',
    defect: 'no deletion of a pipeline is accepted, so that none can meet the creation of a version',
    kills: [{ requirement: 'VER-31', scenarios: ['create-while-deleting'] }],
    aspects: {
      'VER-31': ['a version, and the deletion of another pipeline, are seen to be accepted one after the other'],
    },
    create: () => ({ intercept: answering(pipelineDeletion, 409) }),
  },
];

export default mutants;
