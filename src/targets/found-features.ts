import type { StorageMode } from '../contract/lane-name.ts';
import { features, type Feature, type Features } from '../contract/feature.ts';
import type { TargetAddress } from './started-target.ts';
import { variants } from '../contract/variant.ts';

/** Features that can be detected in multi-user mode only. */
const sharing: ReadonlySet<Feature> = new Set<Feature>(['shared-namespace', 'shared-cluster']);

/** The features found by probes, by storage mode over all variants; features that no target could show are absent. */
export const foundFeatures = (
  addresses: readonly Pick<TargetAddress, 'storage' | 'variant' | 'features' | 'notProbed'>[],
): Partial<Record<StorageMode, Partial<Features>>> =>
  Object.fromEntries(
    [...Map.groupBy(addresses, ({ storage }) => storage)].map(([storage, own]) => [
      storage,
      Object.fromEntries(
        features.flatMap((feature) => {
          const probed = own.filter(
            ({ variant, notProbed }) =>
              notProbed !== true && (!sharing.has(feature) || variants[variant].tenancy === 'multi-user'),
          );
          return probed.length === 0 ? [] : [[feature, probed.some((address) => address.features[feature])]];
        }),
      ),
    ]),
  );
