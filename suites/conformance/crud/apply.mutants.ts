import { object, text } from '../../../src/clients/json-response.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import { applyingAgain, changingApplied } from '../../../src/mutants/apply-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { both, withJson } from '../../../src/mutants/pipeline-rewrite.ts';
import { changingRequest, requestJson } from '../../../src/mutants/rewrite.ts';

const lanes = ['kubernetes/crd'] as const;
const otherTags = { changed: 'too' };

const mutants: readonly Mutant[] = [
  {
    name: 'applied-pipeline-loses-description',
    family: 'field',
    defect: 'the answer to the apply of a Pipeline loses its description',
    long: true,
    lanes,
    kills: ['CRUD-02', 'CRUD-03'].map((requirement) => ({ requirement, scenarios: ['pipeline-applied'] })),
    aspects: { 'CRUD-02': ['*: get answers what apply answered'], 'CRUD-03': ['*: get by name'] },
    create: () => ({
      intercept: changingApplied('pipelines', (json) => {
        const { description: _, ...spec } = object(json, 'spec');
        return { ...json, spec };
      }),
    }),
  },
  {
    name: 'display-name-takes-tags-along',
    family: 'lost write',
    defect: 'another display name, applied or patched, brings other tags',
    lanes,
    kills: [{ requirement: 'CRUD-15', scenarios: ['pipeline-changed-by-apply', 'pipeline-changed-by-merge-patch'] }],
    aspects: {
      'CRUD-15': ['the answer differs by its display name only', 'kubernetes: only the display name changed'],
    },
    create: () => ({
      intercept: both(
        applyingAgain(['pipelines'], async (request, first, send) => {
          const json = requestJson(request);
          const spec = object(json, 'spec');
          const isRenamed = text(spec, 'displayName') !== text(object(jsonIn(first), 'spec'), 'displayName');
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
    name: 'pipeline-deleted-without-its-versions',
    family: 'delete',
    defect: 'the deletion of a Pipeline through the Kubernetes API orphans its versions',
    lanes,
    kills: ['CRUD-11'],
    aspects: {
      'CRUD-11': ['kubernetes: a version of the deleted pipeline', 'kubernetes: what is left of the Pipeline'],
    },
    create: () => ({
      intercept: changingRequest({ surface: 'kubernetes', method: 'DELETE', path: /\/pipelines\/[^/?]+$/ }, (request) =>
        withJson(request, { ...requestJson(request), propagationPolicy: 'Orphan' }),
      ),
    }),
  },
];

export default mutants;
