import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { jsonOf } from '../../src/clients/json-response.ts';
import { apiV2 } from '../../src/clients/kfp.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { defineSuite } from '../../src/scenarios/suite.ts';
import { accepted } from '../expectations/accepted.ts';

const pipelineCreated: Scenario = {
  name: 'pipeline-created',
  checks: ['CRUD-01', 'CRUD-02', 'CRUD-03'],
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
      assert.match(pipeline.id, /^\S+$/, 'pipeline_id is given');
      assert.match(pipeline.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'created_at is a time in whole seconds');
      const { name, displayName, description, tags } = pipeline;
      assert.deepEqual({ name, displayName, description, tags }, draft, 'the answer holds what was asked for');
    });
    await check('CRUD-02', async () => {
      for (const view of lane.views)
        await lane.eventually(view, async () => {
          assert.deepEqual((await view.surface.getPipeline(pipeline)).value, pipeline, `${view.surface.name}: get by id`);
        });
    });
    await check('CRUD-03', async () => {
      for (const view of lane.views)
        await lane.eventually({ ...view, patienceMs: 3_000 }, async () => {
          assert.deepEqual((await view.surface.getPipelineByName(pipeline.name)).value, pipeline, `${view.surface.name}: get by name`);
        });
    });
  },
};

const pipelineCreatedTwice: Scenario = {
  name: 'pipeline-created-twice',
  checks: ['CRUD-06'],
  async run({ lane, check, given, observe, names }) {
    const draft = { name: names.of('twice'), description: 'the first' };
    const first = await given('a pipeline is created', async () => accepted(await lane.write.createPipeline(draft)));
    await check('CRUD-06', async () => {
      const second = await lane.write.createPipeline({ ...draft, description: 'the second' });
      observe('second', second.kind);
      assert.equal(second.kind, 'conflict', 'the second create is refused');
      for (const view of lane.views)
        await lane.eventually(view, async () => {
          assert.deepEqual((await view.surface.getPipeline(first)).value, first, `${view.surface.name}: the first is as it was`);
        });
    });
  },
};

const unknownPipeline: Scenario = {
  name: 'unknown-pipeline',
  checks: ['CRUD-07'],
  async run({ lane, check, observe, kfp }) {
    await check('CRUD-07', async () => {
      const answer = await kfp.call('GET', `${apiV2}/pipelines/${randomUUID()}`);
      const body = jsonOf(answer);
      observe('answer', { status: answer.status, code: body['code'] });
      assert.equal(answer.status, 404);
      assert.equal(body['code'], 5, 'the gRPC code of NotFound');
      assert.equal(typeof body['message'], 'string', 'the error has a message');
      assert.ok(Array.isArray(body['details']), 'the error has details');
      const missing = await lane.write.getPipeline({ id: randomUUID(), name: 'not-there' });
      assert.equal(missing.kind, 'missing', `${lane.write.name}: an unknown pipeline is missing`);
    });
  },
};

export default defineSuite({
  title: 'CRUD: pipelines',
  scenarios: [pipelineCreated, pipelineCreatedTwice, unknownPipeline],
});
