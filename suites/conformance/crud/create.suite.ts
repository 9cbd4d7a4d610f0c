import { AssertionError } from 'node:assert/strict';
import { assert, soft } from '../../../src/scenarios/assert.ts';
import type { AnswerKind } from '../../../src/lanes/answer.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { pause } from '../../expectations/pause.ts';
import { pipelinesShown } from '../../expectations/pipelines-shown.ts';
import { someOrNone } from '../../expectations/some-or-none.ts';
import { stillShown } from '../../expectations/still-shown.ts';

const pipelineCreated: Scenario = {
  name: 'pipeline-created',
  checks: ['CRUD-01', 'CRUD-02', 'CRUD-03'],
  observes: ['created'],
  async run({ lane, check, given, observe, names }) {
    const draft = {
      name: names.of('first'),
      displayName: 'First pipeline',
      description: 'made to be read again',
      tags: { team: 'conformance' },
    };
    const pipeline = await given('a pipeline is created', async () => accepted(await lane.write.createPipeline(draft)));
    observe('created', pipeline);
    await check('CRUD-01', () => {
      soft.match(pipeline.id, /^\S+$/, 'pipeline_id is given');
      soft.match(pipeline.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'created_at is a time in whole seconds');
      const { name, displayName, description, tags } = pipeline;
      soft.deepEqual({ name, displayName, description, tags }, draft, 'the answer holds what was asked for');
    });
    await check('CRUD-02', async () => {
      for (const view of lane.views)
        await soft.part(() =>
          lane.eventually(view, async () => {
            assert.deepEqual(
              (await view.surface.getPipeline(pipeline)).value,
              pipeline,
              `${view.surface.name}: get by id`,
            );
          }),
        );
    });
    await check('CRUD-03', async () => {
      for (const view of lane.views)
        await soft.part(() =>
          lane.eventually({ ...view, patienceMs: 3_000 }, async () => {
            assert.deepEqual(
              (await view.surface.getPipelineByName(pipeline.name)).value,
              pipeline,
              `${view.surface.name}: get by name`,
            );
          }),
        );
    });
  },
};

const pipelineCreatedTwice: Scenario = {
  name: 'pipeline-created-twice',
  checks: ['CRUD-06'],
  observes: ['second'],
  async run(context) {
    const { lane, check, given, observe, names } = context;
    const draft = { name: names.of('twice'), description: 'the first' };
    const first = await given('a pipeline is created', async () => accepted(await lane.write.createPipeline(draft)));
    await check('CRUD-06', async () => {
      const second = await lane.write.createPipeline({ ...draft, description: 'the second' });
      observe('second', second.kind);
      soft.equal(second.kind, 'conflict', 'the second create is refused');
      await stillShown(context, async (surface) => {
        assert.deepEqual((await surface.getPipeline(first)).value, first, `${surface.name}: the first is as it was`);
      });
    });
  },
};

/** After so many rounds in a row in which a surface did not show the pipeline in its time, more of them show no more. */
const lateRounds = 3;

/** Staleness depends on timing, so the read is repeated many times; a run without a stale read proves nothing. */
const pipelineReadAtOnce: Scenario = {
  name: 'pipeline-read-at-once',
  checks: ['CRUD-04', 'CRUD-05'],
  observes: ['created'],
  writes: 5,
  writesPerRound: 1,
  async run(context) {
    const { lane, check, given, observe, names, rounds } = context;
    const byName: AnswerKind[] = [];
    let unlisted = 0;
    let lateInRow = 0;
    for await (const round of rounds) {
      const pipeline = await given('a pipeline is created', async () =>
        accepted(await lane.write.createPipeline({ name: names.of(`round-${round + 1}`) })),
      );
      if (round === 0) observe('created', pipeline);
      let isLate = false;
      for (const view of lane.views) {
        let kind: AnswerKind = 'missing';
        let listed = false;
        await lane
          .eventually(view, async () => {
            const [answer, list] = await Promise.all([
              view.surface.getPipelineByName(pipeline.name),
              pipelinesShown(context, view.surface),
            ]);
            kind = answer.kind;
            listed = list.some(({ id }) => id === pipeline.id);
            assert.ok(kind === 'ok' && listed, 'shown');
          })
          .catch((failure: unknown) => {
            if (!(failure instanceof AssertionError)) throw failure;
            isLate ||= view.patienceMs > 0;
          });
        byName.push(kind);
        unlisted += listed ? 0 : 1;
      }
      lateInRow = isLate ? lateInRow + 1 : 0;
      if (lateInRow === lateRounds) break;
    }
    await check(
      'CRUD-04',
      () => {
        const answers = [...new Set(byName)].toSorted();
        const message = 'every pipeline is found by its name right after its create';
        soft.deepEqual({ answers }, { answers: ['ok'] }, message);
      },
      rounds,
    );
    await check(
      'CRUD-05',
      () => {
        soft.deepEqual(
          { missing: someOrNone(unlisted) },
          { missing: 'none' },
          'every pipeline is listed right after its create',
        );
      },
      rounds,
    );
  },
};

const creationTime: Scenario = {
  name: 'pipeline-creation-time',
  checks: ['CRUD-23'],
  observes: ['time'],
  async run({ lane, check, observe, names }) {
    await check('CRUD-23', async () => {
      // Judged by the clock that dates the objects: that of the harness, or of a gateway, may be another one.
      const before = await lane.clock();
      const pipeline = accepted(await lane.write.createPipeline({ name: names.of('dated') }));
      const created = Date.parse(pipeline.createdAt);
      const near = created >= before - 2_000 && created <= (await lane.clock()) + 2_000;
      // A server that assigns a new creation time on every change would now assign a later second.
      await pause(1_100);
      accepted(await lane.write.updatePipeline(pipeline, { displayName: 'changed later' }));
      const kept = new Map<string, string>();
      for (const { surface, patienceMs } of lane.views)
        await soft.part(() =>
          lane.eventually({ surface, patienceMs }, async () => {
            const { displayName, createdAt } = accepted(await surface.getPipeline(pipeline));
            kept.set(surface.name, createdAt === pipeline.createdAt ? 'as created' : 'changed');
            assert.equal(displayName, 'changed later', `${surface.name}: the change is shown`);
          }),
        );
      observe('time', { near, afterChange: kept.get('rest') });
      soft.equal(near, true, 'created_at is within 2 s of the call');
      for (const [surface, time] of kept) soft.equal(time, 'as created', `${surface}: created_at after a change`);
    });
  },
};

export default defineSuite({
  title: 'CRUD: pipelines created',
  alsoMultiUser: true,
  scenarios: [pipelineCreated, pipelineCreatedTwice, pipelineReadAtOnce, creationTime],
});
