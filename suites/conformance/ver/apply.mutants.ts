import { object } from '../../../src/clients/json-response.ts';
import { changingApplied } from '../../../src/mutants/apply-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';

const lanes = ['kubernetes/crd'] as const;

const mutants: readonly Mutant[] = [
  {
    name: 'applied-version-loses-description',
    family: 'field',
    defect: 'the answer to the apply of a PipelineVersion loses its description',
    lanes,
    kills: [{ requirement: 'VER-02', scenarios: ['version-applied'] }],
    aspects: { 'VER-02': ['*: get answers what apply answered'] },
    create: () => ({
      intercept: changingApplied('pipelineversions', (json) => {
        const { description: _, ...spec } = object(json, 'spec');
        return { ...json, spec };
      }),
    }),
  },
];

export default mutants;
