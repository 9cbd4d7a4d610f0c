import { gateClosing } from '../contract/outcome.ts';
import type { ScenarioResult } from '../contract/result.ts';
import { isFailure } from './unmet.ts';

/**
 * How a scenario ended, where its reported checks do not say it: completes a sentence that begins with its name. An early
 * end is told by any check that closes the gate, and by a known failure that is this end; the end of a process that
 * nobody asked for, by a check that failed, and by a known failure, also of a stale entry, of which the survival of the
 * processes is an aspect.
 */
export const untoldEnds = ({ checks, aborted, unasked, survival = {} }: ScenarioResult): readonly string[] => {
  const tellsEnd = checks.some(
    ({ outcome, message }) => gateClosing.has(outcome) || (outcome === 'known-failure' && message === aborted),
  );
  const hasFailed = checks.some(
    (check) =>
      check.outcome === 'failed' ||
      (isFailure(check) && (survival[check.requirement] ?? '') in (check.deviations ?? {})),
  );
  return [
    ...(aborted === undefined || tellsEnd ? [] : [`was aborted: ${aborted}`]),
    ...(unasked === undefined || hasFailed ? [] : [`has no failed check for this: ${unasked}`]),
  ];
};
