import { assert, soft } from '../../../src/scenarios/assert.ts';
import type { Answer } from '../../../src/lanes/answer.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import { restPatienceMs } from '../../../src/lanes/lanes.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { givenOnBoth } from './known-to-both.ts';
import { replicaSurfaces } from './replica-surfaces.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';

const onReplicas = {
  variant: 'two-replicas',
  capabilities: ['replicas'],
  lanes: ['database/rest', 'kubernetes/rest'],
} as const;

/** Whether a look is right within the time in which a replica must have learnt of a write. */
const comesTrue = async (isRight: () => Promise<boolean>): Promise<boolean> => {
  const deadline = performance.now() + restPatienceMs;
  while (performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (await isRight()) return true;
  }
  return false;
};

/** After so many waits for what one replica shows late, more of them show no more. */
const lateLooks = 3;

/**
 * Records, for each key, whether every round was right at once, or else within 5 s. The words do not depend on how often a
 * round was wrong, because that is chance.
 */
class Verdicts<Key extends string> {
  readonly #late = new Set<Key>();
  readonly #missing = new Set<Key>();
  readonly #waits = new Map<Key, number>();

  /**
   * Looks at something for a key, and again where it is not right at once. Whether it was right in the end: what rests on it
   * is not looked at otherwise.
   */
  async look(key: Key, isRight: () => Promise<boolean>): Promise<boolean> {
    if (await isRight()) return true;
    this.#late.add(key);
    // What comes late, or not at all, is not waited for in every round, which would take all the time of the scenario.
    const waits = this.#waits.get(key) ?? 0;
    if (this.#missing.has(key) || waits === lateLooks) return false;
    this.#waits.set(key, waits + 1);
    if (await comesTrue(isRight)) return true;
    this.#missing.add(key);
    return false;
  }

  /** One word for several keys, because chance decides which of them is late, and how often. */
  word(...keys: readonly Key[]): 'at once' | 'not at once' {
    return keys.some((key) => this.#late.has(key)) ? 'not at once' : 'at once';
  }

  /** The same, for those that are late: a replica that lags is right in the end. */
  wordInTheEnd(...keys: readonly Key[]): 'shown' | 'not shown' {
    return keys.some((key) => this.#missing.has(key)) ? 'not shown' : 'shown';
  }

  decide(...keys: readonly Key[]): void {
    soft.equal(this.word(...keys), 'at once', 'shown by the other replica');
    soft.equal(this.wordInTheEnd(...keys), 'shown', 'shown by the other replica within 5 s');
  }
}

/** In each round one replica writes and the other one is read; the replicas swap roles after each round. */
const inRounds = async (
  context: ScenarioContext,
  round: (number: number, writer: Surface, reader: Surface) => Promise<void>,
): Promise<void> => {
  const [one, other] = replicaSurfaces(context);
  for await (const number of context.rounds) {
    const [writer, reader] = number % 2 === 0 ? [one, other] : [other, one];
    await round(number, writer, reader);
  }
};

const isOk = ({ kind }: Answer<unknown>): boolean => kind === 'ok';
const isMissing = ({ kind }: Answer<unknown>): boolean => kind === 'missing';
const hasId = ({ value }: Answer<{ readonly id: string }>, id: string): boolean => value?.id === id;
const isCalled = ({ value }: Answer<{ readonly displayName: string }>, name: string): boolean =>
  value?.displayName === name;

const created: Scenario = {
  ...onReplicas,
  name: 'created-on-one-replica',
  checks: ['CLU-01', 'CLU-02'],
  observes: ['by id', 'by id within 5 s', 'by name', 'by name within 5 s'],
  writesPerRound: 2,
  async run(context) {
    const { check, given, names, observe, rounds } = context;
    const verdicts = new Verdicts<'pipeline by id' | 'pipeline by name' | 'version by id'>();
    await given('pipelines and versions are created', () =>
      inRounds(context, async (number, writer, reader) => {
        const pipeline = accepted(await writer.createPipeline({ name: names.of(`p${number}`) }));
        await Promise.all([
          verdicts.look('pipeline by id', async () => hasId(await reader.getPipeline(pipeline), pipeline.id)),
          verdicts.look('pipeline by name', async () =>
            hasId(await reader.getPipelineByName(pipeline.name), pipeline.id),
          ),
        ]);
        const version = accepted(await writer.createVersion(pipeline, { name: 'one', definition: smallDefinition() }));
        await verdicts.look('version by id', async () => hasId(await reader.getVersion(version), version.id));
      }),
    );
    observe('by id', verdicts.word('pipeline by id', 'version by id'));
    observe('by id within 5 s', verdicts.wordInTheEnd('pipeline by id', 'version by id'));
    observe('by name', verdicts.word('pipeline by name'));
    observe('by name within 5 s', verdicts.wordInTheEnd('pipeline by name'));
    await check('CLU-01', () => verdicts.decide('pipeline by id', 'version by id'), rounds);
    await check('CLU-02', () => verdicts.decide('pipeline by name'), rounds);
  },
};

const changed: Scenario = {
  ...onReplicas,
  name: 'changed-on-one-replica',
  checks: ['CLU-03'],
  observes: ['changes', 'changes within 5 s'],
  writes: 5,
  writesPerRound: 2,
  async run(context) {
    const { check, given, observe, rounds } = context;
    const all = ['pipeline by id', 'pipeline by name', 'version by id', 'changes in turn'] as const;
    const verdicts = new Verdicts<(typeof all)[number]>();
    const [pipeline] = await givenOnBoth(context, ['changed']);
    assert.ok(pipeline);
    const version = await given('a version is created', async () =>
      accepted(
        await replicaSurfaces(context)[0].createVersion(pipeline, { name: 'one', definition: smallDefinition() }),
      ),
    );
    await given('both are changed', () =>
      inRounds(context, async (number, writer, reader) => {
        const displayName = `round ${number}`;
        const isChanged = (update: () => Promise<Answer<unknown>>) =>
          verdicts.look('changes in turn', async () => isOk(await update()));
        if (await isChanged(() => writer.updatePipeline(pipeline, { displayName })))
          await Promise.all([
            verdicts.look('pipeline by id', async () => isCalled(await reader.getPipeline(pipeline), displayName)),
            verdicts.look('pipeline by name', async () =>
              isCalled(await reader.getPipelineByName(pipeline.name), displayName),
            ),
          ]);
        if (await isChanged(() => writer.updateVersion(version, { displayName })))
          await verdicts.look('version by id', async () => isCalled(await reader.getVersion(version), displayName));
      }),
    );
    observe('changes', verdicts.word(...all));
    observe('changes within 5 s', verdicts.wordInTheEnd(...all));
    await check('CLU-03', () => verdicts.decide(...all), rounds);
  },
};

const deleted: Scenario = {
  ...onReplicas,
  name: 'deleted-on-one-replica',
  checks: ['CLU-04'],
  observes: ['deletions', 'deletions within 5 s'],
  // Its pipeline, a version, another one, a pipeline of the same name, and the deletions of the first two.
  writesPerRound: 6,
  async run(context) {
    const { check, given, observe, names, rounds } = context;
    const all = ['pipeline by id', 'pipeline by name', 'version by id', 'pipeline and version again'] as const;
    const verdicts = new Verdicts<(typeof all)[number]>();
    const draft = { name: 'one', definition: smallDefinition() };
    const labels = Array.from({ length: rounds.count }, (_, number) => `p${number}`);
    const pipelines = await givenOnBoth(context, labels);
    await given('versions and pipelines are deleted', () =>
      inRounds(context, async (number, writer, reader) => {
        const pipeline = pipelines[number];
        assert.ok(pipeline);
        const version = accepted(await writer.createVersion(pipeline, draft));
        await reader.getVersion(version);
        accepted(await writer.deleteVersion(version));
        await verdicts.look('version by id', async () => isMissing(await reader.getVersion(version)));
        await verdicts.look('pipeline and version again', async () =>
          isOk(await reader.createVersion(pipeline, draft)),
        );
        accepted(await writer.deletePipeline(pipeline));
        await Promise.all([
          verdicts.look('pipeline by id', async () => isMissing(await reader.getPipeline(pipeline))),
          verdicts.look('pipeline by name', async () => isMissing(await reader.getPipelineByName(pipeline.name))),
        ]);
        await verdicts.look('pipeline and version again', async () =>
          isOk(await reader.createPipeline({ name: names.of(`p${number}`) })),
        );
      }),
    );
    observe('deletions', verdicts.word(...all));
    observe('deletions within 5 s', verdicts.wordInTheEnd(...all));
    await check('CLU-04', () => verdicts.decide(...all), rounds);
  },
};

export default defineSuite({
  title: 'CLU: what one replica has written, read through the other',
  scenarios: [created, changed, deleted],
});
