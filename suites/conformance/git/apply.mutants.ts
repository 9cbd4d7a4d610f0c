import { randomUUID } from 'node:crypto';
import { object } from '../../../src/clients/json-response.ts';
import { applyingAgain, showingApplied } from '../../../src/mutants/apply-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { withJson } from '../../../src/mutants/pipeline-rewrite.ts';
import { fakeResponse, requestJson } from '../../../src/mutants/rewrite.ts';

const lanes = ['kubernetes/crd'] as const;
const both = ['pipelines', 'pipelineversions'] as const;

const mutants: readonly Mutant[] = [
  {
    name: 'applied-pipeline-under-another-id',
    family: 'field',
    defect: 'REST shows a Pipeline that was applied under an id that is not its uid',
    lanes,
    kills: ['GIT-01'],
    aspects: { 'GIT-01': ['REST shows it under its uid'] },
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
    aspects: { 'GIT-02': ['REST shows it under its uid, as the version of its Pipeline'] },
    create: () => ({
      intercept: showingApplied('pipelineversions', 'pipeline_version_id', (json) => ({
        ...json,
        pipeline_id: randomUUID(),
      })),
    }),
  },
  {
    name: 'applying-again-is-a-conflict',
    family: 'status',
    defect: 'the apply of what is there already is answered 409',
    long: true,
    lanes,
    kills: ['GIT-05'],
    aspects: { 'GIT-05': ['Pipeline: applied again', 'PipelineVersion: applied again'] },
    create: () => ({
      intercept: applyingAgain(both, async () => fakeResponse(409, { kind: 'Status', message: 'mutant', code: 409 })),
    }),
  },
  {
    name: 'applying-again-is-a-change',
    family: 'lost write',
    defect: 'each apply of the same object is noted in an annotation',
    lanes,
    kills: ['GIT-05'],
    aspects: {
      'GIT-05': [
        'Pipeline: what is applied again',
        'PipelineVersion: what is shown afterwards',
        'Pipeline: resourceVersion stays when it is applied once more',
        'PipelineVersion: resourceVersion stays when it is applied once more',
        'Pipeline: what is shown afterwards',
        'PipelineVersion: what is applied again',
      ],
    },
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
    aspects: {
      'GIT-18': ['kubernetes: all is as it stands in Git'],
      'VER-17': ['kubernetes: only displayName changed', '*: only displayName and tags changed'],
      'WH-08': ['label and annotation are applied, that of the webhook stays'],
    },
    create: () => ({ intercept: applyingAgain(['pipelineversions'], async (_request, first) => first) }),
  },
];

export default mutants;
