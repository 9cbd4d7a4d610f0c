import type { StorageMode } from './lane-name.ts';
import type { Feature } from './feature.ts';
import { profiles, type Profile } from './requirement.ts';

/** A feature that a target must have, in a storage mode that it offers, to conform to a profile. */
export interface RequiredFeature {
  readonly storage: StorageMode;
  readonly feature: Feature;
  /** The profile consists of it, so a target without it need not claim the profile. */
  readonly defining: boolean;
}

/** Every profile has the lanes in which pipelines are objects of the Kubernetes API, as FEA-01 requires it of `core`. */
const webhook: RequiredFeature = { storage: 'kubernetes', feature: 'webhook', defining: false };

const defining: Readonly<Partial<Record<Profile, Feature>>> = {
  'shared-namespace': 'shared-namespace',
  'shared-cluster': 'shared-cluster',
};

const ofProfile = (profile: Profile): readonly RequiredFeature[] => {
  const feature = defining[profile];
  return feature === undefined ? [webhook] : [{ storage: 'kubernetes', feature, defining: true }, webhook];
};

/** The features that each profile requires, the defining one first. */
export const profileFeatures = Object.fromEntries(profiles.map((profile) => [profile, ofProfile(profile)])) as Readonly<
  Record<Profile, readonly RequiredFeature[]>
>;
