import { soft } from '../../src/scenarios/assert.ts';
import { accepted } from './accepted.ts';
import type { PipelineFixture } from './pipeline-fixture.ts';
import { settled, type Settling } from './settled.ts';

const namesOf = (items: readonly { readonly name: string }[]): readonly string[] =>
  items.map(({ name }) => name).toSorted();

/**
 * Asserts that a pipeline and its version are unchanged, that it has no other version, and, where `made` is given, that
 * no pipeline with a matching name exists, as seen on the lane of a user who may see them, once every surface shows what
 * was written later.
 */
export const isUnchanged = async (
  settling: Settling,
  { pipeline, version }: PipelineFixture,
  made?: RegExp,
): Promise<void> => {
  await settled(settling);
  for (const { surface } of settling.lane.views) {
    soft.deepEqual(accepted(await surface.getPipeline(pipeline)), pipeline, `${surface.name}: the pipeline`);
    soft.deepEqual(
      namesOf(accepted(await surface.allVersions(pipeline))),
      [version.name],
      `${surface.name}: its versions`,
    );
    soft.deepEqual(accepted(await surface.getVersion(version)), version, `${surface.name}: the version`);
    if (made === undefined) continue;
    const beside = namesOf(accepted(await surface.allPipelines())).filter((name) => made.test(name));
    soft.deepEqual(beside, [], `${surface.name}: pipelines made beside it`);
  }
};
