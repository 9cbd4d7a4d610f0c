import { assert } from '../../../src/scenarios/assert.ts';
import type { PipelineRef, Surface } from '../../../src/lanes/lane.ts';
import { restPatienceMs } from '../../../src/lanes/lanes.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import { accepted } from '../../expectations/accepted.ts';
import { replicaSurfaces } from './replica-surfaces.ts';

/**
 * Waits until both replicas show and list the pipelines. Other checks decide how soon they must do so (CLU-01, CLU-05).
 */
export const untilKnownToBoth = async (context: ScenarioContext, pipelines: readonly PipelineRef[]): Promise<void> => {
  const { lane } = context;
  for (const surface of replicaSurfaces(context))
    await lane.eventually({ surface, patienceMs: restPatienceMs }, async () => {
      const listed = new Set(accepted(await surface.allPipelines()).map(({ id }) => id));
      for (const pipeline of pipelines) {
        accepted(await surface.getPipeline(pipeline));
        assert.ok(listed.has(pipeline.id), 'a pipeline is listed by both replicas');
      }
    });
};

/** Creates a pipeline for each label, on the surfaces in turn, and waits until both replicas know them. */
export const givenOnBoth = (
  context: ScenarioContext,
  labels: readonly string[],
  writers: readonly Surface[] = replicaSurfaces(context),
): Promise<readonly Pipeline[]> =>
  context.given(`${labels.length} pipelines are known to both replicas`, async () => {
    const pipelines: Pipeline[] = [];
    for (const [index, label] of labels.entries()) {
      const writer = writers[index % writers.length];
      if (writer === undefined) throw new Error('somebody has to make the pipelines');
      pipelines.push(accepted(await writer.createPipeline({ name: context.names.of(label) })));
    }
    await untilKnownToBoth(context, pipelines);
    return pipelines;
  });
