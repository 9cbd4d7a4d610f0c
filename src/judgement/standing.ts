import type { Feature } from '../contract/feature.ts';
import { optionalFeatures } from '../contract/feature.ts';
import { notInForce } from '../contract/in-force.ts';
import { storageOf } from '../contract/lane-name.ts';
import type { NotApplicableReason, Outcome } from '../contract/outcome.ts';
import { profileFeatures } from '../contract/profile-features.ts';
import type { Profile, Requirement } from '../contract/requirement.ts';
import type { Catalogue } from './declared-checks.ts';
import type { DeclaredCheck } from './expected-checks.ts';
import type { RunFacts } from './run-facts.ts';
import type { CheckEntry } from './schema.ts';

/** A reason why a requirement need not be decided for conformance. */
export type ExemptionReason = Extract<
  NotApplicableReason,
  'storage-mode-not-offered' | 'before-introduced' | 'needs-own-server' | 'feature-not-claimed'
>;

export interface Exemption {
  readonly reason: ExemptionReason;
  /** With `feature-not-claimed`: the feature that the target lacks. */
  readonly feature?: Feature;
}

/** Why nothing decided a check. */
export interface Gap {
  readonly kind: 'not-applicable' | 'error' | 'no-result' | 'not-judged' | 'not-declared';
  /** The reason or the error, in words; `''` if the kind says all. */
  readonly cause: string;
}

/** What a check contributes to conformance. */
export type Standing =
  | { readonly is: 'met' }
  | { readonly is: 'unmet' }
  | { readonly is: 'exempt'; readonly exemption: Exemption }
  | { readonly is: 'missing'; readonly gap: Gap };

const fixed: Readonly<Partial<Record<Outcome, Standing>>> = {
  passed: { is: 'met' },
  // The target passed; it is the baseline that is wrong.
  'stale-baseline': { is: 'met' },
  failed: { is: 'unmet' },
  'known-failure': { is: 'unmet' },
  blocked: { is: 'unmet' },
};

const exempt = (reason: ExemptionReason, feature?: Feature): Standing => ({
  is: 'exempt',
  exemption: { reason, ...(feature !== undefined && { feature }) },
});
const missing = (kind: Gap['kind'], cause = ''): Standing => ({ is: 'missing', gap: { kind, cause } });

/** A declared check in the profile for which it counts. */
export interface Place {
  readonly requirement: Pick<Requirement, 'since' | 'until'>;
  readonly declared: DeclaredCheck | undefined;
  readonly profile: Profile;
  readonly catalogue: Catalogue;
}

/** The optional feature that the target was found to lack, and without which the check does not apply. */
const lackedFeature = ({ declared, profile }: Place, { features }: RunFacts): Feature | undefined => {
  const required = new Set(profileFeatures[profile].map(({ feature }) => feature));
  const modes = [...new Set((declared?.observed ?? []).map((lane) => storageOf[lane]))];
  return declared?.features.find(
    (feature) =>
      optionalFeatures.has(feature) &&
      !required.has(feature) &&
      modes.some((mode) => features[mode]?.[feature] === false),
  );
};

/**
 * The reasons that exempt, if the facts of the run bear them out: a reason by itself exempts from nothing. Here,
 * `before-introduced` is only about comparisons with a lane in which none of the scenario's requirements is in force.
 */
const exemptions: Readonly<
  Partial<Record<NotApplicableReason, (place: Place, facts: RunFacts) => Standing | undefined>>
> = {
  'storage-mode-not-offered': ({ declared }, { storageModes: offered }) =>
    (declared?.observed ?? []).some((lane) => !offered.includes(storageOf[lane]))
      ? exempt('storage-mode-not-offered')
      : undefined,
  'before-introduced': ({ declared, catalogue }, { release }) => {
    const isOver = (id: string): boolean => notInForce(catalogue.get(id) ?? {}, release) !== undefined;
    return (declared?.compared ?? []).some((ids) => ids.length > 0 && ids.every(isOver))
      ? exempt('before-introduced')
      : undefined;
  },
  'needs-own-server': (_, { installation }) => (installation ? exempt('needs-own-server') : undefined),
  'feature-not-claimed': (place, facts) => {
    const feature = lackedFeature(place, facts);
    return feature === undefined ? undefined : exempt('feature-not-claimed', feature);
  },
};

/** The standing of a check of a run; `check` is absent if the run has no result of it. */
export const standingOf = (check: CheckEntry | undefined, place: Place, facts: RunFacts): Standing => {
  if (notInForce(place.requirement, facts.release) !== undefined) return exempt('before-introduced');
  if (check === undefined) return missing(place.declared === undefined ? 'not-declared' : 'no-result');
  const { outcome, reason, message } = check;
  const standing = fixed[outcome];
  if (standing !== undefined) return standing;
  if (outcome === 'error') return missing('error', message ?? '');
  // Only a MAY is recorded, and none is mandatory.
  if (outcome === 'recorded') return missing('not-judged');
  const exemption = reason === undefined ? undefined : exemptions[reason]?.(place, facts);
  return exemption ?? missing('not-applicable', message ?? reason ?? 'no reason was given');
};

const order: Readonly<Record<Standing['is'], number>> = { unmet: 0, met: 1, exempt: 2, missing: 3 };

/** The standing of one check in several runs: what any of them found unmet stays unmet, else the best that one found. */
export const joinedStanding = ([first, ...others]: readonly Standing[]): Standing =>
  others.reduce((best, other) => (order[other.is] < order[best.is] ? other : best), first ?? missing('no-result'));
