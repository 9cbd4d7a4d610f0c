import { profileFeatures, type RequiredFeature } from '../contract/profile-features.ts';
import { storageModes, storageOf } from '../contract/lane-name.ts';
import type { Level, Profile } from '../contract/requirement.ts';
import { gapSentence } from './gap-sentence.ts';
import { profilePairs, type Demand, type JudgedRun, type ProfilePair } from './profile-pairs.ts';
import type { Report } from './schema.ts';
import type { Exemption, Gap } from './standing.ts';

export type Verdict = Report['verdicts']['conformance'][number];

export interface VerdictOptions {
  readonly strict: boolean;
  /** The profiles that the operator claims for the target. */
  readonly claimed: readonly Profile[];
  /** Why the runs cannot show that the target conforms to the profile; undefined if they can. */
  readonly openBecause: string | undefined;
}

const isMandatory = (level: Level, strict: boolean): boolean => level === 'MUST' || (strict && level === 'SHOULD');

/** Groups equal items, the most frequent first. */
const grouped = <Item>(items: readonly Item[]): readonly { readonly item: Item; readonly count: number }[] =>
  [...Map.groupBy(items, (item) => JSON.stringify(item)).values()]
    .flatMap((own) => (own[0] === undefined ? [] : [{ item: own[0], count: own.length }]))
    .toSorted((a, b) => b.count - a.count);

/** The gaps of mandatory pairs; the message of an error stays with its check, since it may be confidential. */
const gapsOf = (pairs: readonly ProfilePair[]): Verdict['missing'] =>
  grouped(
    pairs.flatMap(({ gaps }) => gaps.map(({ kind, cause }): Gap => ({ kind, cause: kind === 'error' ? '' : cause }))),
  ).map(({ item, count }) => ({ ...item, checks: count }));

/** Each exempt pair counts once; the order of its checks decides between several exemptions. */
const exemptionsOf = (pairs: readonly ProfilePair[]): Verdict['exemptions'] =>
  grouped(pairs.flatMap(({ exemptions }): readonly Exemption[] => exemptions.slice(0, 1))).map(({ item, count }) => ({
    ...item,
    pairs: count,
  }));

const mandatoryCounts = (
  profile: Profile,
  { catalogue }: Demand,
  pairs: readonly ProfilePair[],
  strict: boolean,
): Verdict['mandatory'] => {
  const undecided = [...catalogue.values()].filter(
    (one) => one.profile === profile && one.excluded !== undefined && isMandatory(one.level, strict),
  ).length;
  const count = (is: ProfilePair['is']): number => pairs.filter((pair) => pair.is === is).length;
  return {
    requirements: new Set(pairs.map(({ requirement }) => requirement)).size + undecided,
    undecided,
    met: count('met'),
    unmet: count('unmet'),
    exempt: count('exempt'),
    missing: count('missing'),
  };
};

type Found = 'lacking' | 'unknown' | 'present';

/** A feature is found if any run found it; one that does not define the profile must not be lacking in any. */
const foundIn = ({ storage, feature, defining }: RequiredFeature, runs: readonly JudgedRun[]): Found => {
  const offering = runs.filter(({ facts }) => facts.storageModes.includes(storage));
  // A mode in which the target stores nothing needs no feature, unless the profile consists of that feature.
  if (offering.length === 0 && !defining) return 'present';
  const found = offering.map(({ facts }) => facts.features[storage]?.[feature]);
  if (!defining && found.includes(false)) return 'lacking';
  if (found.includes(true)) return 'present';
  return found.includes(false) ? 'lacking' : 'unknown';
};

const names = (pairs: readonly ProfilePair[]): readonly string[] =>
  pairs.map(({ requirement, lane }) => `${requirement} in ${lane}`);

/**
 * The verdict about a profile. Not conformant if any mandatory pair is unmet, claimed or not, or a required feature is
 * lacking, whatever else is known; conformant only if every mandatory pair is met or exempt, and at least one is met.
 */
export const profileVerdict = (
  profile: Profile,
  demand: Demand,
  runs: readonly JudgedRun[],
  { strict, claimed, openBecause }: VerdictOptions,
): Verdict => {
  const all = profilePairs(profile, demand, runs);
  const pairs = all.filter(({ level }) => isMandatory(level, strict));
  const others = all.filter(({ level }) => !isMandatory(level, strict));
  const unmet = pairs.filter(({ is }) => is === 'unmet');
  const decided = pairs.filter(({ is }) => is === 'met' || is === 'unmet');
  const missing = gapsOf(pairs);
  const common = {
    profile,
    unmet: unmet.map(({ requirement, lane }) => ({ requirement, lane })),
    warnings: [...names(others.filter(({ is, gaps }) => is === 'unmet' || gaps.some(({ kind }) => kind === 'error')))],
    modes: storageModes.filter((mode) => decided.some(({ lane }) => storageOf[lane] === mode)),
    mandatory: mandatoryCounts(profile, demand, pairs, strict),
    exemptions: exemptionsOf(pairs),
    missing,
  };
  const required = profileFeatures[profile].map((one) => ({ ...one, found: foundIn(one, runs) }));
  const lacking = required.filter(({ found }) => found === 'lacking');
  const lacks = lacking.map(({ feature }) => `the target lacks the feature ${feature}, which the profile requires`);
  const isClaimed = claimed.includes(profile) || !lacking.some(({ defining }) => defining);
  // A check that asks for a feature does not apply without it, so an unmet one is about more than the feature.
  if (unmet.length === 0 && !isClaimed) return { ...common, verdict: 'not-claimed', reasons: lacks };
  if (unmet.length > 0 || lacking.length > 0)
    return { ...common, verdict: 'not-conformant', reasons: [...lacks, ...names(unmet)] };
  const open = [
    ...(openBecause === undefined ? [] : [openBecause]),
    ...required
      .filter(({ found }) => found === 'unknown')
      .map(({ feature, storage }) => `the feature ${feature} was not probed in ${storage} mode`),
    ...missing
      // In a filtered run the filter is the reason.
      .filter(({ kind }) => kind !== 'no-result' || openBecause === undefined)
      .map(gapSentence),
    ...(pairs.some(({ is }) => is === 'met') ? [] : ['no mandatory requirement was found to be met']),
  ];
  return open.length > 0
    ? { ...common, verdict: 'not-decided', reasons: open }
    : { ...common, verdict: 'conformant', reasons: [] };
};
