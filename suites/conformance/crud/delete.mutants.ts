import type { Mutant } from '../../../src/mutants/mutant.ts';
import { object, text } from '../../../src/clients/json-response.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import { allPipelines, onePipeline } from '../../../src/mutants/pipeline-rewrite.ts';
import { changingRequest, inventing, fakeResponse, matches } from '../../../src/mutants/rewrite.ts';
import { everyNth } from '../../../src/mutants/sporadic.ts';

const deletion = { method: 'DELETE', path: onePipeline } as const;

const mutants: readonly Mutant[] = [
  {
    name: 'delete-is-lost',
    family: 'lost write',
    defect: 'a deletion is answered 200 and not done',
    kills: ['CRUD-09', 'CRUD-11', 'CRUD-14', 'GIT-08'],
    create: () => ({ intercept: inventing(deletion, () => fakeResponse(200, {})) }),
  },
  {
    name: 'parallel-deletes-are-lost',
    family: 'lost write',
    defect: 'in every 20th round, deletions of one pipeline at the same time are answered 200 and not done',
    kills: ['CRUD-39', { requirement: 'PAR-01', scenarios: ['pipeline-deleted-in-parallel'] }],
    create: () => {
      const isDue = everyNth(20);
      const kept = new Set<string>();
      return {
        intercept: async (request, send, surface) => {
          const target = request.target.replace(/\?.*/, '');
          if (matches(deletion, request, surface) && kept.has(surface + target)) return fakeResponse(200, {});
          const answer = await send(request);
          if (matches({ method: 'POST', path: allPipelines }, request, surface) && isDue()) {
            const json = jsonIn(answer);
            kept.add(
              `rest/apis/v2beta1/pipelines/${text(json, 'pipeline_id') || text(object(json, 'metadata'), 'uid')}`,
            );
            kept.add(`kubernetes${target}/${text(object(json, 'metadata'), 'name')}`);
          }
          return answer;
        },
      };
    },
  },
  {
    name: 'delete-always-cascades',
    family: 'delete',
    defect: 'a deletion without cascade deletes the versions, too',
    kills: ['CRUD-10', { requirement: 'PAR-01', scenarios: ['pipeline-with-versions-deleted'] }],
    create: () => ({
      intercept: changingRequest({ ...deletion, surface: 'rest' }, (request) => ({
        ...request,
        target: `${request.target.replace(/\?.*/, '')}?cascade=true`,
      })),
    }),
  },
];

export default mutants;
