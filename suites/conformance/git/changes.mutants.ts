import type { HttpResponse } from '../../../src/contract/exchange.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { fakeResponse, matches } from '../../../src/mutants/rewrite.ts';

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
    name: 'merge-patch-is-refused',
    family: 'status',
    defect: 'what client-side kubectl apply sends is refused',
    long: true,
    lanes,
    kills: ['GIT-07'],
    aspects: { 'GIT-07': ['what client-side kubectl apply sends', 'kubernetes: all is as it stands in Git'] },
    create: () => ({
      intercept: async (request, send) =>
        request.headers['content-type'] === 'application/merge-patch+json'
          ? fakeResponse(415, { kind: 'Status', message: 'mutant', code: 415 })
          : send(request),
    }),
  },
];

export default mutants;
