import type { StorageMode } from './lane-name.ts';
import type { Feature } from './feature.ts';
import type { Profile } from './requirement.ts';

/** A feature that a target must have, in a storage mode, to conform to a profile. */
export interface RequiredFeature {
  readonly storage: StorageMode;
  readonly feature: Feature;
}

export const profileFeatures: Readonly<Partial<Record<Profile, RequiredFeature>>> = {
  'shared-namespace': { storage: 'kubernetes', feature: 'shared-namespace' },
  'shared-cluster': { storage: 'kubernetes', feature: 'shared-cluster' },
};
