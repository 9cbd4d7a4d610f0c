import { assert, soft } from '../../../src/scenarios/assert.ts';
import { definition, packageFile } from '../../../fixtures/pipelines/definition.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { PipelineDraft } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { foundLabels } from '../../expectations/found-labels.ts';
import { contains, filterOf } from '../../expectations/predicate.ts';
import { settled } from '../../expectations/settled.ts';

const hello = definition('hello');

/**
 * The names and display names that every surface shows for a new pipeline and a new version of it. What the last surface
 * shows is observed under the label, also where it is wrong; where an earlier failure ends the look, nothing was observed.
 */
const shownNames = async (
  { lane, observe }: ScenarioContext,
  draft: PipelineDraft,
  label?: string,
): Promise<readonly string[]> => {
  const pipeline = accepted(await lane.write.createPipeline(draft));
  const version = accepted(await lane.write.createVersion(pipeline, { ...draft, definition: hello }));
  let shown: readonly string[] = [];
  let isLast = false;
  try {
    for (const [index, view] of lane.views.entries()) {
      isLast = index === lane.views.length - 1;
      shown = [];
      await soft.part(() =>
        lane.eventually(view, async () => {
          shown = [];
          const objects = [await view.surface.getPipeline(pipeline), await view.surface.getVersion(version)].map(
            accepted,
          );
          shown = objects.flatMap(({ name, displayName }) => [name, displayName]);
          assert.deepEqual(
            shown,
            objects.flatMap(() => [pipeline.name, pipeline.name]),
            'name and display name are the same',
          );
        }),
      );
    }
  } finally {
    if (label !== undefined) observe(label, isLast && shown.length > 0 ? shown : undefined);
  }
  return shown;
};

const defaults: Scenario = {
  name: 'default-names',
  checks: ['NAME-01', 'NAME-02'],
  observes: ['NAME-01'],
  async run(context) {
    const { check, names } = context;
    await check('NAME-01', async () => {
      const shown = await shownNames(context, { name: names.of('name') }, 'NAME-01');
      soft.deepEqual(
        shown,
        Array.from({ length: 4 }, () => names.of('name')),
        'the display name is the name',
      );
    });
    await check('NAME-02', async () => {
      const shown = await shownNames(context, { displayName: names.of('display') });
      soft.deepEqual(
        shown,
        Array.from({ length: 4 }, () => names.of('display')),
        'the name is the display name',
      );
    });
  },
};

/** The labels of the pipelines whose name or display name contains the given part, without what `settled` wrote. */
const namedLike = async ({ kfp, names }: ScenarioContext, part: string): Promise<readonly string[]> => {
  const pipelines = { path: `${apiV2}/pipelines`, items: 'pipelines' } as const;
  const found = ['name', 'display_name'].map((key) =>
    foundLabels(kfp, pipelines, filterOf(contains(key, part)), names),
  );
  return [...new Set((await Promise.all(found)).flat())].filter((label) => !/^later-\d+$/.test(label));
};

const uploadWithoutName: Scenario = {
  name: 'upload-without-name',
  lanes: ['kubernetes/rest'],
  checks: ['NAME-03'],
  async run(context) {
    const { check, kfp, names } = context;
    await check('NAME-03', async () => {
      const file = { name: `My ${names.prefix} Pipe.yaml`, content: packageFile('hello') };
      const answer = await kfp.upload(`${apiV2}/pipelines/upload`, file);
      soft.equal(answer.status, 400, 'a file name that is no object name is refused');
      soft.match(answer.body, /display_name/, 'the refusal says what to do');
      await settled(context);
      soft.deepEqual(await namedLike(context, names.prefix), [], 'nothing is created');
    });
  },
};

const objectNames: Scenario = {
  name: 'names-of-objects',
  writes: 23,
  lanes: ['kubernetes/rest', 'kubernetes/crd'],
  checks: ['NAME-04', 'NAME-05'],
  observes: ['NAME-04', 'NAME-05'],
  async run(context) {
    const { lane, check, given, observe, names } = context;
    const { prefix } = names;
    const parent = await given('a pipeline is there', async () => {
      const created = accepted(await lane.write.createPipeline({ name: names.of('parent') }));
      for (const view of lane.views)
        await lane.eventually(view, async () => void accepted(await view.surface.getPipeline(created)));
      return created;
    });
    const shortBad = {
      capitals: `${prefix}-UPPER`,
      underscore: `${prefix}_b`,
      'leading hyphen': `-${prefix}`,
      'trailing hyphen': `${prefix}-`,
    };
    const bad = { ...shortBad, '254 characters': `${prefix}-`.padEnd(254, 'x') };
    await check('NAME-04', async () => {
      const refused: Record<string, unknown> = {};
      const expected: Record<string, unknown> = {};
      for (const [label, name] of Object.entries(bad)) {
        const draft = { name, definition: hello };
        const written = [await lane.write.createPipeline({ name }), await lane.write.createVersion(parent, draft)];
        refused[label] = written.map(({ kind }) => kind);
        expected[label] = ['invalid', 'invalid'];
      }
      const advised: Record<string, boolean> = {};
      for (const [label, name] of Object.entries(shortBad)) {
        const answers = [
          await lane.rest.createPipeline({ name }),
          await lane.rest.createVersion(parent, { name, definition: hello }),
        ];
        advised[label] = answers.every(({ kind, message }) => kind === 'invalid' && message.includes('display_name'));
      }
      await settled(context);
      const pipelines = await namedLike(context, prefix);
      const versions = accepted(await lane.write.allVersions(parent)).map(({ name }) => name);
      observe('NAME-04', { pipelines, versions });
      soft.deepEqual(
        { refused, advised, pipelines, versions },
        {
          refused: expected,
          advised: Object.fromEntries(Object.keys(shortBad).map((label) => [label, true])),
          pipelines: ['parent'],
          versions: [],
        },
        'such names are refused, REST says what to do, nothing is created',
      );
    });
    await check('NAME-05', async () => {
      const shown = await shownNames(context, { name: `${prefix}.b` }, 'NAME-05');
      soft.deepEqual(
        shown,
        Array.from({ length: 4 }, () => `${prefix}.b`),
        'a name with a dot is a name',
      );
    });
  },
};

const emptyNames: Scenario = {
  name: 'empty-names',
  checks: ['NAME-18', 'NAME-19', 'NAME-20'],
  observes: ['NAME-18', 'NAME-19'],
  async run({ lane, check, given, observe, record, names }) {
    const parent = await given('a pipeline is there', async () => {
      const created = accepted(await lane.write.createPipeline({ name: names.of('parent') }));
      for (const view of lane.views)
        await lane.eventually(view, async () => void accepted(await view.surface.getPipeline(created)));
      return created;
    });
    const kindsOf = async (draft: PipelineDraft): Promise<readonly string[]> => {
      const pipeline = await lane.write.createPipeline(draft);
      const version = await lane.write.createVersion(parent, { ...draft, definition: hello });
      return [pipeline.kind, version.kind];
    };
    await check('NAME-18', async () => {
      const kinds = { absent: await kindsOf({}), empty: await kindsOf({ name: '', displayName: '' }) };
      observe('NAME-18', kinds);
      const refused = ['invalid', 'invalid'];
      soft.deepEqual(kinds, { absent: refused, empty: refused }, 'a pipeline and a version without a name are refused');
    });
    await check('NAME-19', async () => {
      const kinds = await kindsOf({ name: '   ' });
      observe('NAME-19', kinds);
      soft.deepEqual(kinds, ['invalid', 'invalid'], 'a pipeline and a version with a blank name are refused');
    });
    record('NAME-20', (await lane.write.createPipeline({ name: names.of('parent').toUpperCase() })).kind);
  },
};

export default defineSuite({
  title: 'NAME: rules',
  alsoMultiUser: true,
  scenarios: [defaults, uploadWithoutName, objectNames, emptyNames],
});
