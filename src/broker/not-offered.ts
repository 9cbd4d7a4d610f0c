import type { NotApplicableReason } from '../scenarios/outcome.ts';
import type { TargetHost } from '../targets/target-host.ts';
import type { TargetWish } from './target-wish.ts';

/** What was wished for is not to be had here, which is nobody's failure. */
export class NotOfferedError extends Error {
  readonly reason: NotApplicableReason;
  constructor(reason: NotApplicableReason, message: string) {
    super(message);
    this.name = 'NotOfferedError';
    this.reason = reason;
  }
}

type Offer = Pick<TargetHost, 'storageModes' | 'variants' | 'facilities' | 'mayDisturb'>;

/** Why a host has no such target; undefined where it has. */
export const notOffered = (
  { storageModes, variants, facilities, mayDisturb }: Offer,
  { storage, variant, needs, disturbed, scenario }: TargetWish,
): NotOfferedError | undefined => {
  if (!storageModes.includes(storage))
    return new NotOfferedError('storage-mode-not-offered', `the target keeps its pipelines in no ${storage}`);
  if (!variants.includes(variant))
    return new NotOfferedError('variant-not-offered', `the target does not run in the variant ${variant}`);
  const lacking = needs.filter((need) => !facilities.has(need));
  if (lacking.includes('exclusive-listing'))
    return new NotOfferedError('listing-shared', 'the target serves others as well');
  if (lacking.length > 0)
    return new NotOfferedError('facility-not-offered', `the environment has no ${lacking.join(' and no ')}`);
  if (disturbed && mayDisturb?.(scenario) === false)
    return new NotOfferedError('disturbance-not-allowed', `it disturbs the target: --allow ${scenario} lets it`);
  return undefined;
};
