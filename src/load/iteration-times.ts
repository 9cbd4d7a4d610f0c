import type { ObservedLimits } from '../judgement/load/limited.ts';
import type { ScriptNumbers } from './k6-measurement.ts';

/**
 * How long iterations took from their start, in milliseconds. In an open loop the script only knows when they were due, and
 * behind a dropped iteration not even that, so that it is the time of their requests, one after the other.
 */
export const iterationTimes = (
  { service, response, requests, iterations }: Pick<ScriptNumbers, 'service' | 'response' | 'requests' | 'iterations'>,
  loop: 'open' | 'closed',
): Pick<ObservedLimits, 'meanIterationMs' | 'shortestIterationMs'> => {
  if (loop === 'closed') return { meanIterationMs: response?.mean ?? 0, shortestIterationMs: response?.min ?? 0 };
  const each = iterations === 0 ? 0 : requests / iterations;
  return { meanIterationMs: (service?.mean ?? 0) * each, shortestIterationMs: (service?.min ?? 0) * each };
};

/** Iterations a second. Where some were dropped, those that ended after the loop would make it seem faster than it was. */
export const reachedPerSecond = ({
  dropped,
  perSecond,
  windows,
}: Pick<ScriptNumbers, 'dropped' | 'perSecond' | 'windows'>): number => {
  const seconds = windows.reduce((sum, window) => sum + window.seconds, 0);
  if (dropped === 0 || seconds === 0) return perSecond;
  return windows.reduce((sum, { iterations }) => sum + iterations, 0) / seconds;
};
