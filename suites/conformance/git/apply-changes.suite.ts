import { assert, soft } from '../../../src/scenarios/assert.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { appliedPipeline } from '../../expectations/applied-pipeline.ts';
import { appliedVersion } from '../../expectations/applied-version.ts';
import { givenApplied, type AppliedFamily } from '../../expectations/given-applied.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { mergePatch } from '../../expectations/merge-patch.ts';

const lanes = ['kubernetes/crd'] as const;

/**
 * Creates a Pipeline with one version by apply, then changes it by REST and waits until every surface shows the change.
 */
const givenChangedByRest = async (context: ScenarioContext): Promise<AppliedFamily<'one'>> => {
  const { given, lane } = context;
  const family = await givenApplied(context, 'one');
  const { pipeline } = family;
  const { version } = family.versions.one;
  const change = { displayName: 'By REST', tags: { stage: 'changed' } };
  await given('REST changes display name and tags', async () => {
    accepted(await lane.rest.updatePipeline(pipeline, change));
    accepted(await lane.rest.updateVersion(version, change));
    await inEveryView(lane, async (surface) => {
      assert.equal((await surface.getPipeline(pipeline)).value?.displayName, change.displayName, 'the pipeline');
      assert.equal((await surface.getVersion(version)).value?.displayName, change.displayName, 'the version');
    });
  });
  return family;
};

/** Asserts that all surfaces show the state that was applied first. */
const assertAsInGit = (
  { lane }: Pick<ScenarioContext, 'lane'>,
  { pipeline, versions: { one } }: AppliedFamily<'one'>,
): Promise<void> =>
  inEveryView(lane, async (surface) => {
    const shown = {
      pipeline: (await surface.getPipeline(pipeline)).value,
      version: (await surface.getVersion(one.version)).value,
    };
    assert.deepEqual(shown, { pipeline, version: one.version }, `${surface.name}: all is as it stands in Git`);
  });

const appliedWithForce: Scenario = {
  name: 'applied-over-changes-by-rest',
  lanes,
  checks: ['GIT-18'],
  async run(context) {
    const { check, kubernetes } = context;
    const family = await givenChangedByRest(context);
    await check('GIT-18', async () => {
      const force = { force: true };
      accepted(await appliedPipeline(kubernetes, family.draft, force));
      accepted(await appliedVersion(kubernetes, family.pipeline, family.versions.one.draft, force));
      await assertAsInGit(context, family);
    });
  },
};

const patchedAsInGit: Scenario = {
  name: 'changes-by-rest-patched-back',
  lanes,
  checks: ['GIT-07'],
  async run(context) {
    const { check, kubernetes } = context;
    const family = await givenChangedByRest(context);
    const { name } = family.pipeline;
    const inGit = { displayName: family.pipeline.displayName, tags: family.pipeline.tags };
    await check('GIT-07', async () => {
      const answers = [
        await mergePatch(kubernetes, 'pipelines', name, inGit),
        await mergePatch(kubernetes, 'pipelineversions', `${name}-one`, inGit),
      ];
      const statuses = answers.map(({ status }) => status);
      soft.deepEqual(statuses, [200, 200], 'what client-side kubectl apply sends');
      await assertAsInGit(context, family);
    });
  },
};

export default defineSuite({
  title: 'GIT: objects changed as kubectl does it',
  scenarios: [appliedWithForce, patchedAsInGit],
});
