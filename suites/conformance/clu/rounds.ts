import type { StartedTarget } from '../../../src/targets/started-target.ts';

const fewest = 8;
const most = 20;

/** The rounds of a scenario that looks for race conditions between two replicas; fewer where writes are slow. */
export const replicaRounds = ({ writesPerSecond }: Pick<StartedTarget, 'writesPerSecond'>): readonly number[] =>
  Array.from({ length: Math.min(most, Math.max(fewest, Math.round(writesPerSecond))) }, (_, round) => round);
