import { assert, soft } from '../../../src/scenarios/assert.ts';
import { definition, packageFile } from '../../../fixtures/pipelines/definition.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { settled } from '../../expectations/settled.ts';

const hello = definition('hello');

const shownPipeline = async ({ lane, names }: ScenarioContext): Promise<Pipeline> => {
  const created = accepted(await lane.write.createPipeline({ name: names.of('parent') }));
  for (const view of lane.views)
    await lane.eventually(view, async () => void accepted(await view.surface.getPipeline(created)));
  return created;
};

const longNames: Scenario = {
  name: 'longest-names',
  checks: ['NAME-06', 'NAME-07'],
  observes: ['NAME-07'],
  async run(context) {
    const { lane, check, given, observe, names } = context;
    const parent = await given('a pipeline is there', () => shownPipeline(context));
    const long = (length: number) => names.of('long-').padEnd(length, 'x');
    const kindsOf = async (pipelineLength: number, versionLength: number): Promise<readonly string[]> => {
      const pipeline = await lane.write.createPipeline({ name: long(pipelineLength) });
      const version = await lane.write.createVersion(parent, { name: long(versionLength), definition: hello });
      return [pipeline.kind, version.kind];
    };
    await check('NAME-06', async () => {
      soft.deepEqual(await kindsOf(128, 127), ['ok', 'ok'], 'the longest names are accepted');
    });
    await check('NAME-07', async () => {
      const kinds = await kindsOf(129, 128);
      observe('NAME-07', kinds);
      soft.deepEqual(kinds, ['invalid', 'invalid'], 'a pipeline and a version with too long a name are refused');
    });
  },
};

const longUpload: Scenario = {
  name: 'upload-with-a-long-name',
  lanes: ['database/rest', 'kubernetes/rest'],
  checks: ['NAME-08'],
  observes: ['NAME-08'],
  async run(context) {
    const { lane, check, observe, kfp, names } = context;
    await check('NAME-08', async () => {
      const name = names.of('long-').padEnd(128, 'x');
      const file = { name: 'hello.yaml', content: packageFile('hello') };
      const answer = await kfp.upload(`${apiV2}/pipelines/upload`, file, { name });
      observe('NAME-08', answer.status);
      await settled(context);
      const remaining = await lane.rest.getPipelineByName(name);
      const listed = remaining.value === undefined ? [] : accepted(await lane.rest.allVersions(remaining.value));
      const found = {
        status: answer.status,
        pipeline: remaining.kind,
        versions: listed.map((version) => version.name),
      };
      const expected =
        answer.status === 200
          ? { status: 200, pipeline: 'ok', versions: [name] }
          : { status: 400, pipeline: 'missing', versions: [] };
      soft.deepEqual(found, expected, 'the upload is accepted whole or refused whole');
    });
  },
};

const longObjects: Scenario = {
  name: 'long-names-of-objects',
  lanes: ['kubernetes/rest', 'kubernetes/crd'],
  checks: ['NAME-09', 'NAME-10', 'NAME-11'],
  observes: ['NAME-09'],
  writes: 14,
  async run(context) {
    const { lane, check, observe, names } = context;
    const pipelineNamed = async (name: string): Promise<Pipeline> =>
      accepted(await lane.write.createPipeline({ name }));
    const versionNames = async (pipeline: Pipeline, expected: readonly string[], what: string): Promise<void> => {
      for (const view of lane.views)
        await soft.part(() =>
          lane.eventually({ ...view, patienceMs: 3_000 }, async () => {
            const versions = accepted(await view.surface.allVersions(pipeline));
            assert.deepEqual(
              versions.map(({ name }) => name),
              expected,
              `${view.surface.name}: ${what}`,
            );
          }),
        );
    };
    await check('NAME-09', async () => {
      const pipeline = await pipelineNamed(names.of('composite-').padEnd(128, 'x'));
      const refused = await lane.write.createVersion(pipeline, { name: 'v'.repeat(127), definition: hello });
      observe('NAME-09', refused.kind);
      soft.equal(refused.kind, 'invalid', 'a version whose object name would have 256 characters is refused');
      await settled(context);
      await versionNames(pipeline, [], 'nothing is created');
    });
    /** Asserts that a pipeline of this name, and a version of it, can be created and are shown. */
    const assertUsable = (name: string, what: string): Promise<void> =>
      soft.part(async () => {
        const pipeline = await lane.write.createPipeline({ name });
        assert.deepEqual({ [what]: pipeline.kind }, { [what]: 'ok' }, 'a pipeline of the name is created');
        const version = await lane.write.createVersion(accepted(pipeline), { name: 'first', definition: hello });
        assert.deepEqual({ [what]: version.kind }, { [what]: 'ok' }, 'a version of it is created');
        await versionNames(accepted(pipeline), ['first'], 'the version is listed');
      });
    await check('NAME-10', async () => {
      for (const length of [64, 128])
        await assertUsable(names.of(`n${length}`).padEnd(length, 'x'), `${length} characters`);
    });
    await check('NAME-11', async () => {
      for (const [what, last] of Object.entries({ hyphen: '-', dot: '.' }))
        await assertUsable(`${names.of('cut').padEnd(62, 'x')}${last}z`, `a ${what} as the 63rd`);
    });
  },
};

/** Free text of the given length, entirely within the basic multilingual plane. */
const freeText = (length: number): string => 'Ünïcode Täble 漢字 “x” '.repeat(20).slice(0, length);

const displayNames: Scenario = {
  name: 'longest-display-names',
  checks: ['NAME-12'],
  observes: ['NAME-12'],
  async run(context) {
    const { lane, check, given, observe, names } = context;
    const parent = await given('a pipeline is there', () => shownPipeline(context));
    await check('NAME-12', async () => {
      const longest = { name: names.of('longest'), displayName: freeText(255) };
      const pipeline = accepted(await lane.write.createPipeline(longest));
      const version = accepted(await lane.write.createVersion(parent, { ...longest, definition: hello }));
      for (const view of lane.views)
        await soft.part(() =>
          lane.eventually(view, async () => {
            const shown = [await view.surface.getPipeline(pipeline), await view.surface.getVersion(version)];
            assert.deepEqual(
              shown.map(({ value }) => value?.displayName),
              [freeText(255), freeText(255)],
              'free text of 255 characters is shown as it was written',
            );
          }),
        );
      const longer = { name: names.of('longer'), displayName: freeText(256) };
      const refused = [
        await lane.write.createPipeline(longer),
        await lane.write.createVersion(parent, { ...longer, definition: hello }),
      ].map(({ kind }) => kind);
      observe('NAME-12', refused);
      soft.deepEqual(
        refused,
        ['invalid', 'invalid'],
        'a pipeline and a version with a longer display name are refused',
      );
    });
  },
};

export default defineSuite({
  title: 'NAME: lengths',
  alsoMultiUser: true,
  scenarios: [longNames, longUpload, longObjects, displayNames],
});
