import { checksOf, type PlacedCheck } from '../judgement/check-list.ts';
import type { CheckEntry, Report } from '../judgement/schema.ts';

/** `failed in 4 of 8 runs before`; none for a check that the baseline does not list as intermittent. */
export const rateText = ({ intermittent }: Pick<CheckEntry, 'intermittent'>): string | undefined =>
  intermittent && `failed in ${intermittent.failed} of ${intermittent.runs} runs before`;

/** The checks that failed in some runs before, and passed in this one. */
export const passedThisTime = (report: Pick<Report, 'requirements'>): readonly PlacedCheck[] =>
  checksOf(report).filter(({ check }) => check.outcome === 'passed' && check.intermittent !== undefined);

/** `Known intermittent failures: 3 failed, 2 passed this time`; none without any. */
export const intermittentLine = (report: Pick<Report, 'requirements'>): string | undefined => {
  const passed = passedThisTime(report).length;
  const failed = checksOf(report).filter(({ check }) => check.intermittent !== undefined).length - passed;
  return passed + failed === 0
    ? undefined
    : `Known intermittent failures: ${failed} failed, ${passed} passed this time`;
};
