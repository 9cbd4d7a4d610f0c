import exec from 'k6/execution';
import { Counter } from 'k6/metrics';
import { usersBeside } from '../../../src/load/data/users-beside.ts';
import { afterWarmUp, type Beside } from './beside.ts';
import { unknownId } from './choice.ts';
import { inPart } from './parts.ts';
import { settings } from './settings.ts';

const { beside: vus = usersBeside['unknown-ids'], besideRate, closed, count, seconds } = settings;

const half = seconds / 2;

const besideOf = (): Beside | undefined => {
  if (vus === 0) return undefined;
  if (count !== undefined) {
    const users = Math.min(vus, count);
    const common = { ...afterWarmUp('beside'), executor: 'shared-iterations' } as const;
    return { vus: users, scenario: { ...common, vus: users, iterations: count, maxDuration: '24h' } };
  }
  if (closed) return undefined;
  const common = { ...afterWarmUp('beside', half), executor: 'constant-arrival-rate' } as const;
  return { vus, scenario: { ...common, rate: besideRate, duration: `${half}s`, preAllocatedVUs: vus } };
};

/**
 * Unknown ids at BESIDE_RATE in the second half of an open loop, so that its first half has the same requests without them;
 * as many as COUNT in such a closed loop, and none in another one, which tells the capacity. BESIDE=0: none.
 */
export const unknownIds = besideOf();

/** Marks the requests of this iteration as sent alone, or beside unknown ids. */
export const markPart = (): void => {
  const isBefore = count === undefined && Date.now() < exec.scenario.startTime + 1000 * half;
  inPart(unknownIds === undefined || isBefore ? 'alone' : 'beside');
};

const sent = new Counter('figure_unknown_sent');
const answered = new Counter('figure_unknown_answered');

/** The scenario of unknown ids. `get` returns whether the answer was right. */
export const askUnknown = (get: (iteration: number, id: string) => boolean) => (): void => {
  const iteration = exec.scenario.iterationInTest;
  sent.add(1);
  if (get(iteration, unknownId(iteration))) answered.add(1);
};
