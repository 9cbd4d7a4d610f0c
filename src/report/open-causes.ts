import { checksOf, type PlacedCheck } from '../judgement/check-list.ts';
import type { Novelty } from '../judgement/novelty.ts';
import type { Report } from '../judgement/schema.ts';
import { isVulnerability } from '../judgement/vulnerabilities.ts';
import { oneLine } from '../text/value-text.ts';
import { anchorOf, namedCauses } from './cause-text.ts';

/** Why checks shut the gate, with one of them as the example. */
export interface OpenCause {
  /** `error`: the harness or its environment failed, so that the target was not judged. */
  readonly kind: Exclude<Novelty, 'known'> | 'error';
  /** `CRUD-15 in kubernetes/rest and 3 more (1 follows from it)` */
  readonly place: string;
  /** What was observed, the refusal, or the error. */
  readonly sentence: string;
  /** What the baseline says of what is known of it; absent where it lists nothing. */
  readonly known?: string;
  readonly vulnerability: boolean;
  readonly example: PlacedCheck;
  /** The number of its checks. */
  readonly checks: number;
  /** The id of the example in report.html. */
  readonly anchor: string;
}

const errors = (report: Pick<Report, 'requirements'>): readonly OpenCause[] => {
  const own = checksOf(report).filter(({ check }) => check.outcome === 'error');
  const groups = Map.groupBy(own, ({ check }) => check.message ?? '');
  return [...groups].flatMap(([message, checks]): readonly OpenCause[] => {
    const [example, ...others] = checks;
    if (example === undefined) return [];
    const { requirement, lane } = example;
    return [
      {
        kind: 'error',
        place: `${requirement.id} in ${lane}${others.length === 0 ? '' : ` and ${others.length} more`}`,
        sentence: oneLine(message, 200),
        vulnerability: false,
        example,
        checks: checks.length,
        anchor: anchorOf(example),
      },
    ];
  });
};

/** The causes that shut the gate: new, changed, fixed, each the largest first, then what could not be judged. */
export const openCauses = (report: Pick<Report, 'requirements' | 'causes'>): readonly OpenCause[] => [
  ...namedCauses(report).flatMap(({ cause, sentence, place, checks, anchor }): readonly OpenCause[] => {
    const [example] = checks;
    if (cause.novelty === 'known' || example === undefined) return [];
    const known = example.check.baselineReason;
    return [
      {
        kind: cause.novelty,
        place,
        sentence,
        ...(known !== undefined && known !== sentence && { known }),
        vulnerability: checks.some(isVulnerability),
        example,
        checks: cause.checks,
        anchor,
      },
    ];
  }),
  ...errors(report),
];
