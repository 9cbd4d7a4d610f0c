import { assert, soft } from '../../../src/scenarios/assert.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { appliedPipeline } from '../../expectations/applied-pipeline.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { lastPipeline } from '../../expectations/last-watched.ts';
import { onRest } from '../../expectations/on-rest.ts';
import { pipelinesShown } from '../../expectations/pipelines-shown.ts';
import { watchedState } from './watched-state.ts';
import { aloneOnKubernetes, watchedWhile } from '../../expectations/watched-while.ts';

/** Many concurrent writers on both surfaces, as when a repository is applied while users work in the dashboard. */
const writtenInParallel = async ({ given, lane, kubernetes, names }: ScenarioContext): Promise<void> => {
  const draft = (label: string) => ({ name: names.of(label), displayName: `${label} as made` });
  const story = async (label: string, make: () => Promise<Pipeline>, number: number): Promise<void> => {
    const pipeline = await make();
    const writer = number % 2 === 0 ? lane.write : lane.rest;
    const change = { displayName: `${label} as changed` };
    // An object created on the other surface must be visible here before it can be changed.
    await onRest(lane, async (rest) => void accepted(await rest.getPipeline(pipeline)));
    if (number % 3 > 0) accepted(await writer.updatePipeline(pipeline, change));
    if (number % 3 === 2) {
      const path = collectionPath(kubernetes.namespace, 'pipelines', pipeline.name);
      await given('kubectl deletes a Pipeline, of which KFP is not asked', async () =>
        assert.equal((await kubernetes.call('DELETE', path)).status, 200, 'a deletion by the Kubernetes API'),
      );
    }
  };
  await Promise.all([
    ...[0, 1, 2, 3, 4, 5].map((number) =>
      story(`git-${number}`, async () => accepted(await appliedPipeline(kubernetes, draft(`git-${number}`))), number),
    ),
    ...[0, 1, 2].map((number) =>
      story(`rest-${number}`, async () => accepted(await lane.rest.createPipeline(draft(`rest-${number}`))), number),
    ),
  ]);
};

const watchAgreesWithLists: Scenario = {
  ...aloneOnKubernetes,
  name: 'watch-agrees-with-lists',
  checks: ['LIST-26'],
  writes: 12,
  async run(context) {
    const { lane, check, names } = context;
    const byName = (pipelines: Iterable<Pipeline>) => [...pipelines].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    await check('LIST-26', async () => {
      const events = await watchedWhile(context, 'pipelines', lastPipeline(context), () => writtenInParallel(context));
      const { pipelines, disorder } = watchedState(events);
      soft.deepEqual(disorder, [], 'events of a watch that cannot follow those before');
      soft.equal(pipelines.size, 6, 'what is left of nine pipelines when three are deleted');
      await inEveryView(lane, async (surface) => {
        const listed = (await pipelinesShown(context, surface)).filter(({ name }) => name !== names.of('last'));
        assert.deepEqual(byName(listed), byName(pipelines.values()), `${surface.name}: lists what a watcher knows`);
      });
    });
  },
};

export default defineSuite({
  title: 'LIST: what a watcher knows and what lists show',
  scenarios: [watchAgreesWithLists],
});
