import { object } from '../../../src/clients/json-response.ts';
import { applyingAgain, changingApplied } from '../../../src/mutants/apply-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { withJson } from '../../../src/mutants/pipeline-rewrite.ts';
import { changingAnswer, requestJson } from '../../../src/mutants/rewrite.ts';

const lanes = ['kubernetes/crd'] as const;

const mutants: readonly Mutant[] = [
  {
    name: 'applied-version-without-label',
    family: 'field',
    defect: 'a PipelineVersion that is applied does not get the label with the id of its Pipeline',
    lanes,
    kills: ['WH-10'],
    aspects: { 'WH-10': ['owner and label of the PipelineVersion'] },
    create: () => ({
      intercept: changingApplied('pipelineversions', (json) => {
        const { labels: _, ...metadata } = object(json, 'metadata');
        return { ...json, metadata };
      }),
    }),
  },
  {
    name: 'applied-version-is-answered-200',
    family: 'status',
    defect: 'the apply of a new PipelineVersion is answered as if it had been there',
    long: true,
    lanes,
    kills: ['WH-10'],
    aspects: { 'WH-10': ['the PipelineVersion is applied'] },
    create: () => ({
      intercept: changingAnswer(
        { surface: 'kubernetes', method: 'PATCH', path: /\/pipelineversions\//, status: 201 },
        (answer) => ({ ...answer, status: 200 }),
      ),
    }),
  },
  {
    name: 'applied-label-changes-the-tags',
    family: 'lost write',
    defect: 'the apply of a label to a PipelineVersion changes its tags',
    long: true,
    lanes,
    kills: ['WH-08'],
    aspects: { 'WH-08': ['*: the version is as it was'] },
    create: () => ({
      intercept: applyingAgain(['pipelineversions'], async (request, _first, send) => {
        const json = requestJson(request);
        const spec = object(json, 'spec');
        const isLabelled = 'labels' in object(json, 'metadata');
        return send(
          isLabelled ? withJson(request, { ...json, spec: { ...spec, tags: { labelled: 'yes' } } }) : request,
        );
      }),
    }),
  },
  {
    name: 'denied-apply-is-answered-200',
    family: 'status',
    defect: 'the apply of another spec of a PipelineVersion is answered with the version as it was',
    lanes,
    kills: ['WH-07'],
    aspects: { 'WH-07': ['applying another spec is denied'] },
    create: () => ({
      intercept: applyingAgain(['pipelineversions'], async (request, first, send) => {
        const answer = await send(request);
        return answer.status < 400 ? answer : first;
      }),
    }),
  },
];

export default mutants;
