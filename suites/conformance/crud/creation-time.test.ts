import { expect, test } from 'vitest';
import type { Surface } from '../../../src/lanes/lane.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import suite from './create.suite.ts';

const inWholeSeconds = (time: number): number => Math.floor(time / 1000) * 1000;

/** Runs the scenario on a server whose clock, and whose times of creation, are ahead of that of the harness. */
const judge = async (clockAheadMs: number, createdAheadMs: number) => {
  const observed: unknown[] = [];
  const now = (aheadMs: number) => inWholeSeconds(Date.now() + aheadMs);
  const ok = (value: Pick<Pipeline, 'createdAt'>) => Promise.resolve({ kind: 'ok', status: 200, message: '', value });
  const created = () => ({ createdAt: new Date(now(createdAheadMs)).toISOString() });
  const write = {
    createPipeline: () => ok(created()),
    updatePipeline: () => ok(created()),
  } as unknown as Surface;
  const scenario = suite.scenarios.find(({ name }) => name === 'pipeline-creation-time');
  await scenario?.run({
    lane: { write, views: [], clock: () => Promise.resolve(now(clockAheadMs)) },
    check: (_: string, decide: () => Promise<void>) => decide(),
    observe: (_: string, value: unknown) => observed.push(value),
    names: { of: (label: string) => label },
  } as unknown as ScenarioContext);
  return observed;
};

const hour = 3_600_000;

// Why: a server whose clock differed from that of the harness by more than 2 s failed CRUD-23, though it was right.
test('the time of creation is compared with the clock of the server', async () => {
  expect(await judge(-hour, -hour)).toMatchObject([{ near: true }]);
});

test('a time of creation that differs from the clock of the server is a finding', async () => {
  await expect(judge(0, hour)).rejects.toThrow('created_at is within 2 s of the call');
  await expect(judge(hour, 0)).rejects.toThrow('created_at is within 2 s of the call');
});
