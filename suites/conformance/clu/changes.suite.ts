import { assert, soft } from '../../../src/scenarios/assert.ts';
import { apiV2, type KfpClient } from '../../../src/clients/kfp.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import { restPatienceMs } from '../../../src/lanes/lanes.ts';
import type { MetadataChange, Pipeline, PipelineVersion } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { pause } from '../../expectations/pause.ts';
import { givenOnBoth } from './known-to-both.ts';
import { collectionMs, orphanedVersions, versionsAreObjects } from './orphaned-versions.ts';
import { replicaSurfaces } from './replica-surfaces.ts';
import { writerOf } from './writer-of.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';
import { someOrNone } from '../../expectations/some-or-none.ts';

const onReplicas = { variant: 'two-replicas', capabilities: ['replicas'] } as const;
const draft = { name: 'one', definition: smallDefinition() };

type Shown = Pick<Pipeline, 'displayName' | 'tags'>;

const changeOf = (writer: number, round: number): Required<MetadataChange> => {
  const mark = `writer-${writer}-round-${round}`;
  return { displayName: mark, tags: { mark, [`only-${writer}`]: 'yes' } };
};

/** Whether display name and tags come from different changes, or a tag of the other writer is present. */
const isMixed = ({ displayName, tags }: Shown): boolean =>
  tags['mark'] !== displayName || Object.keys(tags).length !== 2 || !(`only-${displayName[7]}` in tags);

const changesOnBoth: Scenario = {
  ...onReplicas,
  name: 'changed-on-both-replicas',
  lanes: ['database/rest', 'kubernetes/rest'],
  checks: ['CLU-10'],
  observes: ['changes through both replicas'],
  writes: 5,
  writesPerRound: 4,
  async run(context) {
    const { check, given, lane, observe, rounds } = context;
    const surfaces = replicaSurfaces(context);
    const [pipeline] = await givenOnBoth(context, ['shared']);
    assert.ok(pipeline);
    const version = await given('a version is known to both replicas', async () => {
      const made = accepted(await surfaces[0].createVersion(pipeline, draft));
      await lane.eventually({ surface: surfaces[1], patienceMs: restPatienceMs }, async () => {
        accepted(await surfaces[1].getVersion(made));
      });
      return made;
    });
    await check(
      'CLU-10',
      async () => {
        let done = 0;
        let mixed = 0;
        const look = (value: Pipeline | PipelineVersion | undefined): void => {
          if (value === undefined) return;
          done += 1;
          if (isMixed(value)) mixed += 1;
        };
        const change = async (surface: Surface, number: number, round: number): Promise<void> => {
          look((await surface.updatePipeline(pipeline, changeOf(number, round))).value);
          look((await surface.updateVersion(version, changeOf(number, round))).value);
        };
        for await (const round of rounds)
          await Promise.all(surfaces.map((surface, number) => change(surface, number, round)));
        let stored = 0;
        for (const surface of surfaces) {
          if (isMixed(accepted(await surface.getPipeline(pipeline)))) stored += 1;
          if (isMixed(accepted(await surface.getVersion(version)))) stored += 1;
        }
        const found = { 'mixed answers': someOrNone(mixed), 'stored mixed': someOrNone(stored) };
        observe('changes through both replicas', found);
        soft.deepEqual(found, { 'mixed answers': 'none', 'stored mixed': 'none' }, 'changes of two writers');
        soft.ok(done > 0, 'some changes of two writers are done');
      },
      rounds,
    );
  },
};

/**
 * Delays in milliseconds before the creation of a version and before the deletion of its pipeline: either may come
 * first, by a small margin.
 */
const offsetsOf = (round: number): readonly [number, number] =>
  round % 3 === 0 ? [0, 0] : round % 3 === 1 ? [0, (round * 3) % 20] : [(round * 3) % 8, 0];

interface RaceResult {
  readonly pipeline: Pipeline;
  readonly version: PipelineVersion | undefined;
  readonly wasDeleted: boolean;
}

const created = async (
  context: ScenarioContext,
  on: Surface,
  pipeline: Pipeline,
): Promise<PipelineVersion | undefined> => (await writerOf(context, on).createVersion(pipeline, draft)).value;

const isDeleted = async (on: KfpClient, { id }: Pipeline, cascade: boolean): Promise<boolean> =>
  (await on.call('DELETE', `${apiV2}/pipelines/${id}`, { query: { cascade: cascade || undefined } })).status === 200;

/** In each round, one replica creates a version while the other replica deletes its pipeline. */
const createdWhileDeleted = async (context: ScenarioContext, cascade: boolean): Promise<readonly RaceResult[]> => {
  const { replicas, rounds } = context;
  const surfaces = replicaSurfaces(context);
  const pipelines = await givenOnBoth(
    context,
    Array.from({ length: rounds.count }, (_, number) => `r${number}`),
  );
  const results: RaceResult[] = [];
  for await (const round of rounds) {
    const pipeline = pipelines[round];
    const [creator, deleter] = round % 2 === 0 ? [surfaces[0], replicas[1]] : [surfaces[1], replicas[0]];
    assert.ok(pipeline && deleter);
    const [create, remove] = offsetsOf(round);
    const [version, wasDeleted] = await Promise.all([
      pause(create).then(() => created(context, creator, pipeline)),
      pause(remove).then(() => isDeleted(deleter, pipeline, cascade)),
    ]);
    results.push({ pipeline, version, wasDeleted });
  }
  return results;
};

const cascadeMeetsCreation: Scenario = {
  ...onReplicas,
  name: 'cascade-meets-creation',
  capabilities: ['replicas', 'pipeline-objects'],
  checks: ['CLU-11'],
  observes: ['left behind'],
  writesPerRound: 4,
  async run(context) {
    const { check, lane, observe, rounds, target } = context;
    await check(
      'CLU-11',
      async () => {
        const [kept] = await givenOnBoth(context, ['kept']);
        assert.ok(kept);
        accepted(await replicaSurfaces(context)[0].createVersion(kept, draft));
        const found = await orphanedVersions[target.storage](context, [kept]);
        soft.deepEqual(
          found,
          versionsAreObjects[target.storage] ? [kept.name] : [],
          'a version that is there is found',
        );
        const deletedPipelines = (await createdWhileDeleted(context, true)).filter(({ wasDeleted }) => wasDeleted);
        let leftBehind = 'unknown: no look was complete';
        // What is gone is not asked for again while the rest is collected.
        const looks = new Set(
          replicaSurfaces(context).flatMap((surface) =>
            deletedPipelines.flatMap(({ pipeline, version }) => [
              { what: 'pipelines', look: async () => surface.getPipeline(pipeline) },
              ...(version === undefined ? [] : [{ what: 'versions', look: async () => surface.getVersion(version) }]),
            ]),
          ),
        );
        const patienceMs = Math.max(collectionMs[target.storage], restPatienceMs);
        await lane
          .eventually({ surface: lane.rest, patienceMs }, async () => {
            const remaining = new Set<string>();
            for (const one of looks) {
              if ((await one.look()).kind === 'missing') looks.delete(one);
              else remaining.add(one.what);
            }
            const orphans = await orphanedVersions[target.storage](
              context,
              deletedPipelines.map(({ pipeline }) => pipeline),
            );
            if (orphans.length > 0) remaining.add('version objects');
            const left = [...remaining].toSorted();
            leftBehind = left.join(' and ') || 'nothing';
            assert.deepEqual(left, [], 'what is left of pipelines that were deleted with their versions');
          })
          .finally(() => observe('left behind', leftBehind));
        soft.ok(deletedPipelines.length > 0, 'pipelines are deleted while versions of them are created');
      },
      rounds,
    );
  },
};

const deletionMeetsCreation: Scenario = {
  ...onReplicas,
  name: 'deletion-meets-creation',
  checks: ['CLU-12'],
  observes: ['both accepted'],
  writesPerRound: 3,
  async run(context) {
    const { check, observe, replicas, rounds } = context;
    await check(
      'CLU-12',
      async () => {
        const [parent, empty] = await givenOnBoth(context, ['parent', 'empty']);
        const [, deleter] = replicas;
        assert.ok(parent && empty && deleter);
        const version = await created(context, replicaSurfaces(context)[0], parent);
        soft.deepEqual(
          { version: version !== undefined, deletion: await isDeleted(deleter, empty, false) },
          { version: true, deletion: true },
          'a version, and the deletion of another pipeline, are seen to be accepted one after the other',
        );
        const results = await createdWhileDeleted(context, false);
        const both = results.filter(({ version: made, wasDeleted }) => made !== undefined && wasDeleted).length;
        observe('both accepted', someOrNone(both));
        soft.equal(someOrNone(both), 'none', 'a version and the deletion of its pipeline are never both accepted');
      },
      rounds,
    );
  },
};

export default defineSuite({
  title: 'CLU: changes and deletions through two replicas',
  scenarios: [changesOnBoth, cascadeMeetsCreation, deletionMeetsCreation],
});
