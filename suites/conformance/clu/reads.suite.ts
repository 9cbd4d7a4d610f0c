import assert from 'node:assert/strict';
import type { Answer } from '../../../src/lanes/answer.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
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

/**
 * Records, for each key, whether every round was right. The words do not depend on how often a round was wrong, because
 * that is chance.
 */
class Verdicts<Key extends string> {
  readonly #found: Record<Key, 'at once' | 'not at once'>;

  constructor(...keys: readonly Key[]) {
    this.#found = Object.fromEntries(keys.map((key) => [key, 'at once'])) as Record<Key, 'at once'>;
  }

  add(key: Key, isRight: boolean): void {
    if (!isRight) this.#found[key] = 'not at once';
  }

  /** One word for several keys, because chance decides which of them is late, and how often. */
  word(...keys: readonly Key[]): 'at once' | 'not at once' {
    return keys.every((key) => this.#found[key] === 'at once') ? 'at once' : 'not at once';
  }

  decide(...keys: readonly Key[]): void {
    assert.equal(this.word(...keys), 'at once', 'shown by the other replica');
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

const hasId = ({ value }: Answer<{ readonly id: string }>, id: string): boolean => value?.id === id;
const isCalled = ({ value }: Answer<{ readonly displayName: string }>, name: string): boolean =>
  value?.displayName === name;

const created: Scenario = {
  ...onReplicas,
  name: 'created-on-one-replica',
  checks: ['CLU-01', 'CLU-02'],
  observes: ['by id', 'by name'],
  writesPerRound: 2,
  async run(context) {
    const { check, given, names, observe, rounds } = context;
    const verdicts = new Verdicts('pipeline by id', 'pipeline by name', 'version by id');
    await given('pipelines and versions are created', () =>
      inRounds(context, async (number, writer, reader) => {
        const pipeline = accepted(await writer.createPipeline({ name: names.of(`p${number}`) }));
        const [byId, byName] = await Promise.all([
          reader.getPipeline(pipeline),
          reader.getPipelineByName(pipeline.name),
        ]);
        verdicts.add('pipeline by id', hasId(byId, pipeline.id));
        verdicts.add('pipeline by name', hasId(byName, pipeline.id));
        const version = accepted(await writer.createVersion(pipeline, { name: 'one', definition: smallDefinition() }));
        verdicts.add('version by id', hasId(await reader.getVersion(version), version.id));
      }),
    );
    observe('by id', verdicts.word('pipeline by id', 'version by id'));
    observe('by name', verdicts.word('pipeline by name'));
    await check('CLU-01', () => verdicts.decide('pipeline by id', 'version by id'), rounds);
    await check('CLU-02', () => verdicts.decide('pipeline by name'), rounds);
  },
};

const changed: Scenario = {
  ...onReplicas,
  name: 'changed-on-one-replica',
  checks: ['CLU-03'],
  observes: ['changes'],
  writes: 5,
  writesPerRound: 2,
  async run(context) {
    const { check, given, observe, rounds } = context;
    const verdicts = new Verdicts('pipeline by id', 'pipeline by name', 'version by id', 'changes in turn');
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
        verdicts.add('changes in turn', (await writer.updatePipeline(pipeline, { displayName })).kind === 'ok');
        const [byId, byName] = await Promise.all([
          reader.getPipeline(pipeline),
          reader.getPipelineByName(pipeline.name),
        ]);
        verdicts.add('pipeline by id', isCalled(byId, displayName));
        verdicts.add('pipeline by name', isCalled(byName, displayName));
        verdicts.add('changes in turn', (await writer.updateVersion(version, { displayName })).kind === 'ok');
        verdicts.add('version by id', isCalled(await reader.getVersion(version), displayName));
      }),
    );
    const all = ['pipeline by id', 'pipeline by name', 'version by id', 'changes in turn'] as const;
    observe('changes', verdicts.word(...all));
    await check('CLU-03', () => verdicts.decide(...all), rounds);
  },
};

const deleted: Scenario = {
  ...onReplicas,
  name: 'deleted-on-one-replica',
  checks: ['CLU-04'],
  observes: ['deletions'],
  // Its pipeline, a version, another one, a pipeline of the same name, and the deletions of the first two.
  writesPerRound: 6,
  async run(context) {
    const { check, given, observe, names, rounds } = context;
    const verdicts = new Verdicts('pipeline by id', 'pipeline by name', 'version by id', 'pipeline and version again');
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
        verdicts.add('version by id', (await reader.getVersion(version)).kind === 'missing');
        const again = await reader.createVersion(pipeline, draft);
        accepted(await writer.deletePipeline(pipeline));
        const [byId, byName] = await Promise.all([
          reader.getPipeline(pipeline),
          reader.getPipelineByName(pipeline.name),
        ]);
        verdicts.add('pipeline by id', byId.kind === 'missing');
        verdicts.add('pipeline by name', byName.kind === 'missing');
        const renewed = await reader.createPipeline({ name: names.of(`p${number}`) });
        verdicts.add('pipeline and version again', again.kind === 'ok' && renewed.kind === 'ok');
      }),
    );
    const all = ['pipeline by id', 'pipeline by name', 'version by id', 'pipeline and version again'] as const;
    observe('deletions', verdicts.word(...all));
    await check('CLU-04', () => verdicts.decide(...all), rounds);
  },
};

export default defineSuite({
  title: 'CLU: what one replica has written, read through the other',
  scenarios: [created, changed, deleted],
});
