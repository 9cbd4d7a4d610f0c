import { checksOf } from './check-list.ts';
import type { CheckEntry, Report } from './schema.ts';
import { failsIn, isMet } from './unmet.ts';

type Decided = Report['verdicts']['conformance'][number];

/** The mandatory requirements of a profile: MUST, and SHOULD in a strict run. */
export interface ClaimCounts {
  readonly profile: Decided['profile'];
  readonly requirements: number;
  /** The ids of those that hold in every lane that is not exempt. */
  readonly held: readonly string[];
  /** The ids of those that fail in any lane. */
  readonly failing: readonly string[];
  /** The number that no version of the suites decides yet. */
  readonly undecided: number;
  /** The number of all others: this run did not decide them everywhere, or they are exempt. */
  readonly open: number;
}

/** Reasons that exempt; the verdict has looked whether the facts bear them out. */
const exempting: ReadonlySet<string | undefined> = new Set([
  'storage-mode-not-offered',
  'before-introduced',
  'needs-own-server',
  'feature-not-claimed',
]);

const leavesOpen = ({ outcome, reason }: CheckEntry): boolean =>
  outcome === 'error' || (outcome === 'not-applicable' && !exempting.has(reason));

/** How many mandatory requirements of each judged profile hold, in the order of the verdicts. */
export const claimCounts = (report: Pick<Report, 'requirements' | 'options' | 'verdicts'>): readonly ClaimCounts[] => {
  const mandatory = checksOf(report).filter(
    ({ requirement: { level } }) => level === 'MUST' || (level === 'SHOULD' && report.options.strict),
  );
  const byProfile = Map.groupBy(mandatory, ({ check }) => check.profile);
  return report.verdicts.conformance.map(({ profile, mandatory: { requirements, undecided } }): ClaimCounts => {
    const decided = [...Map.groupBy(byProfile.get(profile) ?? [], ({ requirement }) => requirement.id)].map(
      ([id, placed]) => ({ id, checks: placed.map(({ check }) => check) }),
    );
    const failing = decided.filter(({ checks }) => checks.some(failsIn)).map(({ id }) => id);
    const held = decided
      .filter(({ checks }) => checks.some(isMet) && !checks.some((check) => failsIn(check) || leavesOpen(check)))
      .map(({ id }) => id);
    const open = Math.max(0, requirements - held.length - failing.length - undecided);
    return { profile, requirements, held, failing, undecided, open };
  });
};
