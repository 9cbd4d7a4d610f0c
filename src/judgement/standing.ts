import type { Feature } from '../contract/feature.ts';
import { optionalFeatures } from '../contract/feature.ts';
import { notInForce } from '../contract/in-force.ts';
import { storageOf } from '../contract/lane-name.ts';
import type { NotApplicableReason } from '../contract/outcome.ts';
import { profileFeatures } from '../contract/profile-features.ts';
import type { Profile, Requirement } from '../contract/requirement.ts';
import type { Catalogue } from './declared-checks.ts';
import type { DeclaredCheck } from './expected-checks.ts';
import type { RunFacts } from './run-facts.ts';
import type { CheckEntry } from './schema.ts';
import { failsIn, isMet } from './unmet.ts';

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

/** The optional feature that the runs found lacking, and without which the check does not apply. */
const lackedFeature = ({ declared, profile }: Place, runs: readonly RunFacts[]): Feature | undefined => {
  const required = new Set(profileFeatures[profile].map(({ feature }) => feature));
  const modes = [...new Set((declared?.observed ?? []).map((lane) => storageOf[lane]))];
  const able = runs.filter(({ storageModes }) => modes.every((mode) => storageModes.includes(mode)));
  const lacks = ({ features }: RunFacts, feature: Feature): boolean =>
    modes.some((mode) => features[mode]?.[feature] === false);
  return declared?.features.find(
    (feature) =>
      optionalFeatures.has(feature) &&
      !required.has(feature) &&
      runs.some((run) => lacks(run, feature)) &&
      able.every((run) => lacks(run, feature)),
  );
};

type ExemptionRule = (place: Place, runs: readonly RunFacts[]) => Standing | undefined;

/**
 * The reasons that exempt, if the facts of all runs that are judged bear them out: a reason by itself exempts from
 * nothing, and where one run could decide a check, another's lack of the means exempts from nothing.
 */
const exemptions: Readonly<Record<ExemptionReason, ExemptionRule>> = {
  'storage-mode-not-offered': ({ declared }, runs) =>
    (declared?.observed ?? []).some((lane) => runs.every(({ storageModes }) => !storageModes.includes(storageOf[lane])))
      ? exempt('storage-mode-not-offered')
      : undefined,
  // Of a comparison: with a lane in which none of the scenario's requirements is in force.
  'before-introduced': ({ requirement, declared, catalogue }, runs) =>
    runs.every(({ release }) => {
      const isOver = (one: Place['requirement']): boolean => notInForce(one, release) !== undefined;
      return (
        isOver(requirement) ||
        (declared?.compared ?? []).some((ids) => ids.length > 0 && ids.every((id) => isOver(catalogue.get(id) ?? {})))
      );
    })
      ? exempt('before-introduced')
      : undefined,
  'needs-own-server': (_, runs) =>
    runs.every(({ installation }) => installation) ? exempt('needs-own-server') : undefined,
  'feature-not-claimed': (place, runs) => {
    const feature = lackedFeature(place, runs);
    return feature === undefined ? undefined : exempt('feature-not-claimed', feature);
  },
};

const isExempting = (reason: NotApplicableReason | undefined): reason is ExemptionReason =>
  reason !== undefined && reason in exemptions;

/** The standing of a check of a run; `check` is absent if the run has no result of it. */
export const standingOf = (check: CheckEntry | undefined, place: Place, facts: RunFacts): Standing => {
  if (notInForce(place.requirement, facts.release) !== undefined) return exempt('before-introduced');
  if (check === undefined) return missing(place.declared === undefined ? 'not-declared' : 'no-result');
  const { outcome, reason, message } = check;
  if (failsIn(check)) return { is: 'unmet' };
  if (isMet(check)) return { is: 'met' };
  if (outcome === 'error') return missing('error', message ?? '');
  // Only a MAY is recorded, and none is mandatory.
  if (outcome === 'recorded') return missing('not-judged');
  const exemption = isExempting(reason) ? exemptions[reason](place, [facts]) : undefined;
  return exemption ?? missing('not-applicable', message ?? reason ?? 'no reason was given');
};

/** The standing of a check in one of the runs that are judged, and the facts of that run. */
interface RunStanding {
  readonly standing: Standing;
  readonly facts: RunFacts;
}

/**
 * The standing of one check in several runs. What any of them found unmet stays unmet, and what one found met is met. Else
 * a run that could have decided it outranks those that could not: it is exempt only if it is so in every run, for a
 * reason that the facts of all runs bear out.
 */
export const joinedStanding = (runs: readonly RunStanding[], place: Place): Standing => {
  const first = (is: Standing['is']): Standing | undefined => runs.find(({ standing }) => standing.is === is)?.standing;
  const facts = runs.map((run) => run.facts);
  const exemption = (): Standing | undefined => {
    const all = runs.flatMap(({ standing }) => (standing.is === 'exempt' ? [standing.exemption.reason] : []));
    return all.map((reason) => exemptions[reason](place, facts)).find((one) => one !== undefined);
  };
  return (
    first('unmet') ??
    first('met') ??
    first('missing') ??
    exemption() ??
    missing('not-applicable', 'no joined run offers what it takes')
  );
};
