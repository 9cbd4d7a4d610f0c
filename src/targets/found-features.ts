import type { StorageMode } from '../contract/lane-name.ts';
import { features, type Feature, type Features } from '../contract/feature.ts';
import type { TargetAddress } from './started-target.ts';
import { variants } from '../contract/variant.ts';

/** Features that can be detected in multi-user mode only. */
const sharing: ReadonlySet<Feature> = new Set<Feature>(['shared-namespace', 'shared-cluster']);

/**
 * The features of the targets of a run, by storage mode over all variants: present in one of them, or absent in all.
 * Features that no target could show, or whose probe showed neither, are not in the record.
 */
export const foundFeatures = (
  addresses: readonly Pick<TargetAddress, 'storage' | 'variant' | 'features' | 'notProbed'>[],
): Partial<Record<StorageMode, Partial<Features>>> =>
  Object.fromEntries(
    [...Map.groupBy(addresses, ({ storage }) => storage)].map(([storage, own]) => [
      storage,
      Object.fromEntries(
        features.flatMap((feature): readonly (readonly [Feature, boolean])[] => {
          const states = own
            .filter(
              ({ variant, notProbed }) =>
                notProbed !== true && (!sharing.has(feature) || variants[variant].tenancy === 'multi-user'),
            )
            .map((address) => address.features[feature]);
          if (states.includes(true)) return [[feature, true]];
          return states.length === 0 || states.includes(undefined) ? [] : [[feature, false]];
        }),
      ),
    ]),
  );
