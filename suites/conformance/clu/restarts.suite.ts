import { assert, soft } from '../../../src/scenarios/assert.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../../../src/lanes/answer.ts';
import type { Lane } from '../../../src/lanes/lane.ts';
import { restPatienceMs } from '../../../src/lanes/lanes.ts';
import type { PipelineVersion } from '../../../src/lanes/pipeline.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { decidesRightly } from './admission-decisions.ts';
import { deletedPipeline } from '../../expectations/deleted-pipeline.ts';
import { listedLabels } from './listed-labels.ts';
import { pipelineListing, versionListing } from '../../expectations/listing.ts';
import { eachOnce, namesFound } from '../../expectations/names-found.ts';
import { pause } from '../../expectations/pause.ts';
import { givenOnBoth } from './known-to-both.ts';
import { replicaSurfaces } from './replica-surfaces.ts';
import { writerOf } from './writer-of.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';

const onReplicas = { variant: 'two-replicas', capabilities: ['replicas', 'process'], disruptive: true } as const;

/**
 * The Kubernetes API server keeps its connections to a webhook and calls the other replica only when the connected one
 * is gone. The scenario therefore replaces each replica in turn and checks the one that kept running.
 */
const eitherReplicaDecides: Scenario = {
  ...onReplicas,
  name: 'webhooks-of-either-replica',
  lanes: ['kubernetes/crd'],
  checks: ['CLU-13'],
  async run(context) {
    const { check, target } = context;
    const [pipeline] = await givenOnBoth(context, ['parent']);
    assert.ok(pipeline);
    await check('CLU-13', async () => {
      await decidesRightly(context, pipeline, 'both', 'while both replicas run');
      for (const replica of [0, 1]) {
        await target.restart(replica);
        await decidesRightly(context, pipeline, `without-${replica}`, `after replica ${replica + 1} was replaced`);
      }
    });
  },
};

/**
 * Pairs of a pipeline and a version to write: at least `fewest`, then more until the replica is back, but never more
 * than `most`.
 */
const pairs = { fewest: 6, most: 90, everyMs: 250 };

/** Allows for several webhook calls sent to the stopping replica, each of which fails after its time-out of 10 s. */
const webhooksBackMs = 40_000;

/**
 * The webhooks may be unreachable while a replica stops, so the write is repeated until it is accepted. The check is
 * about accepted writes.
 */
const onceAccepted = async <Value>(lane: Lane, write: () => Promise<Answer<Value>>): Promise<Value> => {
  let answer = await write();
  await lane.eventually({ surface: lane.write, patienceMs: webhooksBackMs }, async () => {
    if (answer.kind === 'failed') answer = await write();
    accepted(answer);
  });
  return accepted(answer);
};

const catchesUp: Scenario = {
  ...onReplicas,
  name: 'restarted-replica-catches-up',
  checks: ['CLU-14'],
  observes: ['after the restart'],
  // Some for as long as the restart takes, which is longer in a cluster.
  writes: 120,
  async run(context) {
    const { check, given, lane, names, observe, replicas, signal, target } = context;
    const [running, restarted] = replicaSurfaces(context);
    const writer = writerOf(context, running);
    const [parent, doomed] = await givenOnBoth(context, ['parent', 'doomed']);
    assert.ok(parent && doomed);
    let isBack = false;
    const isDue = (count: number): boolean =>
      !signal.aborted && (count < pairs.fewest || (!isBack && count < pairs.most));
    const [{ labels, pipelines, versions }] = await Promise.all([
      given('pipelines and versions are written while a replica is down', async () => {
        const made = { labels: [] as string[], pipelines: [parent], versions: [] as PipelineVersion[] };
        for (let count = 0; isDue(count); count += 1) {
          const name = `during-${count}`;
          const draft = { name, definition: smallDefinition() };
          made.labels.push(name);
          made.pipelines.push(await onceAccepted(lane, () => writer.createPipeline({ name: names.of(name) })));
          made.versions.push(await onceAccepted(lane, () => writer.createVersion(parent, draft)));
          await pause(pairs.everyMs);
        }
        await deletedPipeline(lane, doomed, writer);
        return made;
      }),
      target.restart(1).finally(() => {
        isBack = true;
      }),
    ]);
    await check('CLU-14', async () => {
      // A part without a value was not looked at, so that the lanes are not compared.
      const found: Record<string, string | undefined> = {
        'by id': undefined,
        'what was deleted': undefined,
        pipelines: undefined,
        versions: undefined,
      };
      try {
        const kinds = [
          ...(await Promise.all(pipelines.map((pipeline) => restarted.getPipeline(pipeline)))),
          ...(await Promise.all(versions.map((version) => restarted.getVersion(version)))),
        ].map(({ kind }) => kind);
        found['by id'] = [...new Set(kinds)].join(' or ');
        found['what was deleted'] = (await restarted.getPipeline(doomed)).kind;
        const byId = { 'by id': found['by id'], 'what was deleted': found['what was deleted'] };
        const [, kfp] = replicas;
        assert.ok(kfp);
        const listing = lane.eventually({ surface: lane.rest, patienceMs: restPatienceMs }, async () => {
          Object.assign(found, { pipelines: undefined, versions: undefined });
          // The number of items depends on timing, so it is told in words.
          const listed = {
            pipelines: namesFound(await listedLabels(pipelineListing(kfp, names)), [...labels, 'parent']),
            versions: namesFound(await listedLabels(versionListing(kfp, parent.id)), labels),
          };
          for (const kind of ['pipelines', 'versions'] as const)
            found[kind] = isDeepStrictEqual(listed[kind], eachOnce) ? 'as written' : 'otherwise';
          assert.deepEqual(listed, { pipelines: eachOnce, versions: eachOnce }, 'what it lists within 5 s');
        });
        const [listed] = await Promise.allSettled([listing]);
        soft.deepEqual(byId, { 'by id': 'ok', 'what was deleted': 'missing' }, 'shown by the restarted replica');
        if (listed.status === 'rejected') throw listed.reason;
      } finally {
        observe('after the restart', found);
      }
    });
  },
};

export default defineSuite({
  title: 'CLU: replicas that are replaced',
  scenarios: [eitherReplicaDecides, catchesUp],
});
