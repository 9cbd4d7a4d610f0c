import { isSilenceOfTarget } from '../../../src/contract/exchange.ts';
import { apiV2, type KfpClient } from '../../../src/clients/kfp.ts';
import type { AnswerKind } from '../../../src/lanes/answer.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import { pause } from '../../expectations/pause.ts';

const readsEveryMs = 25;
const writesEveryMs = 200;
const readsAfterwards = 60;
/** A node may need a moment until it stops routing requests to a terminating pod. */
const followsWithinMs = 5_000;
/**
 * The number of connections that a client may have kept open. As many reads come first, so that later reads use new
 * connections.
 */
const keptConnections = 8;

/** The observations of clients during a roll-out of the server. */
export interface RollOutObservations {
  readonly during: { readonly reads: number; readonly failed: number };
  /**
   * Counts of the last round of reads: the first round without a failure, or the one that ended 5 s after the roll-out.
   */
  readonly after: { readonly reads: number; readonly failed: number };
  /** Pipelines whose creation was accepted during the roll-out. */
  readonly written: readonly Pipeline[];
}

/** Requests to the target may stay unanswered during a roll-out and are counted as failed; any other error is rethrown. */
const orNoAnswer = async <Value>(call: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await call;
  } catch (failure) {
    if (isSilenceOfTarget(failure)) return undefined;
    throw failure;
  }
};

/**
 * Sends every call on a new connection, because a kept connection leads to the replaced pod for as long as that pod
 * lives.
 */
export const onNewConnections = (kfp: KfpClient): KfpClient => ({
  ...kfp,
  call: (method, path, options) =>
    kfp.call(method, path, { ...options, headers: { ...options?.headers, connection: 'close' } }),
});

/** Whether one read by id succeeds. */
const isRead = async (kfp: KfpClient, { id }: Pipeline): Promise<boolean> => {
  const answer = await orNoAnswer(onNewConnections(kfp).call('GET', `${apiV2}/pipelines/${id}`));
  return answer?.status === 200;
};

/** Rolls out the target while one client reads a pipeline by id and another one creates pipelines. */
export const rolledOutWhile = async (
  { kfp, names, target, signal }: ScenarioContext,
  writer: Surface,
  known: Pipeline,
): Promise<RollOutObservations> => {
  for (let count = 0; count < keptConnections; count += 1) await isRead(kfp, known);
  let isOver = false;
  const isRunning = (): boolean => !isOver && !signal.aborted;
  const during = { reads: 0, failed: 0 };
  const written: Pipeline[] = [];
  const reading = async (): Promise<void> => {
    while (isRunning()) {
      during.reads += 1;
      if (!(await isRead(kfp, known))) during.failed += 1;
      await pause(readsEveryMs);
    }
  };
  const writing = async (): Promise<void> => {
    for (let count = 0; isRunning(); count += 1) {
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

/** The distinct kinds of answers to reads of these pipelines by id; only `ok` when all of them still exist. */
export const answerKindsOf = async (
  surface: Surface,
  pipelines: readonly Pipeline[],
): Promise<readonly AnswerKind[]> => {
  const answers = await Promise.all(pipelines.map((pipeline) => surface.getPipeline(pipeline)));
  return [...new Set(answers.map(({ kind }) => kind))];
};
