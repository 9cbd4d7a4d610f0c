import { assert, soft } from '../../../src/scenarios/assert.ts';
import { text } from '../../../src/clients/json-response.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { AnswerKind } from '../../../src/lanes/answer.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';
import { answerFromRest } from '../../../src/lanes/rest.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { changesAlone, writesAlone } from '../../expectations/changes-alone.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { pipelinesShown } from '../../expectations/pipelines-shown.ts';
import { someOrNone } from '../../expectations/some-or-none.ts';
import { stillShown } from '../../expectations/still-shown.ts';

const pipelineChanged: Scenario = {
  name: 'pipeline-changed',
  checks: ['CRUD-15', 'CRUD-38'],
  observes: ['answer'],
  async run(context) {
    const { lane, check, given, observe, names } = context;
    const pipeline = await given('a pipeline is created', () =>
      createdPipeline(lane, {
        name: names.of('changed'),
        displayName: 'Before',
        description: 'stays as it is',
        tags: { team: 'conformance', stage: 'test' },
      }),
    );
    const answer = await lane.write.updatePipeline(pipeline, { displayName: 'After' });
    observe('answer', { kind: answer.kind, value: answer.value ?? '(none)' });
    const expected = { ...pipeline, displayName: 'After' };
    await check('CRUD-38', async () => {
      for (const view of lane.views)
        await soft.part(() =>
          lane.eventually(view, async () => {
            const read = accepted(await view.surface.getPipeline(pipeline));
            const listed = (await pipelinesShown(context, view.surface)).find(({ id }) => id === pipeline.id);
            const shown = { get: read.displayName, list: listed?.displayName ?? '(not listed)' };
            assert.deepEqual(
              shown,
              { get: 'After', list: 'After' },
              `${view.surface.name}: what is shown after a change`,
            );
          }),
        );
    });
    await check('CRUD-15', async () => {
      soft.deepEqual(accepted(answer), expected, 'the answer differs by its display name only');
      for (const view of lane.views)
        await soft.part(() =>
          lane.eventually(view, async () => {
            assert.deepEqual(
              accepted(await view.surface.getPipeline(pipeline)),
              expected,
              `${view.surface.name}: only the display name changed`,
            );
          }),
        );
    });
  },
};

const fixedFields: Scenario = {
  name: 'pipeline-fixed-fields',
  checks: ['CRUD-16'],
  observes: ['status'],
  async run(context) {
    const { lane, check, given, observe, names, kfp } = context;
    const draft = { name: names.of('fixed'), displayName: 'Before', description: 'stays as it is' };
    const pipeline = await given('a pipeline is created', () => createdPipeline(lane, draft));
    const changed = await kfp.call('PATCH', `${apiV2}/pipelines/${pipeline.id}`, {
      json: { name: names.of('other'), display_name: 'After', description: 'changed', namespace: 'elsewhere' },
    });
    observe('status', changed.status);
    await check('CRUD-16', async () => {
      soft.equal(changed.status, 200, 'a PATCH with fields that do not change');
      await stillShown(context, async (surface) => {
        const { value } = await surface.getPipeline(pipeline);
        assert.deepEqual(
          value,
          { ...pipeline, displayName: 'After' },
          `${surface.name}: name and description are as they were`,
        );
      });
    });
  },
};

/** Display name and tag carry the same text, so that a mixture of two changes is visible. */
const written = (writer: number, round: number) => `writer ${writer} round ${round}`;
const isMixed = ({ displayName, tags }: Pipeline): boolean =>
  Object.keys(tags).length !== 1 || tags['writer'] !== displayName.replaceAll(' ', '-');

/** Two concurrent writers, on different surfaces where the lane has two. */
const parallelChanges: Scenario = {
  name: 'pipeline-parallel-changes',
  checks: ['CRUD-18'],
  observes: ['stored'],
  writes: 1 + writesAlone,
  writesPerRound: 2,
  async run({ lane, check, given, observe, names, rounds }) {
    const pipeline = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('shared') }));
    const refused = new Set<AnswerKind>();
    let mixed = 0;
    const change = async (number: number, surface: Surface, round: number): Promise<void> => {
      const displayName = written(number, round + 1);
      const answer = await surface.updatePipeline(pipeline, {
        displayName,
        tags: { writer: displayName.replaceAll(' ', '-') },
      });
      if (answer.kind !== 'ok') refused.add(answer.kind);
      if (answer.value !== undefined && isMixed(answer.value)) mixed += 1;
    };
    await check(
      'CRUD-18',
      async () => {
        for await (const round of rounds) {
          await Promise.all([change(1, lane.write, round), change(2, lane.rest, round)]);
          // The loop ends with the first finding, so that the report shows it among the last requests.
          if (refused.size + mixed > 0) break;
        }
        soft.deepEqual([...refused].toSorted(), [], 'answers to parallel changes, other than done');
        soft.equal(someOrNone(mixed), 'none', "answers that mix two writers' changes");
        for (const view of lane.views)
          await soft.part(() =>
            lane.eventually(view, async () => {
              const stored = accepted(await view.surface.getPipeline(pipeline));
              assert.equal(isMixed(stored), false, `${view.surface.name}: what is stored mixes two writers' changes`);
            }),
          );
        // Before anything else is written.
        const { value } = await lane.rest.getPipeline(pipeline);
        observe('stored', value && (isMixed(value) ? 'mixed' : 'of one writer'));
        await changesAlone(lane, { pipeline });
      },
      rounds,
    );
  },
};

const healthz: Scenario = {
  name: 'healthz-names-the-store',
  checks: ['CRUD-35'],
  observes: ['fields'],
  async run({ lane, check, given, observe, names, kfp, target }) {
    // The server must name the store that holds the objects of this lane.
    await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('stored') }));
    const answer = await kfp.call('GET', `${apiV2}/healthz`);
    const { value: health } = answerFromRest(answer, (json) => json);
    observe('fields', health && Object.keys(health).toSorted());
    await check('CRUD-35', () => {
      const store = text(health ?? {}, 'pipeline_store');
      soft.deepEqual(
        { status: answer.status, store },
        { status: 200, store: target.storage },
        'healthz names the configured store',
      );
    });
  },
};

export default defineSuite({
  title: 'CRUD: pipelines changed',
  alsoMultiUser: true,
  scenarios: [pipelineChanged, fixedFields, parallelChanges, healthz],
});
