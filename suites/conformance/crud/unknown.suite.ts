import { assert, soft } from '../../../src/scenarios/assert.ts';
import { randomUUID } from 'node:crypto';
import { jsonObject } from '../../../src/clients/json-response.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import type { PipelineRef, Surface } from '../../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { goneInEveryView } from '../../expectations/eventually-gone.ts';
import { deviatingEntries } from '../../expectations/deviating-entries.ts';

/** A pipeline that was created and deleted through the lane and no longer exists on any surface. */
const deletedPipeline = async ({ lane, names }: ScenarioContext): Promise<PipelineRef> => {
  const pipeline = await createdPipeline(lane, { name: names.of('gone') });
  accepted(await lane.write.deletePipeline(pipeline));
  await goneInEveryView(lane, async (surface) => {
    assert.equal((await surface.getPipeline(pipeline)).kind, 'missing', `${surface.name}: the deleted pipeline`);
  });
  return pipeline;
};

/** The write surface of the lane and REST, without duplicates. */
const surfacesOf = ({ lane }: ScenarioContext): readonly Surface[] => [...new Set([lane.write, lane.rest])];

const unknownPipeline: Scenario = {
  name: 'unknown-pipeline',
  checks: ['CRUD-07', 'CRUD-12', 'CRUD-17'],
  observes: ['get'],
  async run(context) {
    const { check, given, observe, names, kfp, lane } = context;
    const deleted = await given('a pipeline is created and deleted', () => deletedPipeline(context));
    const unknown = [deleted, { id: randomUUID(), name: names.of('never') }];
    const existing = await given('another pipeline is created', () =>
      createdPipeline(lane, { name: names.of('there') }),
    );
    const first = await kfp.call('GET', `${apiV2}/pipelines/${deleted.id}`);
    observe('get', { status: first.status, code: jsonObject(first.body)?.['code'] ?? 'none' });
    await check('CRUD-07', async () => {
      for (const { id } of unknown) {
        const answer = await kfp.call('GET', `${apiV2}/pipelines/${id}`);
        const { code, message, details } = jsonObject(answer.body) ?? {};
        const shape = { code, message: typeof message, details: Array.isArray(details) };
        soft.equal(answer.status, 404, 'the status of an unknown id');
        soft.deepEqual(
          shape,
          { code: 5, message: 'string', details: true },
          'an error of the gateway, with the gRPC code of NotFound',
        );
      }
      for (const surface of surfacesOf(context))
        for (const pipeline of unknown)
          soft.equal((await surface.getPipeline(pipeline)).kind, 'missing', `${surface.name}: an unknown pipeline`);
    });
    await check('CRUD-12', async () => {
      for (const surface of surfacesOf(context))
        for (const pipeline of unknown)
          soft.equal(
            (await surface.deletePipeline(pipeline)).kind,
            'missing',
            `${surface.name}: deleting an unknown pipeline`,
          );
      for (const { id } of unknown) {
        const { status } = await kfp.call('DELETE', `${apiV2}/pipelines/${id}`);
        soft.equal(status, 404, 'deleting an unknown pipeline without cascade');
      }
    });
    await check('CRUD-17', async () => {
      const change = { displayName: 'changed', tags: { team: 'nobody' } };
      const version = { id: randomUUID(), pipelineId: existing.id, name: 'never' };
      for (const surface of surfacesOf(context)) {
        for (const pipeline of unknown)
          soft.equal(
            (await surface.updatePipeline(pipeline, change)).kind,
            'missing',
            `${surface.name}: changing an unknown pipeline`,
          );
        soft.equal(
          (await surface.updateVersion(version, change)).kind,
          'missing',
          `${surface.name}: changing an unknown version`,
        );
      }
    });
  },
};

const malformedIds: Readonly<Record<string, string>> = {
  'one letter': 'x',
  '300 characters': 'a'.repeat(300),
  'a NUL': '%00',
  'no UTF-8': '%FF',
  'a four-byte character': encodeURIComponent('😀'),
};

const idsThatAreNone: Scenario = {
  name: 'pipeline-ids-that-are-none',
  checks: ['CRUD-08'],
  observes: ['answers'],
  async run({ lane, check, given, observe, names, kfp }) {
    // A server with an empty store might answer without looking at the id.
    await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('some') }));
    const answers = Object.entries(malformedIds).map(async ([label, id]) => {
      const { status } = await kfp.call('GET', `${apiV2}/pipelines/${id}`);
      return [label, status === 404 || status === 400 ? 'refused' : `answered ${status}`] as const;
    });
    const found = Object.fromEntries(await Promise.all(answers));
    observe('answers', found);
    await check('CRUD-08', () => {
      soft.deepEqual(deviatingEntries('refused', found), {}, 'ids that are none, and are not answered 404 or 400');
    });
  },
};

export default defineSuite({
  title: 'CRUD: pipelines that are not there',
  alsoMultiUser: true,
  scenarios: [unknownPipeline, idsThatAreNone],
});
