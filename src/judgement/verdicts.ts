import { storageModes, storageOf, type StorageMode } from '../contract/lane-name.ts';
import { profileFeatures } from '../contract/profile-features.ts';
import { profiles, type Profile, type Requirement } from '../contract/requirement.ts';
import { gateClosing, type NotApplicableReason, type Outcome } from '../contract/outcome.ts';
import type { PlacedCheck } from './check-list.ts';
import type { Report } from './schema.ts';

type Verdicts = Report['verdicts'];
type Verdict = Omit<Verdicts['conformance'][number], 'profile'>;

/**
 * The gate passes if at least one check was decided and none is failed, blocked, in error or stale. `outcomes`: of all
 * checks.
 */
export const gateVerdict = (
  outcomes: readonly Outcome[],
  broken: readonly string[],
  complete: boolean,
): Verdicts['gate'] => {
  const reasons = [...gateClosing].flatMap((closing) => {
    const count = outcomes.filter((outcome) => outcome === closing).length;
    return count === 0 ? [] : [`${count} ${closing}`];
  });
  if (outcomes.every((outcome) => outcome === 'not-applicable')) reasons.push('no check was decided');
  if (!complete) reasons.push('the run was interrupted');
  reasons.push(...broken);
  return { passed: reasons.length === 0, reasons };
};

const mandatory = (level: Requirement['level'], strict: boolean): boolean =>
  level === 'MUST' || (strict && level === 'SHOULD');
const unmet = new Set(['failed', 'known-failure', 'blocked', 'error']);

/** Reasons for not applying that leave conformance open, because the profile includes the check. */
const undecided: ReadonlySet<NotApplicableReason> = new Set<NotApplicableReason>([
  'lane',
  'manifests-not-supplied',
  'variant-not-offered',
  'listing-shared',
  'capability-not-offered',
  'disruption-not-allowed',
]);

const isUndecided = ({ check: { reason } }: PlacedCheck): boolean => reason !== undefined && undecided.has(reason);

/** The inputs of the conformance decision. */
export interface ConformanceInput {
  readonly strict: boolean;
  /** The profiles of which every check was run: all in an unfiltered run, none in an interrupted one. */
  readonly whole: readonly Profile[];
  /** The reason why a profile is not among them. */
  readonly partialBecause: string;
  /** The profiles that the operator claims for the target. */
  readonly claimed: readonly Profile[];
  /** The features found by probing. */
  readonly features: Report['target']['features'];
}

/** A verdict without its storage modes. */
type Judgement = Omit<Verdict, 'modes'>;

const verdict = (kind: Verdict['verdict'], ...reasons: readonly string[]): Judgement => ({
  verdict: kind,
  reasons: [...reasons],
  warnings: [],
});

/** The storage modes that a verdict covers: an installation offers one of them. */
const offeredModes = (own: readonly PlacedCheck[]): StorageMode[] =>
  storageModes.filter((mode) => {
    const inMode = own.filter(({ lane }) => storageOf[lane] === mode);
    return inMode.length === 0 || inMode.some(({ check }) => check.reason !== 'storage-mode-not-offered');
  });

/** The verdict for a profile whose required feature the target lacks: not conformant if the profile is claimed. */
const withoutFeature = (profile: Profile, { claimed, features }: ConformanceInput): Judgement | undefined => {
  const required = profileFeatures[profile];
  if (required === undefined) return undefined;
  const found = features[required.storage]?.[required.feature];
  if (found === true) return undefined;
  if (found === undefined)
    return verdict('not-decided', `the feature ${required.feature} was not probed in ${required.storage} mode`);
  return verdict(
    claimed.includes(profile) ? 'not-conformant' : 'not-claimed',
    `the target lacks the feature ${required.feature}, which the profile requires`,
  );
};

const judged = (own: readonly PlacedCheck[], strict: boolean): Judgement => {
  const isMandatory = ({ requirement }: PlacedCheck): boolean => mandatory(requirement.level, strict);
  const notMet = own.filter(({ check }) => unmet.has(check.outcome));
  const named = (placed: readonly PlacedCheck[]) => [
    ...new Set(placed.map(({ requirement, lane }) => `${requirement.id} in ${lane}`)),
  ];
  const reasons = named(notMet.filter(isMandatory));
  const warnings = named(notMet.filter((placed) => !isMandatory(placed)));
  // One failed mandatory requirement is enough, even if other checks could not be made.
  if (reasons.length > 0) return { verdict: 'not-conformant', reasons, warnings };
  const lanes = new Set(own.filter((placed) => isMandatory(placed) && isUndecided(placed)).map(({ lane }) => lane));
  if (lanes.size > 0) return verdict('not-decided', `mandatory checks could not be made in ${[...lanes].join(', ')}`);
  if (own.every(({ check }) => check.outcome === 'not-applicable'))
    return verdict('not-decided', 'none of its checks applies to this target');
  return { verdict: 'conformant', reasons, warnings };
};

/**
 * Conformance by profile: the target has the required features, and every applicable mandatory check passed; a known
 * failure counts as failed. Decided only if every check of the profile was run.
 */
export const conformanceVerdicts = (
  checks: readonly PlacedCheck[],
  input: ConformanceInput,
): Verdicts['conformance'] => {
  const byProfile = Map.groupBy(checks, ({ check }) => check.profile);
  return profiles.flatMap((profile) => {
    const own = byProfile.get(profile);
    if (own === undefined) return [];
    const found = input.whole.includes(profile)
      ? (withoutFeature(profile, input) ?? judged(own, input.strict))
      : verdict('not-decided', input.partialBecause);
    return [{ profile, ...found, modes: offeredModes(own) }];
  });
};
