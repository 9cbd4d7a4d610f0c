import type { StorageMode } from './lane-name.ts';
import type { Feature } from './feature.ts';
import type { Profile } from './requirement.ts';

/** What a target must have, in a storage mode, for a profile to be claimed of it. */
export interface RequiredFeature {
  readonly storage: StorageMode;
  readonly feature: Feature;
}

export const profileFeatures: Readonly<Partial<Record<Profile, RequiredFeature>>> = {
  'shared-namespace': { storage: 'kubernetes', feature: 'shared-namespace' },
  'shared-cluster': { storage: 'kubernetes', feature: 'shared-cluster' },
};
