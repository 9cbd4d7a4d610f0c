import semver from 'semver';
import type { Requirement } from './requirement.ts';

/** The version of a release such as `2.17.0`, `v2.17` or `2.18.0-rc.1`; undefined for any other text. */
const versionOf = (release: string): semver.SemVer | undefined =>
  semver.parse(/^v?\d+\.\d+$/.test(release) ? `${release}.0` : release, { loose: true }) ?? undefined;

/**
 * Why a requirement is not in force in a release of KFP; undefined if it is. A release that is unknown counts as the
 * newest, for which every requirement is in force. A pre-release has what its release introduces, and still what its
 * release removes.
 */
export const notInForce = (
  { since, until }: Pick<Requirement, 'since' | 'until'>,
  release: string,
): string | undefined => {
  const version = versionOf(release);
  if (version === undefined) return undefined;
  if (since !== undefined && version.compareMain(since) < 0)
    return `required since release ${since}; the target is release ${release}`;
  if (until !== undefined && version.compare(until) >= 0)
    return `not required from release ${until} on; the target is release ${release}`;
  return undefined;
};
