import type { HttpResponse } from '../../../src/contract/exchange.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { matches } from '../../../src/mutants/rewrite.ts';

const lanes = ['kubernetes/crd'] as const;
const oneObject = /\/(pipelines|versions)\/[^/?]+$/;

const mutants: readonly Mutant[] = [
  {
    name: 'rest-keeps-its-own-change',
    family: 'stale read',
    defect: 'what REST has changed is shown by REST like that, whatever the Kubernetes API changes later',
    lanes,
    kills: ['GIT-07', 'GIT-18'],
    aspects: { 'GIT-18': ['rest: all is as it stands in Git'], 'GIT-07': ['rest: all is as it stands in Git'] },
    create: () => {
      const changed = new Map<string, HttpResponse>();
      return {
        intercept: async (request, send, surface) => {
          const kept = changed.get(request.target);
          if (kept !== undefined && matches({ surface: 'rest', method: 'GET' }, request, surface)) return kept;
          const answer = await send(request);
          if (matches({ surface: 'rest', method: 'PATCH', path: oneObject }, request, surface) && answer.status === 200)
            changed.set(request.target, answer);
          return answer;
        },
      };
    },
  },
  {
    name: 'rest-shows-deleted-versions',
    family: 'stale read',
    defect: 'REST goes on showing versions by id that are gone',
    lanes,
    kills: ['GIT-08', 'GIT-09'],
    aspects: { 'GIT-08': ['rest: what is left of the Pipeline'], 'GIT-09': ['REST 5 s after kubectl delete'] },
    create: () => {
      const shown = new Map<string, HttpResponse>();
      const read = { surface: 'rest', method: 'GET', path: /\/versions\/[^/?]+$/ } as const;
      return {
        intercept: async (request, send, surface) => {
          const answer = await send(request);
          if (!matches(read, request, surface)) return answer;
          if (answer.status === 200) shown.set(request.target, answer);
          return shown.get(request.target) ?? answer;
        },
      };
    },
  },
];

export default mutants;
