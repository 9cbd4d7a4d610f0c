import { assert, soft } from '../../../src/scenarios/assert.ts';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { givenPipeline } from '../../expectations/given-pipeline.ts';
import { givenVersion } from '../../expectations/given-version.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { alone, onlyItem } from '../../expectations/only-item.ts';
import { stillShown } from '../../expectations/still-shown.ts';
import { statusClass } from './status-class.ts';

const versionDeleted: Scenario = {
  name: 'version-deleted',
  checks: ['VER-16'],
  observes: ['deleted'],
  async run(context) {
    const { lane, check, observe } = context;
    const pipeline = await givenPipeline(context, 'parent');
    const first = await givenVersion(context, pipeline, 'first');
    const second = await givenVersion(context, pipeline, 'second');
    await check('VER-16', async () => {
      const { kind } = await lane.write.deleteVersion(first);
      observe('deleted', kind);
      soft.equal(kind, 'ok', 'the version is deleted');
      await inEveryView(lane, async (surface) => {
        assert.equal((await surface.getVersion(first)).kind, 'missing', `${surface.name}: the version is gone`);
        const listed = accepted(await surface.allVersions(pipeline));
        assert.deepEqual(onlyItem(listed, second), alone(second), `${surface.name}: the other is there, alone`);
      });
    });
  },
};

const versionPatched: Scenario = {
  name: 'version-patched',
  checks: ['VER-17'],
  observes: ['answers'],
  async run(context) {
    const { lane, check, observe } = context;
    const pipeline = await givenPipeline(context, 'parent');
    const before = {
      displayName: 'Before',
      description: 'stays',
      tags: { stage: 'draft' },
      codeSourceUrl: 'https://example.com/code',
    };
    const version = await givenVersion(context, pipeline, 'one', before);
    await check('VER-17', async () => {
      const answers: string[] = [];
      const renamed = { displayName: 'After' };
      const tagged = { tags: { stage: 'final', team: 'conformance' } };
      for (const [change, expected] of [
        [renamed, { ...version, ...renamed }],
        [tagged, { ...version, ...renamed, ...tagged }],
      ] as const) {
        answers.push((await lane.write.updateVersion(version, change)).kind);
        await inEveryView(lane, async (surface) => {
          assert.deepEqual(
            (await surface.getVersion(version)).value,
            expected,
            `${surface.name}: only ${Object.keys(change)[0]} changed`,
          );
        });
      }
      observe('answers', answers);
      soft.deepEqual(answers, ['ok', 'ok'], 'display name and tags can be changed');
    });
  },
};

const definitionCannotBeChanged: Scenario = {
  name: 'definition-cannot-be-changed',
  checks: ['VER-18'],
  observes: ['answers'],
  async run(context) {
    const { check, observe, kfp, packages } = context;
    const pipeline = await givenPipeline(context, 'parent');
    const version = await givenVersion(context, pipeline, 'one');
    const other = definition('several-steps');
    const path = `${apiV2}/pipelines/${pipeline.id}/versions/${version.id}`;
    const attempts = {
      'PATCH pipeline_spec': () => kfp.call('PATCH', path, { json: { pipeline_spec: other.pipelineSpec } }),
      'PATCH package_url': () =>
        kfp.call('PATCH', path, { json: { package_url: { pipeline_url: packages.serve(other) } } }),
      PUT: () => kfp.call('PUT', path, { json: { pipeline_spec: other.pipelineSpec } }),
    };
    await check('VER-18', async () => {
      const answers: Record<string, unknown> = {};
      for (const [name, attempt] of Object.entries(attempts)) answers[name] = statusClass((await attempt()).status);
      observe('answers', answers);
      await stillShown(context, async (surface) => {
        assert.deepEqual(
          (await surface.getVersion(version)).value,
          version,
          `${surface.name}: the version is as it was`,
        );
      });
    });
  },
};

export default defineSuite({
  title: 'VER: changing and deleting versions',
  alsoMultiUser: true,
  scenarios: [versionDeleted, versionPatched, definitionCannotBeChanged],
});
