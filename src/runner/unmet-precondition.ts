import type { Feature } from '../contract/feature.ts';
import { notInForce } from '../contract/in-force.ts';
import type { Requirement } from '../contract/requirement.ts';
import type { CheckResult } from '../contract/result.ts';
import type { NotApplicableReason } from '../contract/outcome.ts';
import type { TargetAddress } from '../targets/started-target.ts';

/** The outcome of a check whose requirement is not in force, or that depends on features which its target is not known to have. */
export type UnmetPrecondition = Required<Pick<CheckResult, 'outcome' | 'message'>> & Pick<CheckResult, 'reason'>;

/** Definitions are served on the loopback address of this machine, so that one is a matter of where the target runs. */
const reasonOf = (absent: readonly Feature[]): NotApplicableReason =>
  absent.every((name) => name === 'loopback-package-url') ? 'needs-own-server' : 'feature-not-claimed';

const messageOf = (absent: readonly Feature[]): string =>
  reasonOf(absent) === 'needs-own-server'
    ? 'the target does not download definitions from the loopback address of this machine'
    : `the target has no ${absent.join(' and no ')}`;

/**
 * The outcome of what depends on these features: undefined where all are present, `not-applicable` where one is absent,
 * and otherwise `error`, because a feature that is undetermined says nothing about the target.
 */
export const unmetFeature = (
  needed: readonly Feature[],
  { features, undeterminedFeatures }: Pick<TargetAddress, 'features' | 'undeterminedFeatures'>,
): UnmetPrecondition | undefined => {
  const absent = [...new Set(needed.filter((name) => features[name] === false))];
  if (absent.length > 0) return { outcome: 'not-applicable', reason: reasonOf(absent), message: messageOf(absent) };
  const open = [...new Set(needed.filter((name) => features[name] === undefined))];
  if (open.length === 0) return undefined;
  const message = open
    .map((name) => `the probe of ${name} is undecided: ${undeterminedFeatures[name] ?? 'it was not made'}`)
    .join('; ');
  return { outcome: 'error', message };
};

/** The outcome of a check of a requirement that is not in force in this release, or whose feature the target is not known to have. */
export const unmetPrecondition = (
  requirement: Requirement | undefined,
  target: Pick<TargetAddress, 'features' | 'undeterminedFeatures'>,
  release = '',
): UnmetPrecondition | undefined => {
  const message = notInForce(requirement ?? {}, release);
  if (message !== undefined) return { outcome: 'not-applicable', reason: 'before-introduced', message };
  return requirement?.feature === undefined ? undefined : unmetFeature([requirement.feature], target);
};
