import type { HttpResponse } from '../../../src/contract/exchange.ts';
import { jsonOf, object, text } from '../../../src/clients/json-response.ts';
import { applyingAgain } from '../../../src/mutants/apply-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { both, withJson } from '../../../src/mutants/pipeline-rewrite.ts';
import { changingRequest, matches, requestJson } from '../../../src/mutants/rewrite.ts';

const lanes = ['kubernetes/crd'] as const;
const otherTags = { changed: 'too' };
const oneObject = /\/(pipelines|versions)\/[^/?]+$/;

const mutants: readonly Mutant[] = [
  {
    name: 'display-name-takes-tags-along',
    family: 'lost write',
    defect: 'another display name, applied or patched, brings other tags',
    lanes,
    kills: [{ requirement: 'CRUD-15', scenarios: ['pipeline-changed-by-apply', 'pipeline-changed-by-merge-patch'] }],
    create: () => ({
      intercept: both(
        applyingAgain(['pipelines'], async (request, first, send) => {
          const json = requestJson(request);
          const spec = object(json, 'spec');
          const isRenamed = text(spec, 'displayName') !== text(object(jsonOf(first), 'spec'), 'displayName');
          return send(isRenamed ? withJson(request, { ...json, spec: { ...spec, tags: otherTags } }) : request);
        }),
        changingRequest({ surface: 'kubernetes', method: 'PATCH', path: /\/pipelines\/[^/?]+$/ }, (request) => {
          const { spec } = requestJson(request);
          return spec === undefined ? request : withJson(request, { spec: { ...spec, tags: otherTags } });
        }),
      ),
    }),
  },
  {
    name: 'rest-keeps-its-own-change',
    family: 'stale read',
    defect: 'what REST has changed is shown by REST like that, whatever the Kubernetes API changes later',
    lanes,
    kills: ['GIT-07', 'GIT-18'],
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
    name: 'pipeline-deleted-without-its-versions',
    family: 'delete',
    defect: 'the deletion of a Pipeline through the Kubernetes API orphans its versions',
    lanes,
    kills: ['CRUD-11'],
    create: () => ({
      intercept: changingRequest({ surface: 'kubernetes', method: 'DELETE', path: /\/pipelines\/[^/?]+$/ }, (request) =>
        withJson(request, { ...requestJson(request), propagationPolicy: 'Orphan' }),
      ),
    }),
  },
  {
    name: 'rest-shows-deleted-versions',
    family: 'stale read',
    defect: 'REST goes on showing versions by id that are gone',
    lanes,
    kills: ['GIT-08', 'GIT-09'],
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
