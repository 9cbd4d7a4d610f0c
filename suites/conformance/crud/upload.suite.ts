import { assert, soft } from '../../../src/scenarios/assert.ts';
import { definition, packageFile } from '../../../fixtures/pipelines/definition.ts';
import { tarGzPackage } from '../../../fixtures/packages/tar-gz-package.ts';
import { zipPackage } from '../../../fixtures/packages/zip-package.ts';
import { jsonOf } from '../../../src/clients/json-response.ts';
import type { UploadFile } from '../../../src/clients/kfp.ts';
import { answerFromRest, pipelineFromRest, versionFromRest } from '../../../src/lanes/rest.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';
import { uploadPipeline, uploadVersion } from '../../expectations/uploads.ts';

/** The same pipeline in every supported format. */
const packed = async (): Promise<Readonly<Record<string, UploadFile>>> => {
  const yaml = packageFile('hello');
  const files = { 'README.md': 'not the pipeline', 'pipeline.yaml': yaml };
  return {
    yaml: { name: 'hello.yaml', content: yaml },
    yml: { name: 'hello.yml', content: yaml },
    json: { name: 'hello.json', content: JSON.stringify(definition('hello').pipelineSpec) },
    zip: { name: 'hello.zip', content: zipPackage(files) },
    'tar-gz': { name: 'hello.tar.gz', content: await tarGzPackage(files) },
  };
};

const formats: Scenario = {
  name: 'upload-formats',
  checks: ['CRUD-30'],
  observes: ['statuses'],
  writes: 20,
  async run({ lane, check, given, observe, names, kfp }) {
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('parent') }));
    const files = Object.entries(await packed());
    const answers = await Promise.all(
      files.map(([label, file]) => uploadVersion(kfp, parent.id, file, { name: label })),
    );
    const statuses = Object.fromEntries(files.map(([label], at) => [label, answers[at]?.status]));
    observe('statuses', statuses);
    await check('CRUD-30', async () => {
      assert.deepEqual(statuses, Object.fromEntries(files.map(([label]) => [label, 200])), 'every format is accepted');
      const versions = answers.map((answer) => versionFromRest(jsonOf(answer)));
      for (const version of versions)
        await inEveryView(lane, async (surface) => {
          const { name, definition: found } = accepted(await surface.getVersion(version));
          assert.deepEqual(found, definition('hello'), `${surface.name}: the pipeline uploaded as ${name}`);
        });
    });
  },
};

const parameters: Scenario = {
  name: 'upload-parameters',
  checks: ['CRUD-33'],
  observes: ['answers'],
  async run({ lane, check, given, observe, names, kfp }) {
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('parent') }));
    const file = { name: 'any-name.yaml', content: packageFile('hello') };
    const texts = {
      display_name: 'Shown as this',
      description: 'first line\nsecond line & more',
      code_source_url: 'https://example.com/a?b=c',
    };
    const tags = { team: 'conformance', stage: 'ünder test' };
    const query = { ...texts, tags: JSON.stringify(tags) };
    const [asPipeline, asVersion] = await Promise.all([
      uploadPipeline(kfp, file, { ...query, name: names.of('uploaded') }),
      uploadVersion(kfp, parent.id, file, { ...query, name: 'uploaded' }),
    ]);
    const made = {
      pipeline: answerFromRest(asPipeline, pipelineFromRest),
      version: answerFromRest(asVersion, versionFromRest),
    };
    observe('answers', { pipeline: made.pipeline.value, version: made.version.value });
    await check('CRUD-33', async () => {
      assert.deepEqual([asPipeline.status, asVersion.status], [200, 200], 'both uploads are accepted');
      const [pipeline, version] = [accepted(made.pipeline), accepted(made.version)];
      const common = { displayName: texts.display_name, description: texts.description, tags };
      for (const view of lane.views) {
        const { surface } = view;
        await soft.part(() =>
          lane.eventually(view, async () => {
            const { name, displayName, description, tags: kept } = accepted(await surface.getPipeline(pipeline));
            const expected = { name: names.of('uploaded'), ...common };
            assert.deepEqual(
              { name, displayName, description, tags: kept },
              expected,
              `${surface.name}: the uploaded pipeline`,
            );
          }),
        );
        await soft.part(() =>
          lane.eventually(view, async () => {
            const {
              name,
              displayName,
              description,
              tags: kept,
              codeSourceUrl,
            } = accepted(await surface.getVersion(version));
            const expected = { name: 'uploaded', ...common, codeSourceUrl: texts.code_source_url };
            assert.deepEqual(
              { name, displayName, description, tags: kept, codeSourceUrl },
              expected,
              `${surface.name}: the uploaded version`,
            );
          }),
        );
        // The version created along with a pipeline may appear in the list a moment later, which CRUD-05 decides.
        await soft.part(() =>
          lane.eventually({ surface, patienceMs: 3_000 }, async () => {
            const urls = accepted(await surface.allVersions(pipeline)).map(({ codeSourceUrl }) => codeSourceUrl);
            assert.deepEqual(urls, [texts.code_source_url], `${surface.name}: the version of the uploaded pipeline`);
          }),
        );
      }
    });
  },
};

const emoji = '\u{1f600}';

/** A definition with an emoji in an environment variable. */
const definitionWithEmoji = () => {
  const { pipelineSpec } = smallDefinition();
  const container = { image: 'python:3.11', command: ['true'], env: [{ name: 'FACE', value: emoji }] };
  return { ...pipelineSpec, deploymentSpec: { executors: { 'exec-step': { container } } } };
};

const escapedJson: Scenario = {
  name: 'upload-of-escaped-json',
  checks: ['CRUD-40'],
  observes: ['status'],
  async run({ lane, check, given, observe, names, kfp }) {
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('parent') }));
    // Most JSON writers emit ASCII, with the emoji as two escapes of six characters each.
    const content = JSON.stringify(definitionWithEmoji()).replace(emoji, String.raw`\ud83d\ude00`);
    const answer = await uploadVersion(kfp, parent.id, { name: 'face.json', content }, { name: 'escaped' });
    observe('status', answer.status);
    await check('CRUD-40', async () => {
      assert.equal(answer.status, 200, 'a JSON file with surrogate pairs is accepted');
      const version = versionFromRest(jsonOf(answer));
      for (const view of lane.views)
        await soft.part(() =>
          lane.eventually(view, async () => {
            const { pipelineSpec } = accepted(await view.surface.getVersion(version)).definition;
            assert.deepEqual(
              pipelineSpec,
              definitionWithEmoji(),
              `${view.surface.name}: the escapes are one character`,
            );
          }),
        );
    });
  },
};

export default defineSuite({
  title: 'CRUD: uploads that are accepted',
  alsoMultiUser: true,
  scenarios: [formats, parameters, escapedJson],
});
