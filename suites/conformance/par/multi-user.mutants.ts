import { objects } from '../../../src/clients/json-response.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { answering, changingJson } from '../../../src/mutants/rewrite.ts';

const inKubernetesMode = ['kubernetes/rest', 'kubernetes/crd'] as const;

const mutants: readonly Mutant[] = [
  {
    name: 'unknown-ids-are-told-to-anybody',
    family: 'status',
    defect: 'an unknown id is answered 404 without asking who wants to know',
    lanes: inKubernetesMode,
    kills: [{ requirement: 'PAR-01', scenarios: ['unknown-id-without-identity'] }],
    aspects: { 'PAR-01': ['statuses'] },
    create: () => ({ intercept: answering({ surface: 'rest', path: /00000000-0000-4000-8000-000000000000/ }, 404) }),
  },
  {
    name: 'shared-kinds-are-namespaced',
    family: 'field',
    defect: 'the kinds of shared pipelines live in namespaces',
    kills: [{ requirement: 'PAR-01', scenarios: ['shared-cluster-kinds'] }],
    aspects: { 'PAR-01': ['kinds'] },
    create: () => ({
      intercept: changingJson({ surface: 'kubernetes', method: 'GET', path: /\/v2beta1$/ }, (json) => ({
        ...json,
        resources: objects(json, 'resources').map((resource) => ({ ...resource, namespaced: true })),
      })),
    }),
  },
];

export default mutants;
