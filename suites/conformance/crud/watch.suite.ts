import { assert, soft } from '../../../src/scenarios/assert.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import { pipelineFromObject } from '../../../src/lanes/crd.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { lastPipeline } from '../../expectations/last-watched.ts';
import { renamedInTurn } from '../../expectations/renamed-in-turn.ts';
import { eventTexts } from '../../expectations/event-texts.ts';
import { aloneOnKubernetes, watchedWhile } from '../../expectations/watched-while.ts';

const pipelineChanged: Scenario = {
  ...aloneOnKubernetes,
  name: 'pipeline-changes-watched',
  checks: ['CRUD-38'],
  async run(context) {
    const { lane, check, names } = context;
    await check('CRUD-38', async () => {
      const ids = new Set<string>();
      const events = await watchedWhile(context, 'pipelines', lastPipeline(context), async () => {
        const pipeline = await createdPipeline(lane, { name: names.of('one'), displayName: 'new' });
        ids.add(pipeline.id);
        await renamedInTurn(
          context,
          async (surface, displayName) => void accepted(await surface.updatePipeline(pipeline, { displayName })),
          async (surface) => (await surface.getPipeline(pipeline)).value?.displayName,
        );
      });
      soft.deepEqual(
        eventTexts(events, names),
        [
          'ADDED one: new',
          'MODIFIED one: by Kubernetes',
          'MODIFIED one: by REST',
          'MODIFIED one: by Kubernetes again',
          'MODIFIED one: by REST again',
        ],
        'what a watch shows of a pipeline that is changed',
      );
      for (const event of events) ids.add(pipelineFromObject(event.object).id);
      soft.equal(ids.size, 1, 'the pipeline keeps its id');
    });
  },
};

const pipelinesDeleted: Scenario = {
  ...aloneOnKubernetes,
  name: 'pipeline-deletions-watched',
  checks: ['CRUD-09'],
  async run(context) {
    const { lane, check, given, kubernetes, kfp, names } = context;
    await check('CRUD-09', async () => {
      const events = await watchedWhile(context, 'pipelines', lastPipeline(context), async () => {
        const [one, two] = [
          await createdPipeline(lane, { name: names.of('one'), displayName: 'first' }),
          await createdPipeline(lane, { name: names.of('two'), displayName: 'second' }),
        ];
        const path = collectionPath(kubernetes.namespace, 'pipelines', one.name);
        await given('kubectl deletes a Pipeline, of which KFP is not asked', async () => {
          const { status } = await kubernetes.call('DELETE', path, { propagationPolicy: 'Background' });
          assert.equal(status, 200, 'kubectl delete of a Pipeline');
        });
        const byRest = await kfp.call('DELETE', `${apiV2}/pipelines/${two.id}`);
        soft.equal(byRest.status, 200, 'the answer of REST to the deletion');
        for (const pipeline of [one, two])
          await inEveryView(lane, async (surface) => {
            const { kind } = await surface.getPipeline(pipeline);
            assert.equal(kind, 'missing', `${surface.name}: a deleted pipeline`);
          });
      });
      soft.deepEqual(
        eventTexts(events, names),
        ['ADDED one: first', 'ADDED two: second', 'DELETED one: first', 'DELETED two: second'],
        'what a watch shows of pipelines that are deleted',
      );
    });
  },
};

export default defineSuite({
  title: 'CRUD: pipelines as a watcher sees them',
  scenarios: [pipelineChanged, pipelinesDeleted],
});
