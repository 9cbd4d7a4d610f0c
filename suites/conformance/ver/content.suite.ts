import { assert, soft } from '../../../src/scenarios/assert.ts';
import { definition, packageFile, type FixtureName } from '../../../fixtures/pipelines/definition.ts';
import { itemsOf, jsonOf, type Json } from '../../../src/clients/json-response.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import type { Answer } from '../../../src/lanes/answer.ts';
import { answerFromKubernetes, versionFromObject, versionObject } from '../../../src/lanes/crd.ts';
import type { PipelineRef, Surface } from '../../../src/lanes/lane.ts';
import type { Definition, PipelineVersion, VersionDraft } from '../../../src/lanes/pipeline.ts';
import { answerFromRest, versionBody, versionFromRest } from '../../../src/lanes/rest.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { givenPipeline } from '../../expectations/given-pipeline.ts';
import { givenVersion } from '../../expectations/given-version.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { onRest } from '../../expectations/on-rest.ts';

const fixtures: readonly FixtureName[] = ['hello', 'several-steps', 'with-platform'];

const versionCreated: Scenario = {
  name: 'version-created',
  checks: ['VER-01', 'VER-02'],
  observes: ['created'],
  async run(context) {
    const { lane, given, check, observe } = context;
    const pipeline = await givenPipeline(context, 'parent');
    const draft = {
      name: 'one',
      displayName: 'First version',
      description: 'made to be read again',
      definition: definition('hello'),
    };
    const version = await given('a version is created', async () =>
      accepted(await lane.write.createVersion(pipeline, draft)),
    );
    const { name, displayName, description, tags } = version;
    observe('created', { name, displayName, description, tags, definition: version.definition });
    await check('VER-01', () => {
      soft.match(version.id, /^\S+$/, 'pipeline_version_id is given');
      soft.equal(version.pipelineId, pipeline.id, 'pipeline_id is the id of the parent');
      soft.deepEqual(version.definition, draft.definition, 'the answer holds the definition');
    });
    await check('VER-02', () =>
      inEveryView(lane, async (surface) => {
        assert.deepEqual(
          (await surface.getVersion(version)).value,
          version,
          `${surface.name}: get answers what create answered`,
        );
      }),
    );
  },
};

const decideDefinitions = async (
  { lane, check, observe }: ScenarioContext,
  versions: readonly (readonly [FixtureName, PipelineVersion])[],
): Promise<void> => {
  observe('definitions', Object.fromEntries(versions.map(([fixture, version]) => [fixture, version.definition])));
  const shown = async (part: keyof Definition): Promise<void> => {
    for (const [fixture, version] of versions)
      await inEveryView(lane, async (surface) => {
        const { value } = await surface.getVersion(version);
        assert.deepEqual(value?.definition[part], definition(fixture)[part], `${surface.name}: ${part} of ${fixture}`);
      });
  };
  await check('VER-03', () => shown('pipelineSpec'));
  await check('VER-04', () => shown('platformSpec'));
};

const compiledPipelines: Scenario = {
  name: 'compiled-pipelines',
  checks: ['VER-03', 'VER-04'],
  observes: ['definitions'],
  async run(context) {
    const pipeline = await givenPipeline(context, 'compiled');
    const versions = fixtures.map(
      async (name) => [name, await givenVersion(context, pipeline, name, { definition: definition(name) })] as const,
    );
    await decideDefinitions(context, await Promise.all(versions));
  },
};

const uploadVersion = async (
  { kfp }: ScenarioContext,
  pipeline: PipelineRef,
  name: FixtureName,
): Promise<Answer<PipelineVersion>> => {
  const file = { name: `${name}.yaml`, content: packageFile(name) };
  return answerFromRest(
    await kfp.upload(`${apiV2}/pipelines/upload_version`, file, { pipelineid: pipeline.id, name }),
    versionFromRest,
  );
};

const compiledPipelinesUploaded: Scenario = {
  name: 'compiled-pipelines-uploaded',
  lanes: ['database/rest', 'kubernetes/rest'],
  checks: ['VER-03', 'VER-04'],
  observes: ['definitions'],
  async run(context) {
    const pipeline = await givenPipeline(context, 'uploaded');
    const versions = fixtures.map(
      async (name) =>
        [
          name,
          await context.given(`${name} is uploaded`, async () =>
            accepted(await uploadVersion(context, pipeline, name)),
          ),
        ] as const,
    );
    await decideDefinitions(context, await Promise.all(versions));
  },
};

/** Platform specs without a Kubernetes part. */
const otherPlatforms: Readonly<Record<string, Json>> = {
  empty: {},
  'no-platform': { platforms: {} },
  'another-platform': { platforms: { elsewhere: { deploymentSpec: { executors: {} } } } },
};

const platformsOtherThanKubernetes: Scenario = {
  name: 'platforms-other-than-kubernetes',
  checks: ['VER-05'],
  observes: ['shown on REST'],
  async run(context) {
    const { lane, check, observe } = context;
    const { pipelineSpec } = definition('hello');
    const pipeline = await givenPipeline(context, 'platforms');
    // What REST shows is observed also where it is wrong.
    const shown: Record<string, unknown> = Object.fromEntries(
      Object.keys(otherPlatforms).map((name) => [name, undefined]),
    );
    await check('VER-05', async () => {
      for (const [name, platformSpec] of Object.entries(otherPlatforms))
        await soft.part(async () => {
          const answer = await lane.write.createVersion(pipeline, { name, definition: { pipelineSpec, platformSpec } });
          assert.equal(answer.kind, 'ok', `${name}: the version is accepted`);
          const version = accepted(answer);
          await inEveryView(lane, async (surface) => {
            const { value } = await surface.getVersion(version);
            if (surface === lane.rest) shown[name] = value?.definition.pipelineSpec;
            assert.deepEqual(
              value?.definition.pipelineSpec,
              pipelineSpec,
              `${surface.name}: ${name}: the pipeline spec is shown`,
            );
          });
        });
    });
    observe('shown on REST', shown);
  },
};

const versionWithSources: Scenario = {
  name: 'version-with-sources',
  features: ['loopback-package-url'],
  checks: ['VER-19'],
  observes: ['sources'],
  async run(context) {
    const { lane, given, check, observe, kfp, packages } = context;
    const pipeline = await givenPipeline(context, 'sources');
    const packageUrl = packages.serve(definition('hello'));
    const sources = {
      description: 'knows where it comes from',
      codeSourceUrl: 'https://github.com/example/pipelines/tree/v1',
    };
    const draft: VersionDraft = { name: 'one', definition: definition('hello'), ...sources };
    const write: Readonly<Record<Surface['name'], () => Promise<Answer<PipelineVersion>>>> = {
      rest: async () => {
        const json = { ...versionBody(pipeline.id, draft, packages), package_url: { pipeline_url: packageUrl } };
        return answerFromRest(
          await kfp.call('POST', `${apiV2}/pipelines/${pipeline.id}/versions`, { json }),
          versionFromRest,
        );
      },
      kubernetes: async () => {
        const { namespace, call } = context.kubernetes;
        const resource = versionObject(namespace, pipeline.name, draft);
        const body = { ...resource, spec: { ...(resource['spec'] as Json), pipelineSpecURI: packageUrl } };
        return answerFromKubernetes(
          await call('POST', collectionPath(namespace, 'pipelineversions'), body),
          versionFromObject,
        );
      },
    };
    const version = await given('a version is created', async () => accepted(await write[lane.write.name]()));
    await check('VER-19', () =>
      inEveryView(lane, async (surface) => {
        const shown = accepted(await surface.getVersion(version));
        const found = {
          description: shown.description,
          codeSourceUrl: shown.codeSourceUrl,
          packageUrl: shown.packageUrl,
        };
        assert.deepEqual(found, { ...sources, packageUrl }, `${surface.name}: the sources are shown`);
      }),
    );
    const { value } = await lane.rest.getVersion(version);
    observe(
      'sources',
      value && {
        description: value.description,
        codeSourceUrl: value.codeSourceUrl ?? '(none)',
        packageUrl: value.packageUrl === packageUrl,
      },
    );
  },
};

const versionWithoutPackageUrl: Scenario = {
  name: 'version-without-package-url',
  checks: ['VER-20'],
  observes: ['package_url'],
  async run(context) {
    const { lane, given, check, observe, kfp } = context;
    const pipeline = await givenPipeline(context, 'no-url');
    const write: Readonly<Record<Surface['name'], () => Promise<Answer<PipelineVersion>>>> = {
      rest: () => uploadVersion(context, pipeline, 'hello'),
      kubernetes: () => lane.write.createVersion(pipeline, { name: 'hello', definition: definition('hello') }),
    };
    const version = await given('a version is created', async () => accepted(await write[lane.write.name]()));
    await check('VER-20', async () => {
      await onRest(lane, async (rest) => void accepted(await rest.getVersion(version)));
      const versions = `${apiV2}/pipelines/${pipeline.id}/versions`;
      const got = jsonOf(await kfp.call('GET', `${versions}/${version.id}`));
      const listed = itemsOf(await kfp.call('GET', versions), 'pipeline_versions');
      const fields = [got, ...listed].map((json) =>
        'package_url' in json ? { package_url: json['package_url'] } : 'absent',
      );
      observe('package_url', fields);
      soft.deepEqual(fields, ['absent', 'absent'], 'package_url is absent from get and list');
    });
  },
};

export default defineSuite({
  title: 'VER: what a version holds',
  alsoMultiUser: true,
  scenarios: [
    versionCreated,
    compiledPipelines,
    compiledPipelinesUploaded,
    platformsOtherThanKubernetes,
    versionWithSources,
    versionWithoutPackageUrl,
  ],
});
