import { assert, soft } from '../../../src/scenarios/assert.ts';
import { answerFromKubernetes, pipelineFromObject } from '../../../src/lanes/crd.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { appliedPipeline } from '../../expectations/applied-pipeline.ts';
import { givenApplied } from '../../expectations/given-applied.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { mergePatch } from '../../expectations/merge-patch.ts';
import { pipelinesShown } from '../../expectations/pipelines-shown.ts';

const lanes = ['kubernetes/crd'] as const;
const renamed = { displayName: 'Renamed' };
const tagged = { tags: { stage: 'final', team: 'conformance' } };

const pipelineChangedByApply: Scenario = {
  name: 'pipeline-changed-by-apply',
  lanes,
  checks: ['CRUD-15', 'CRUD-38'],
  async run(context) {
    const { lane, check, kubernetes } = context;
    const { draft, pipeline } = await givenApplied(context);
    const expected = { ...pipeline, ...renamed };
    await check('CRUD-15', async () => {
      const answer = accepted(await appliedPipeline(kubernetes, { ...draft, ...renamed }));
      soft.deepEqual(answer, expected, 'the answer differs by its display name only');
      await inEveryView(lane, async (surface) => {
        const { value } = await surface.getPipeline(pipeline);
        assert.deepEqual(value, expected, `${surface.name}: only the display name changed`);
      });
    });
    await check('CRUD-38', async () => {
      accepted(await appliedPipeline(kubernetes, { ...draft, ...renamed, ...tagged }));
      await inEveryView(lane, async (surface) => {
        const shown = {
          get: (await surface.getPipeline(pipeline)).value?.tags,
          list: (await pipelinesShown(context, surface)).map(({ tags }) => tags),
        };
        assert.deepEqual(
          shown,
          { get: tagged.tags, list: [tagged.tags] },
          `${surface.name}: what is shown after a change`,
        );
      });
    });
  },
};

const pipelineChangedByMergePatch: Scenario = {
  name: 'pipeline-changed-by-merge-patch',
  lanes,
  checks: ['CRUD-15'],
  async run(context) {
    const { lane, check, kubernetes } = context;
    const { pipeline } = await givenApplied(context);
    const expected = { ...pipeline, ...renamed };
    await check('CRUD-15', async () => {
      const answer = await mergePatch(kubernetes, 'pipelines', pipeline.name, renamed);
      soft.deepEqual(
        accepted(answerFromKubernetes(answer, pipelineFromObject)),
        expected,
        'the answer differs by its display name only',
      );
      await inEveryView(lane, async (surface) => {
        const { value } = await surface.getPipeline(pipeline);
        assert.deepEqual(value, expected, `${surface.name}: only the display name changed`);
      });
    });
  },
};

export default defineSuite({
  title: 'CRUD: pipelines changed as kubectl does it',
  scenarios: [pipelineChangedByApply, pipelineChangedByMergePatch],
});
