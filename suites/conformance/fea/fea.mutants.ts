import type { Mutant } from '../../../src/mutants/mutant.ts';
import { answering, changingJson } from '../../../src/mutants/rewrite.ts';

const mutants: readonly Mutant[] = [
  {
    name: 'version-without-owner',
    family: 'field',
    defect: 'a PipelineVersion is admitted without an ownerReference',
    kills: ['FEA-01'],
    create: () => ({
      intercept: changingJson({ surface: 'kubernetes', method: 'POST', path: /\/pipelineversions$/ }, (json) => ({
        ...json,
        metadata: { ...(json['metadata'] as object), ownerReferences: [] },
      })),
    }),
  },
  {
    name: 'package-url-refused',
    family: 'status',
    defect: 'every package_url is refused',
    kills: ['FEA-02', { requirement: 'PAR-01', scenarios: ['feature-package-url'] }],
    create: () => ({ intercept: answering({ surface: 'rest', method: 'POST', path: /\/versions$/ }, 400) }),
  },
  {
    name: 'v1beta1-gone',
    family: 'status',
    defect: 'the old API is not served any more',
    kills: ['FEA-03'],
    create: () => ({
      intercept: answering({ surface: 'rest', method: 'GET', path: /^\/apis\/v1beta1\/pipelines/ }, 404),
    }),
  },
];

export default mutants;
