import { assert, soft } from '../../../src/scenarios/assert.ts';
import { packageFile } from '../../../fixtures/pipelines/definition.ts';
import { apiV2 } from '../../../src/clients/kfp.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import type { AnswerKind } from '../../../src/lanes/answer.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { changesAlone, writesAlone } from '../../expectations/changes-alone.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { createdVersion } from '../../expectations/created-version.ts';
import { nothingRemains } from '../../expectations/nothing-remains.ts';
import { pause } from '../../expectations/pause.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';

/**
 * The number of bytes sent of an upload's body: only the multipart header, half of the file, or all but the last byte.
 */
const parts = (length: number): Readonly<Record<string, number>> => ({
  beginning: 200,
  half: Math.floor(length / 2),
  almost: length - 1,
});

const abandonedUpload: Scenario = {
  name: 'upload-abandoned',
  checks: ['FLT-15'],
  observes: ['the whole upload afterwards'],
  async run(context) {
    const { lane, check, given, observe, names, kfp } = context;
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('parent') }));
    const file = { name: 'hello.yaml', content: packageFile('hello') };
    const labels = Object.keys(parts(0));
    for (const [label, bytes] of Object.entries(parts(Buffer.byteLength(file.content)))) {
      await kfp.abandonUpload(`${apiV2}/pipelines/upload`, file, { name: names.of(label) }, bytes);
      await kfp.abandonUpload(`${apiV2}/pipelines/upload_version`, file, { pipelineid: parent.id, name: label }, bytes);
    }
    await check('FLT-15', async () => {
      await nothingRemains(context, labels);
      for (const { surface } of lane.views) {
        const versions = accepted(await surface.allVersions(parent)).map(({ name }) => name);
        soft.deepEqual(versions, [], `${surface.name}: versions of uploads that were broken off`);
      }
    });
    const retried = await kfp.upload(`${apiV2}/pipelines/upload`, file, { name: names.of('half') });
    observe('the whole upload afterwards', retried.status);
  },
};

/** Another writer keeps changing the object, as controllers do. REST must handle the conflicts. */
const conflictingWrites: Scenario = {
  name: 'writes-in-conflict',
  capabilities: ['pipeline-objects'],
  lanes: ['kubernetes/rest', 'kubernetes/crd'],
  checks: ['FLT-11'],
  observes: ['other answers'],
  writes: 2 + 2 * writesAlone,
  writesPerRound: 4,
  async run({ lane, check, given, observe, names, kubernetes, rounds }) {
    const { pipeline, version } = await given('a pipeline with a version is created', async () => {
      const created = await createdPipeline(lane, { name: names.of('busy') });
      return {
        pipeline: created,
        version: await createdVersion(lane, created, { name: 'one', definition: smallDefinition() }),
      };
    });
    const path = collectionPath(kubernetes.namespace, 'pipelines', pipeline.name);
    const changed = new AbortController();
    const annotate = async (): Promise<void> => {
      let made = 0;
      for (let count = 1; !changed.signal.aborted && other.size === 0; count += 1) {
        const patch = { metadata: { annotations: { 'example.com/count': String(count) } } };
        const { status } = await kubernetes.call('PATCH', path, patch, 'application/merge-patch+json');
        // Among many writers the Kubernetes API may give up as well; KFP is not asked about it.
        if (status !== 409) assert.equal(status, 200, 'an annotation by the Kubernetes API');
        made += status === 200 ? 1 : 0;
        await pause(5);
      }
      assert.equal(made > 0, true, 'some annotations are made');
    };
    const annotating = () => given('another writer annotates the Pipeline', annotate).finally(() => changed.abort());
    const other = new Set<AnswerKind>();
    const keep = ({ kind }: { readonly kind: AnswerKind }): void => {
      if (kind !== 'ok' && kind !== 'conflict') other.add(kind);
    };
    const change = async (number: number, round: number): Promise<void> => {
      const displayName = `writer ${number} round ${round + 1}`;
      keep(await lane.rest.updatePipeline(pipeline, { displayName }));
      keep(await lane.rest.updateVersion(version, { displayName }));
    };
    const changes = async (): Promise<void> => {
      for await (const round of rounds) {
        await Promise.all([change(1, round), change(2, round)]);
        // The loop ends with the first finding, so that the report shows it among the last requests, or without the other
        // writer.
        if (other.size > 0 || changed.signal.aborted) return;
      }
    };
    await check(
      'FLT-11',
      async () => {
        // Both have ended before anything else is written.
        const ends = await Promise.allSettled([changes().finally(() => changed.abort()), annotating()]);
        for (const end of ends) if (end.status === 'rejected') throw end.reason;
        soft.deepEqual([...other].toSorted(), [], 'answers to writes in conflict, other than done and 409');
        await changesAlone(lane, { pipeline, version });
      },
      rounds,
    );
    observe('other answers', [...other].toSorted());
  },
};

export default defineSuite({
  title: 'FLT: uploads broken off, writes in conflict',
  scenarios: [abandonedUpload, conflictingWrites],
});
