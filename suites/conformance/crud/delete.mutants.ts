import type { Interceptor } from '../../../src/contract/exchange.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { object, text } from '../../../src/clients/json-response.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import { allPipelines, onePipeline } from '../../../src/mutants/pipeline-rewrite.ts';
import { changingRequest, inventing, fakeResponse, matches } from '../../../src/mutants/rewrite.ts';

const deletion = { method: 'DELETE', path: onePipeline } as const;

/** Pipelines of every 20th round. */
const twentieth = /-round-\d*[02468]0$/;
/** A scenario sends the deletions of one pipeline at the same moment. */
const momentMs = 50;

/** Deletions of a pipeline are lost if three of them are not answered at the same time. */
const losingThreeDeletions = (): Interceptor => {
  interface Deletions {
    unanswered: number;
    lost: boolean;
  }
  /** By surface and path of the pipeline. */
  const deletionsOf = new Map<string, Deletions>();
  return async (request, send, surface) => {
    const target = request.target.replace(/\?.*/, '');
    const deletions = matches(deletion, request, surface) ? deletionsOf.get(surface + target) : undefined;
    if (deletions !== undefined) {
      deletions.unanswered += 1;
      await new Promise((resolve) => setTimeout(resolve, momentMs));
      deletions.lost ||= deletions.unanswered === 3;
      const answer = deletions.lost ? fakeResponse(200, {}) : await send(request);
      deletions.unanswered -= 1;
      return answer;
    }
    const answer = await send(request);
    if (matches({ method: 'POST', path: allPipelines }, request, surface)) {
      const json = jsonIn(answer);
      const [name, uid] = ['name', 'uid'].map((field) => text(object(json, 'metadata'), field));
      if (!twentieth.test(text(json, 'name') || (name ?? ''))) return answer;
      const none: Deletions = { unanswered: 0, lost: false };
      deletionsOf.set(`rest/apis/v2beta1/pipelines/${text(json, 'pipeline_id') || uid}`, none);
      deletionsOf.set(`kubernetes${target}/${name}`, none);
    }
    return answer;
  };
};

const mutants: readonly Mutant[] = [
  {
    name: 'delete-is-lost',
    family: 'lost write',
    defect: 'a deletion is answered 200 and not done',
    kills: ['CRUD-09', 'CRUD-11', 'CRUD-14', 'GIT-08'],
    aspects: {
      'CRUD-09': ['*: the deleted pipeline', '*: a deleted pipeline'],
      'CRUD-14': ['*: the deleted pipeline'],
      'CRUD-11': ['*: the deleted pipeline', 'kubernetes: what is left of the Pipeline'],
      'GIT-08': ['rest: what is left of the Pipeline'],
    },
    create: () => ({ intercept: inventing(deletion, () => fakeResponse(200, {})) }),
  },
  {
    name: 'parallel-deletes-are-lost',
    family: 'lost write',
    defect: 'in every 20th round, three deletions of one pipeline at the same time are answered 200 and not done',
    kills: ['CRUD-39', { requirement: 'PAR-01', scenarios: ['pipeline-deleted-in-parallel'] }],
    aspects: { 'CRUD-39': ['*: the deleted pipeline'], 'PAR-01': ['afterwards'] },
    create: () => ({ intercept: losingThreeDeletions() }),
  },
  {
    name: 'delete-always-cascades',
    family: 'delete',
    defect: 'a deletion without cascade deletes the versions, too',
    kills: ['CRUD-10', { requirement: 'PAR-01', scenarios: ['pipeline-with-versions-deleted'] }],
    aspects: {
      'CRUD-10': ['deleting a pipeline that has versions, without cascade', 'kubernetes: the pipeline is there'],
      'PAR-01': ['without cascade', 'with cascade'],
    },
    create: () => ({
      intercept: changingRequest({ ...deletion, surface: 'rest' }, (request) => ({
        ...request,
        target: `${request.target.replace(/\?.*/, '')}?cascade=true`,
      })),
    }),
  },
];

export default mutants;
