import { type RestAccess } from '../clients/rest-access.ts';
import { userHeader, variants, type Variant } from '../contract/variant.ts';
import type { TargetAddress } from './started-target.ts';

/** How REST of a target is reached: one that the harness started is told by its variant how users are named. */
export const restAccessOf = ({
  rest,
  origin,
  variant,
}: Pick<TargetAddress, 'rest' | 'origin' | 'variant'>): RestAccess => {
  const { env }: Variant = variants[variant];
  return (
    rest ?? {
      server: { origin },
      caller: {},
      userHeader,
      userPrefix: env['KUBEFLOW_USERID_PREFIX'] ?? '',
      secrets: {},
    }
  );
};
