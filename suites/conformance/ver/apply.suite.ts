import { assert } from '../../../src/scenarios/assert.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { appliedVersion } from '../../expectations/applied-version.ts';
import { givenApplied } from '../../expectations/given-applied.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';

const lanes = ['kubernetes/crd'] as const;
const renamed = { displayName: 'Renamed' };
const tagged = { tags: { stage: 'final', team: 'conformance' } };

const versionChangedByApply: Scenario = {
  name: 'version-changed-by-apply',
  lanes,
  checks: ['VER-17'],
  async run(context) {
    const { lane, check, kubernetes } = context;
    const { pipeline, versions } = await givenApplied(context, 'one');
    const { draft, version } = versions.one;
    await check('VER-17', async () => {
      for (const change of [renamed, { ...renamed, ...tagged }]) {
        accepted(await appliedVersion(kubernetes, pipeline, { ...draft, ...change }));
        await inEveryView(lane, async (surface) => {
          assert.deepEqual(
            (await surface.getVersion(version)).value,
            { ...version, ...change },
            `${surface.name}: only ${Object.keys(change).join(' and ')} changed`,
          );
        });
      }
    });
  },
};

export default defineSuite({
  title: 'VER: versions changed as kubectl does it',
  scenarios: [versionChangedByApply],
});
