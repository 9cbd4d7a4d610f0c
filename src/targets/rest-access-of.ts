import { type RestAccess } from '../clients/rest-access.ts';
import { userHeader, variants, type Variant } from '../contract/variant.ts';
import type { TargetAddress } from './started-target.ts';

/** The REST access of a target; for a target that the harness started, its variant defines the prefix of user names. */
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
