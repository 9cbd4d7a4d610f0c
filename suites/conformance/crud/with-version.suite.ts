import { assert, soft } from '../../../src/scenarios/assert.ts';
import { definition } from '../../../fixtures/pipelines/definition.ts';
import { jsonOf } from '../../../src/clients/json-response.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import type { Pipeline, PipelineVersion } from '../../../src/lanes/pipeline.ts';
import { answerFromRest, pipelineFromRest } from '../../../src/lanes/rest.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { nothingRemains } from '../../expectations/nothing-remains.ts';

const create = ({ kfp }: ScenarioContext, pipeline: object, version: object) =>
  kfp.call('POST', `${apiV2}/pipelines/create`, { json: { pipeline, pipeline_version: version } });

/** The versions of a pipeline on every surface. A list may lag behind for a moment, which CRUD-05 decides. */
const versionsOf = async (
  { lane }: ScenarioContext,
  pipeline: Pipeline,
  assertion: (surface: Surface, versions: readonly PipelineVersion[]) => void,
): Promise<void> => {
  for (const { surface, patienceMs } of lane.views)
    await soft.part(() =>
      lane.eventually({ surface, patienceMs: Math.max(patienceMs, 3_000) }, async () => {
        assertion(surface, accepted(await surface.allVersions(pipeline)));
      }),
    );
};

const createdWithVersion: Scenario = {
  name: 'pipeline-created-with-version',
  features: ['loopback-package-url'],
  checks: ['CRUD-24', 'CRUD-25'],
  observes: ['answer'],
  async run(context) {
    const { lane, check, given, observe, names, packages } = context;
    await given('another pipeline is created', () => createdPipeline(lane, { name: names.of('neighbour') }));
    const name = names.of('whole');
    const answer = await create(
      context,
      { name, display_name: 'Whole', description: 'a pipeline and its version', tags: { team: 'conformance' } },
      { package_url: { pipeline_url: packages.serve(definition('hello')) } },
    );
    const created = answerFromRest(answer, pipelineFromRest);
    observe('answer', { status: answer.status, pipeline: created.value });
    await check('CRUD-24', async () => {
      assert.equal(answer.status, 200, 'creating a pipeline with its version');
      const pipeline = accepted(created);
      const { displayName, description, tags } = pipeline;
      const expected = {
        name,
        displayName: 'Whole',
        description: 'a pipeline and its version',
        tags: { team: 'conformance' },
      };
      soft.deepEqual({ name: pipeline.name, displayName, description, tags }, expected, 'the answer is the pipeline');
      for (const view of lane.views)
        await soft.part(() =>
          lane.eventually(view, async () => {
            assert.deepEqual(
              (await view.surface.getPipeline(pipeline)).value,
              pipeline,
              `${view.surface.name}: the pipeline`,
            );
          }),
        );
      await versionsOf(context, pipeline, (surface, versions) =>
        assert.equal(versions.length, 1, `${surface.name}: its versions`),
      );
    });
    await check('CRUD-25', () =>
      versionsOf(context, accepted(created), (surface, versions) =>
        assert.deepEqual(
          versions.map((version) => version.name),
          [name],
          `${surface.name}: the version is named like the pipeline`,
        ),
      ),
    );
  },
};

/** Version fields that a caller of `/pipelines/create` may set. A server may refuse them, but must not ignore them. */
const versionFields: Scenario = {
  name: 'version-fields-at-pipeline-create',
  features: ['loopback-package-url'],
  checks: ['CRUD-26'],
  observes: ['status'],
  async run(context) {
    const { lane, check, given, observe, names, packages } = context;
    await given('another pipeline is created', () => createdPipeline(lane, { name: names.of('neighbour') }));
    const answer = await create(
      context,
      { name: names.of('parent'), description: 'of the pipeline' },
      {
        name: names.of('child'),
        description: 'of the version',
        code_source_url: 'https://example.com/source',
        package_url: { pipeline_url: packages.serve(definition('hello')) },
      },
    );
    observe('status', answer.status);
    await check('CRUD-26', async () => {
      if (answer.status === 400) return nothingRemains(context, ['parent']);
      assert.equal(answer.status, 200, 'creating a pipeline with a version of other texts');
      return versionsOf(context, pipelineFromRest(jsonOf(answer)), (surface, versions) =>
        assert.deepEqual(
          versions.map(({ name, description, codeSourceUrl }) => ({ name, description, codeSourceUrl })),
          [{ name: names.of('child'), description: 'of the version', codeSourceUrl: 'https://example.com/source' }],
          `${surface.name}: the version has the texts that were asked for`,
        ),
      );
    });
  },
};

export default defineSuite({
  title: 'CRUD: pipelines created with a version',
  alsoMultiUser: true,
  scenarios: [createdWithVersion, versionFields],
});
