import { assert, soft } from '../../../src/scenarios/assert.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import type { Definition } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { accepted } from '../../expectations/accepted.ts';
import { attempt, creationWays, type Attempt, type CreationWay } from './creation-attempt.ts';
import { creationRemains, expectedRemains, completePipeline } from './creation-remains.ts';

/**
 * A condition that makes the creation of a pipeline with its version fail, possibly half-way, in at least one storage
 * mode.
 */
export interface CreationFault {
  /** The name of the scenario. */
  readonly name: string;
  /** The input of the attempt, with a separate pipeline name for each way of creating. */
  readonly attemptFor: (context: ScenarioContext, way: CreationWay) => Attempt;
  /** Sets up the condition and returns a function that removes it. */
  readonly prepare?: (context: ScenarioContext, way: CreationWay) => Promise<() => Promise<void>>;
  /** Whether the name itself is the cause, so that no retry under the same name is possible. */
  readonly causedByName?: true;
}

/** A retry on the lane's write surface after the cause is removed. */
interface Retry {
  readonly file: Attempt['file'];
  readonly definition: Definition;
}

const retried = async (
  context: ScenarioContext,
  way: CreationWay,
  name: string,
  { file, definition }: Retry,
): Promise<void> => {
  const { lane } = context;
  const retries: Record<Surface['name'], () => Promise<void>> = {
    rest: async () => {
      const { status } = await attempt(context, way, { name, file });
      assert.equal(status, 200, `${way}: the request without the cause`);
    },
    kubernetes: async () => {
      const pipeline = await lane.write.createPipeline({ name });
      assert.equal(pipeline.kind, 'ok', `${way}: the pipeline without the cause`);
      const version = await lane.write.createVersion(accepted(pipeline), { name, definition });
      assert.equal(version.kind, 'ok', `${way}: its version`);
    },
  };
  await retries[lane.write.name]();
};

/**
 * A pipeline must be created completely or not at all (FLT-01), and a failed creation must not block a retry (FLT-02).
 */
export const creationFaultScenario = (
  { name, attemptFor, prepare, causedByName }: CreationFault,
  retry: Retry,
): Scenario => ({
  name,
  features: ['loopback-package-url'],
  checks: causedByName ? ['FLT-01'] : ['FLT-01', 'FLT-02'],
  observes: ['half made'],
  writes: 20,
  async run(context) {
    const { check, given, observe } = context;
    const undo: (() => Promise<void>)[] = [];
    for (const way of creationWays)
      if (prepare !== undefined) undo.push(await given('what stands in the way', () => prepare(context, way)));
    const attempts = { upload: attemptFor(context, 'upload'), create: attemptFor(context, 'create') };
    const answers = {
      upload: (await attempt(context, 'upload', attempts.upload)).status,
      create: (await attempt(context, 'create', attempts.create)).status,
    };
    const wanted = (way: CreationWay) => (answers[way] === 200 ? completePipeline : 'nothing');
    const left = await creationRemains(context, attempts, wanted);
    const expected = expectedRemains(context, wanted);
    const half = creationWays.filter((way) =>
      Object.keys(left).some((key) => key.startsWith(way) && left[key] !== expected[key]),
    );
    observe('half made', half);
    await check('FLT-01', () => {
      soft.deepEqual({ answers, left }, { answers, left: expected }, 'a creation is whole, or leaves nothing');
    });
    if (causedByName) return;
    await check('FLT-02', async () => {
      for (const remove of undo) await soft.part(remove);
      // One that fails must not hide the others.
      for (const way of creationWays.filter((one) => answers[one] !== 200))
        await soft.part(() => retried(context, way, attempts[way].name, retry));
      const expectedComplete = expectedRemains(context, () => completePipeline);
      soft.deepEqual(
        await creationRemains(context, attempts, () => completePipeline),
        expectedComplete,
        'every pipeline is there once the cause is removed',
      );
    });
  },
});
