import type { Feature } from '../contract/feature.ts';
import { variants, type Variant } from '../contract/variant.ts';
import type { TargetAddress } from './started-target.ts';

/**
 * The features that a target must have, because the harness set it up with them: they are assumed, not probed, and area
 * FEA decides whether they are present. `installed`: the target has settings of its own.
 */
export const requiredFeatures = (
  { storage, variant, manifestsSupplied }: Pick<TargetAddress, 'storage' | 'variant' | 'manifestsSupplied'>,
  installed: boolean,
): readonly Feature[] => {
  const { env, webhook }: Variant = variants[variant];
  return [
    ...(storage === 'kubernetes' && manifestsSupplied && webhook ? (['webhook'] as const) : []),
    // A target that validates addresses must not download from loopback.
    ...(!installed && env['PIPELINE_URL_VALIDATION_ENABLED'] !== 'true' ? (['loopback-package-url'] as const) : []),
  ];
};
