import type { StartedTarget } from '../../src/targets/started-target.ts';

const fewest = 25;
const most = 40;

/** The number of repetitions for an intermittent failure: about five seconds of the target's writes, at least 25. */
export const roundsFor = ({ writesPerSecond }: Pick<StartedTarget, 'writesPerSecond'>): number =>
  Math.min(most, Math.max(fewest, Math.round(5 * writesPerSecond)));
