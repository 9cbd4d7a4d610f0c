import type { StorageMode } from '../lanes/lane-name.ts';
import { features, type Features } from '../scenarios/feature.ts';
import type { TargetAddress } from './started-target.ts';

/** What the probes found in each storage mode, in whatever variant: some features can be seen in multi-user mode only. */
export const foundFeatures = (
  addresses: readonly Pick<TargetAddress, 'storage' | 'features'>[],
): Partial<Record<StorageMode, Features>> =>
  Object.fromEntries(
    [...Map.groupBy(addresses, ({ storage }) => storage)].map(([storage, own]) => [
      storage,
      Object.fromEntries(features.map((feature) => [feature, own.some((address) => address.features[feature])])),
    ]),
  );
