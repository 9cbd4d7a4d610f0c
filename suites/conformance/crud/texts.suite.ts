import { assert, soft } from '../../../src/scenarios/assert.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { PipelineDraft } from '../../../src/lanes/pipeline.ts';
import type { ReceivedResponse } from '../../../src/contract/exchange.ts';
import { answerFromRest } from '../../../src/lanes/rest.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { nothingRemains } from '../../expectations/nothing-remains.ts';
import { contains, filterOf } from '../../expectations/predicate.ts';

/** Long texts are compared in full, but displayed by length and beginning. */
const shown = (text: string) => ({ length: text.length, beginning: text.slice(0, 40) });

/** Creates a pipeline from the draft and asserts that every surface returns its texts unchanged. */
const assertKept = ({ lane }: ScenarioContext, label: string, draft: PipelineDraft): Promise<void> =>
  soft.part(async () => {
    const created = await lane.write.createPipeline(draft);
    assert.equal(created.kind, 'ok', `a pipeline is created: ${label}`);
    const pipeline = accepted(created);
    await inEveryView(lane, async (surface) => {
      const { displayName, description } = accepted(await surface.getPipeline(pipeline));
      const message = `${surface.name}: ${label}`;
      assert.deepEqual(shown(description), shown(draft.description ?? ''), message);
      assert.ok(description === draft.description, message);
      if (draft.displayName !== undefined) assert.equal(displayName, draft.displayName, `${message}, as display name`);
    });
  });

const bmpText = 'Grüße, 世界, עולם, \u00a0\ufffd\u2028 — ½';

const descriptions: Scenario = {
  name: 'pipeline-descriptions',
  checks: ['CRUD-21'],
  observes: ['read'],
  async run(context) {
    const { check, names, lane, observe } = context;
    await check('CRUD-21', async () => {
      const texts = {
        newlines: 'first line\nsecond line\r\n\n\tindented\n',
        unicode: bmpText,
        long: 'ten characters of BMP 世界 '.repeat(500).slice(0, 10_240),
      };
      for (const [label, description] of Object.entries(texts))
        await assertKept(context, label, { name: names.of(label), description });
    });
    const { value } = await lane.rest.getPipelineByName(names.of('newlines'));
    observe('read', value?.description);
  },
};

const fourByteTexts: Scenario = {
  name: 'pipeline-four-byte-texts',
  checks: ['CRUD-22'],
  observes: ['read'],
  async run(context) {
    const { check, names, observe, lane } = context;
    await check('CRUD-22', () =>
      assertKept(context, 'four-byte characters', {
        name: names.of('faces'),
        displayName: 'face 😀',
        description: 'faces 😀🦜 and 𝔘',
      }),
    );
    const { value } = await lane.rest.getPipelineByName(names.of('faces'));
    observe('read', { displayName: value?.displayName, description: value?.description });
  },
};

/**
 * Removes the one field that differs between storage modes by design: in single-user mode only one of them has a
 * namespace.
 */
const withoutNamespace = (keys: readonly string[]): readonly string[] => keys.filter((key) => key !== 'namespace');

const bodyOf = ({ status, body }: ReceivedResponse): string => (status === 200 ? body.trim() : `answered ${status}`);

const fieldNames: Scenario = {
  name: 'pipeline-field-names',
  checks: ['CRUD-20'],
  observes: ['shape'],
  async run({ lane, check, given, observe, names, kfp }) {
    const pipeline = await given('a pipeline with nothing but a name', () =>
      createdPipeline(lane, { name: names.of('minimal') }),
    );
    const one = answerFromRest(await kfp.call('GET', `${apiV2}/pipelines/${pipeline.id}`), Object.keys);
    const fields = withoutNamespace(one.value ?? [`answered ${one.status}`]).toSorted();
    const query = { filter: filterOf(contains('name', names.of('no-such-name'))) };
    const noPipelines = bodyOf(await kfp.call('GET', `${apiV2}/pipelines`, { query }));
    const noVersions = bodyOf(await kfp.call('GET', `${apiV2}/pipelines/${pipeline.id}/versions`));
    observe('shape', one.value && { fields, noPipelines, noVersions });
    await check('CRUD-20', () => {
      const expected = ['created_at', 'display_name', 'name', 'pipeline_id'];
      soft.deepEqual(fields, expected, 'fields of a pipeline without description and tags');
      soft.deepEqual({ noPipelines, noVersions }, { noPipelines: '{}', noVersions: '{}' }, 'lists of nothing');
    });
  },
};

const unknownField: Scenario = {
  name: 'pipeline-unknown-field',
  checks: ['CRUD-19'],
  observes: ['statuses'],
  async run(context) {
    const { lane, check, given, observe, names, kfp } = context;
    const pipeline = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('known') }));
    const created = await kfp.call('POST', `${apiV2}/pipelines`, { json: { name: names.of('nope'), nope: 1 } });
    const changed = await kfp.call('PATCH', `${apiV2}/pipelines/${pipeline.id}`, {
      json: { display_name: 'changed', nope: 1 },
    });
    const statuses = { create: created.status, change: changed.status };
    observe('statuses', statuses);
    await check('CRUD-19', async () => {
      soft.deepEqual(statuses, { create: 400, change: 400 }, 'requests with an unknown field are refused');
      await nothingRemains(context, ['nope']);
      for (const view of lane.views)
        soft.deepEqual(
          (await view.surface.getPipeline(pipeline)).value,
          pipeline,
          `${view.surface.name}: nothing was changed`,
        );
    });
  },
};

export default defineSuite({
  title: 'CRUD: texts and fields of pipelines',
  alsoMultiUser: true,
  scenarios: [descriptions, fourByteTexts, fieldNames, unknownField],
});
