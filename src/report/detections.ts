import { detectionText } from '../contract/detection.ts';
import { checksOf } from '../judgement/check-list.ts';
import type { Report } from '../judgement/schema.ts';
import { counted } from '../text/counted.ts';

/** Checks that looked for an intermittent failure in the same number of rounds, and found none. */
export interface DetectionGroup {
  /** `no failure in 59 rounds: a rate of 5 % or more would be seen with 95 % (12 checks)` */
  readonly text: string;
  /** Ids, each once. */
  readonly requirements: readonly string[];
}

/** The groups, beginning with the fewest rounds, which show the least. */
export const detectionsOf = (report: Pick<Report, 'requirements'>): readonly DetectionGroup[] => {
  const found = checksOf(report).flatMap(({ requirement, check }) =>
    check.detects === undefined ? [] : [{ id: requirement.id, detects: check.detects }],
  );
  return [...Map.groupBy(found, ({ detects }) => detects.rounds)]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([, group]) => {
      const [first] = group;
      if (first === undefined) return [];
      return [
        {
          text: `${detectionText(first.detects)} (${counted(group.length, 'check')})`,
          requirements: [...new Set(group.map(({ id }) => id))],
        },
      ];
    });
};
