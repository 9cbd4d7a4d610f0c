import { NoAnswerError } from '../../../src/contract/exchange.ts';
import { apiV2, type KfpClient } from '../../../src/clients/kfp.ts';
import type { AnswerKind } from '../../../src/lanes/answer.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import { pause } from '../../expectations/pause.ts';

const readsEveryMs = 25;
const writesEveryMs = 200;
const readsAfterwards = 60;
/** A node may need a moment to send nothing to a pod any more that is being taken away. */
const followsWithinMs = 5_000;
/** As many as a client may have kept from before: reads that are to be on new connections come after them. */
const keptConnections = 8;

/** What clients saw of a server that was rolled out anew. */
export interface RollOutSeen {
  readonly during: { readonly reads: number; readonly failed: number };
  /** Of the last round of reads, which is the first in which none failed, or ended 5 s after the roll-out. */
  readonly after: { readonly reads: number; readonly failed: number };
  /** Pipelines whose creation was accepted meanwhile. */
  readonly written: readonly Pipeline[];
}

/** A request without an answer is what a roll-out may bring, and is counted; anything else is thrown. */
const orNoAnswer = async <Value>(call: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await call;
  } catch (failure) {
    if (failure instanceof NoAnswerError) return undefined;
    throw failure;
  }
};

/** Every call on a connection of its own: one that is kept leads to the pod that is replaced for as long as that lives. */
export const onNewConnections = (kfp: KfpClient): KfpClient => ({
  ...kfp,
  call: (method, path, options) =>
    kfp.call(method, path, { ...options, headers: { ...options?.headers, connection: 'close' } }),
});

/** One read by id. */
const isRead = async (kfp: KfpClient, { id }: Pipeline): Promise<boolean> => {
  const answer = await orNoAnswer(onNewConnections(kfp).call('GET', `${apiV2}/pipelines/${id}`));
  return answer?.status === 200;
};

/** Rolls the target out anew while one client reads a pipeline by id and another creates pipelines. */
export const rolledOutWhile = async (
  { kfp, names, target, signal }: ScenarioContext,
  writer: Surface,
  known: Pipeline,
): Promise<RollOutSeen> => {
  for (let count = 0; count < keptConnections; count += 1) await isRead(kfp, known);
  let isOver = false;
  const isGoingOn = (): boolean => !isOver && !signal.aborted;
  const during = { reads: 0, failed: 0 };
  const written: Pipeline[] = [];
  const reading = async (): Promise<void> => {
    while (isGoingOn()) {
      during.reads += 1;
      if (!(await isRead(kfp, known))) during.failed += 1;
      await pause(readsEveryMs);
    }
  };
  const writing = async (): Promise<void> => {
    for (let count = 0; isGoingOn(); count += 1) {
      const answer = await orNoAnswer(writer.createPipeline({ name: names.of(`during-${count}`) }));
      if (answer?.value !== undefined) written.push(answer.value);
      await pause(writesEveryMs);
    }
  };
  const clients = [reading(), writing()];
  await target.rollOut().finally(() => {
    isOver = true;
  });
  await Promise.all(clients);
  const deadline = performance.now() + followsWithinMs;
  let after = { reads: 0, failed: 0 };
  do {
    after = { reads: readsAfterwards, failed: 0 };
    for (let count = 0; count < readsAfterwards; count += 1) if (!(await isRead(kfp, known))) after.failed += 1;
  } while (after.failed > 0 && performance.now() < deadline);
  return { during, after, written };
};

/** What became of something that was written: `ok` where it is as it was. */
export const fateOf = async (surface: Surface, pipelines: readonly Pipeline[]): Promise<readonly AnswerKind[]> => {
  const answers = await Promise.all(pipelines.map((pipeline) => surface.getPipeline(pipeline)));
  return [...new Set(answers.map(({ kind }) => kind))];
};
