import { soft } from '../../../src/scenarios/assert.ts';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { pipelineFromObject, versionFromObject } from '../../../src/lanes/crd.ts';
import type { Pipeline, PipelineVersion } from '../../../src/lanes/pipeline.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { lastPipeline, lastVersion } from '../../expectations/last-watched.ts';
import { specChanges } from '../../expectations/spec-changes.ts';
import { aloneOnKubernetes, watchedWhile } from '../../expectations/watched-while.ts';

const createdByRest: Scenario = {
  ...aloneOnKubernetes,
  name: 'creations-by-rest-watched',
  checks: ['GIT-03'],
  async run(context) {
    const { lane, check, given, names } = context;
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('parent') }));
    await check('GIT-03', async () => {
      const texts = { displayName: 'By REST', description: 'made by REST', tags: { team: 'conformance' } };
      const created: { pipeline?: Pipeline; version?: PipelineVersion } = {};
      const pipelines = await watchedWhile(context, 'pipelines', lastPipeline(context), async () => {
        created.pipeline = accepted(await lane.rest.createPipeline({ ...texts, name: names.of('one') }));
      });
      const versions = await watchedWhile(context, 'pipelineversions', lastVersion(context, parent), async () => {
        const draft = { ...texts, name: 'one', definition: definition('several-steps') };
        created.version = accepted(await lane.rest.createVersion(parent, draft));
      });
      soft.deepEqual(
        specChanges(pipelines).map(({ type, object: shown }) => ({ type, shown: pipelineFromObject(shown) })),
        [{ type: 'ADDED', shown: created.pipeline }],
        'what a watch shows of a pipeline created by REST',
      );
      soft.deepEqual(
        specChanges(versions).map(({ type, object: shown }) => ({ type, shown: versionFromObject(shown) })),
        [{ type: 'ADDED', shown: created.version }],
        'what a watch shows of a version created by REST',
      );
    });
  },
};

export default defineSuite({
  title: 'GIT: objects as a watcher sees them',
  scenarios: [createdByRest],
});
