import { storageModes, storageOf, type StorageMode } from '../contract/lane-name.ts';
import { profileFeatures } from '../contract/profile-features.ts';
import { profiles, type Profile, type Requirement } from '../contract/requirement.ts';
import { gateClosing, type NotApplicableReason, type Outcome } from '../contract/outcome.ts';
import type { PlacedCheck } from './check-list.ts';
import type { Report } from './schema.ts';

type Verdicts = Report['verdicts'];
type Verdict = Omit<Verdicts['conformance'][number], 'profile'>;

/** The gate: something was decided, and nothing is failed, blocked, in error or stale. `outcomes`: of every check. */
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

/** Why a check may not apply although the profile asks for it: then nobody knows whether the target conforms. */
const undecided: ReadonlySet<NotApplicableReason> = new Set<NotApplicableReason>([
  'lane',
  'manifests-not-supplied',
  'variant-not-offered',
  'listing-shared',
  'capability-not-offered',
  'disruption-not-allowed',
]);

const isUndecided = ({ check: { reason } }: PlacedCheck): boolean => reason !== undefined && undecided.has(reason);

/** What conformance is decided from. */
export interface ConformanceInput {
  readonly strict: boolean;
  /** The profiles of which every check was made: all, in an unfiltered run; none, in one that was interrupted. */
  readonly whole: readonly Profile[];
  /** Why a profile is not among them. */
  readonly partialBecause: string;
  /** The profiles that somebody says the target has. */
  readonly claimed: readonly Profile[];
  /** What probing found. */
  readonly features: Report['target']['features'];
}

/** A verdict, before it is said of which modes it is. */
type Judgement = Omit<Verdict, 'modes'>;

const verdict = (kind: Verdict['verdict'], ...reasons: readonly string[]): Judgement => ({
  verdict: kind,
  reasons: [...reasons],
  warnings: [],
});

/** The storage modes that a verdict is about: an installation offers one of them. */
const offeredModes = (own: readonly PlacedCheck[]): StorageMode[] =>
  storageModes.filter((mode) => {
    const inMode = own.filter(({ lane }) => storageOf[lane] === mode);
    return inMode.length === 0 || inMode.some(({ check }) => check.reason !== 'storage-mode-not-offered');
  });

/** A profile that requires a feature which the target lacks: a failure where the profile is claimed. */
const withoutFeature = (profile: Profile, { claimed, features }: ConformanceInput): Judgement | undefined => {
  const required = profileFeatures[profile];
  if (required === undefined) return undefined;
  const found = features[required.storage]?.[required.feature];
  if (found === true) return undefined;
  if (found === undefined)
    return verdict('not-decided', `nobody probed for the feature ${required.feature} in ${required.storage} mode`);
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
  // One that is not met is enough, whatever else could not be looked at.
  if (reasons.length > 0) return { verdict: 'not-conformant', reasons, warnings };
  const lanes = new Set(own.filter((placed) => isMandatory(placed) && isUndecided(placed)).map(({ lane }) => lane));
  if (lanes.size > 0) return verdict('not-decided', `mandatory checks could not be made in ${[...lanes].join(', ')}`);
  if (own.every(({ check }) => check.outcome === 'not-applicable'))
    return verdict('not-decided', 'none of its checks applies to this target');
  return { verdict: 'conformant', reasons, warnings };
};

/**
 * Conformance by profile: the target has what the profile requires, and every applicable mandatory check passed; a known
 * failure counts as failed. Decided only where every check of the profile was made.
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
