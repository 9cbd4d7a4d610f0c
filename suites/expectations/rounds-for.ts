import type { StartedTarget } from '../../src/targets/started-target.ts';

const fewest = 25;
const most = 40;

/** How often to try what fails now and then: about five seconds of the target's writes, at least 25 times. */
export const roundsFor = ({ writesPerSecond }: Pick<StartedTarget, 'writesPerSecond'>): number =>
  Math.min(most, Math.max(fewest, Math.round(5 * writesPerSecond)));
