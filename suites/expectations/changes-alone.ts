import { assert, soft } from '../../src/scenarios/assert.ts';
import type { Answer } from '../../src/lanes/answer.ts';
import type { Lane } from '../../src/lanes/lane.ts';
import { restPatienceMs } from '../../src/lanes/lanes.ts';
import type { MetadataChange, Pipeline, PipelineVersion } from '../../src/lanes/pipeline.ts';
import { pause } from './pause.ts';

/** What is changed. */
export interface Changed {
  readonly pipeline: Pipeline;
  readonly version?: PipelineVersion;
}

/** The REST writes that looking takes on a target in good order, for each object. */
export const writesAlone = 5;

/**
 * The pauses before the attempts at the first change: until REST has had its time to learn the last state, it may refuse a
 * change of one before it.
 */
const pausesMs = [100, 400, 1_500, restPatienceMs - 2_000];

const changesOf = async (
  { eventually, rest }: Lane,
  what: 'pipeline' | 'version',
  update: (change: MetadataChange) => Promise<Answer<unknown>>,
  read: () => Promise<Answer<{ readonly displayName: string }>>,
): Promise<void> => {
  const statement = `rest: a change of a ${what} that meets no other`;
  const nameOf = (count: number): string => `alone ${count}`;
  const kindOf = async (count: number) =>
    (await update({ displayName: nameOf(count), tags: { writer: 'alone' } })).kind;
  let first = await kindOf(1);
  for (const pauseMs of pausesMs) {
    if (first === 'ok') break;
    await pause(pauseMs);
    first = await kindOf(1);
  }
  assert.equal(first, 'ok', statement);
  // From now on the server knows the last state, since it has written it: one that is accepted by chance is not followed by
  // as many others.
  for (let count = 2; count <= writesAlone; count += 1) {
    await eventually({ surface: rest, patienceMs: restPatienceMs }, async () => {
      const { value } = await read();
      assert.equal(value?.displayName, nameOf(count - 1), `rest: a ${what} is shown as it was changed last`);
    });
    assert.equal(await kindOf(count), 'ok', statement);
  }
};

/**
 * Asserts that REST accepts every change, one after another, of objects that nobody else changes any more: a server that
 * refuses all of them, or most, does not merely lose conflicts.
 */
export const changesAlone = async (lane: Lane, { pipeline, version }: Changed): Promise<void> => {
  const { rest } = lane;
  const ends = await Promise.allSettled([
    changesOf(
      lane,
      'pipeline',
      (change) => rest.updatePipeline(pipeline, change),
      () => rest.getPipeline(pipeline),
    ),
    ...(version === undefined
      ? []
      : [
          changesOf(
            lane,
            'version',
            (change) => rest.updateVersion(version, change),
            () => rest.getVersion(version),
          ),
        ]),
  ]);
  for (const end of ends)
    await soft.part(() => {
      if (end.status === 'rejected') throw end.reason;
    });
};
