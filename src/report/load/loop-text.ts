import type { LoadReport } from '../../judgement/load/schema.ts';
import { latencyOf } from './latency.ts';

/**
 * Whether virtual users sent one request after the other, at no offered rate. In an open plan one operation may have a closed
 * loop of its own, and a restart is never offered at a rate.
 */
export const isClosedPlan = ({ measurements }: Pick<LoadReport, 'measurements'>): boolean => {
  const timed = measurements.filter((one) => latencyOf(one) !== undefined);
  return timed.length > 0 && timed.every(({ loop }) => loop === 'closed');
};

/** From when a latency counts, and what a rate is. */
export interface LoopText {
  readonly latency: string;
  readonly rate: string;
}

const closed: LoopText = {
  latency: 'of an iteration from its start',
  rate: 'iterations per second of virtual users that sent one request after the other',
};

const open: LoopText = {
  latency: 'of an iteration from the instant it was due',
  rate: 'iterations per second while that was measured, of those that the same virtual users reached in a closed loop',
};

export const loopText = (report: Pick<LoadReport, 'measurements'>): LoopText => (isClosedPlan(report) ? closed : open);
