import { NoAnswerError } from '../../src/clients/exchange.ts';
import { apiV2, type KfpClient } from '../../src/clients/kfp.ts';
import type { AnswerKind } from '../../src/lanes/answer.ts';
import type { Surface } from '../../src/lanes/lane.ts';
import type { Pipeline } from '../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { pause } from './pause.ts';

const readsEveryMs = 25;
const writesEveryMs = 200;
const readsAfterwards = 60;
/** As many as a client may have kept from before: reads that are to be on new connections come after them. */
const keptConnections = 8;

/** What clients saw of a server that was rolled out anew. */
export interface RollOutSeen {
  readonly during: { readonly reads: number; readonly failed: number };
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

/** One read by id on a connection that is used for nothing else. */
const isRead = async (kfp: KfpClient, { id }: Pipeline): Promise<boolean> => {
  const answer = await orNoAnswer(kfp.call('GET', `${apiV2}/pipelines/${id}`, { headers: { connection: 'close' } }));
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
  const after = { reads: readsAfterwards, failed: 0 };
  for (let count = 0; count < readsAfterwards; count += 1) if (!(await isRead(kfp, known))) after.failed += 1;
  return { during, after, written };
};

/** What became of something that was written: `ok` where it is as it was. */
export const fateOf = async (surface: Surface, pipelines: readonly Pipeline[]): Promise<readonly AnswerKind[]> => {
  const answers = await Promise.all(pipelines.map((pipeline) => surface.getPipeline(pipeline)));
  return [...new Set(answers.map(({ kind }) => kind))];
};
