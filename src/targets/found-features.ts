import type { StorageMode } from '../contract/lane-name.ts';
import { features, type Feature, type Features } from '../contract/feature.ts';
import type { TargetAddress } from './started-target.ts';
import { variants } from '../contract/variant.ts';

/** Features that only a multi-user target can show. */
const sharing: ReadonlySet<Feature> = new Set<Feature>(['shared-namespace', 'shared-cluster']);

/** What the probes found in each storage mode, in whatever variant; what no target that ran could show is left out. */
export const foundFeatures = (
  addresses: readonly Pick<TargetAddress, 'storage' | 'variant' | 'features' | 'notProbed'>[],
): Partial<Record<StorageMode, Partial<Features>>> =>
  Object.fromEntries(
    [...Map.groupBy(addresses, ({ storage }) => storage)].map(([storage, own]) => [
      storage,
      Object.fromEntries(
        features.flatMap((feature) => {
          const tried = own.filter(
            ({ variant, notProbed }) =>
              notProbed !== true && (!sharing.has(feature) || variants[variant].tenancy === 'multi-user'),
          );
          return tried.length === 0 ? [] : [[feature, tried.some((address) => address.features[feature])]];
        }),
      ),
    ]),
  );
