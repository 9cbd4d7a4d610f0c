import { randomUUID } from 'node:crypto';
import { object } from '../../../src/clients/json-response.ts';
import { applyingAgain, showingApplied } from '../../../src/mutants/apply-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { withJson } from '../../../src/mutants/pipeline-rewrite.ts';
import { requestJson } from '../../../src/mutants/rewrite.ts';

const lanes = ['kubernetes/crd'] as const;
const both = ['pipelines', 'pipelineversions'] as const;

const mutants: readonly Mutant[] = [
  {
    name: 'applied-pipeline-under-another-id',
    family: 'field',
    defect: 'REST shows a Pipeline that was applied under an id that is not its uid',
    lanes,
    kills: ['GIT-01'],
    create: () => ({
      intercept: showingApplied('pipelines', 'pipeline_id', (json) => ({ ...json, pipeline_id: randomUUID() })),
    }),
  },
  {
    name: 'applied-version-of-another-pipeline',
    family: 'field',
    defect: 'REST shows a PipelineVersion that was applied as one of another pipeline',
    lanes,
    kills: ['GIT-02'],
    create: () => ({
      intercept: showingApplied('pipelineversions', 'pipeline_version_id', (json) => ({
        ...json,
        pipeline_id: randomUUID(),
      })),
    }),
  },
  {
    name: 'applying-again-is-a-change',
    family: 'lost write',
    defect: 'each apply of the same object is noted in an annotation',
    lanes,
    kills: ['GIT-05'],
    create: () => {
      let count = 0;
      return {
        intercept: applyingAgain(both, async (request, _first, send) => {
          count += 1;
          const json = requestJson(request);
          const metadata = { ...object(json, 'metadata'), annotations: { 'example.com/applied': String(count) } };
          return send(withJson(request, { ...json, metadata }));
        }),
      };
    },
  },
  {
    name: 'applied-version-is-never-changed',
    family: 'lost write',
    defect: 'the apply of a PipelineVersion that is there already is answered and not done',
    lanes,
    kills: [{ requirement: 'VER-17', scenarios: ['version-changed-by-apply'] }, 'WH-08', 'GIT-18'],
    create: () => ({ intercept: applyingAgain(['pipelineversions'], async (_request, first) => first) }),
  },
];

export default mutants;
