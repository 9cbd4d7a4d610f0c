import exec from 'k6/execution';
import { Counter } from 'k6/metrics';
import { usersBeside } from '../../../src/load/data/users-beside.ts';
import { afterWarmUp, type Beside } from './beside.ts';
import { settings } from './settings.ts';

const { beside: vus = usersBeside.writers, count, seconds } = settings;

/** Iterations of each writer for each walk of a closed loop of COUNT, whose length nobody knows. */
const writesOfWalk = 10;

const common = afterWarmUp('beside');

/** Writers without a pause for as long as walks begin; in a closed loop of COUNT a number of writes. BESIDE=0: none. */
export const writers: Beside | undefined =
  vus === 0
    ? undefined
    : {
        vus,
        scenario:
          count === undefined
            ? { ...common, executor: 'constant-vus', vus, duration: `${seconds}s` }
            : { ...common, executor: 'per-vu-iterations', vus, iterations: writesOfWalk * count, maxDuration: '24h' },
      };

const written = new Counter('figure_written');
const refusedWrites = new Counter('figure_refused_writes');
const walksBeside = new Counter('figure_walks_beside');

/** Counts a pipeline that was created and deleted, or one of which either failed. */
export const writes = { add: (isWritten: boolean): void => (isWritten ? written : refusedWrites).add(1) };

/** Counts a complete walk during all of which there were writers. */
export const whileWriting = (walk: () => boolean): void => {
  const isComplete = walk();
  // The writers began with the first walk, and go on until no further one begins.
  const isBeside = vus > 0 && count === undefined && Date.now() <= exec.scenario.startTime + 1000 * seconds;
  if (isComplete && isBeside) walksBeside.add(1);
};
