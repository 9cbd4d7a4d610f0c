import type { NotApplicableReason } from '../contract/outcome.ts';
import type { TargetHost } from '../targets/target-host.ts';
import type { TargetRequest } from './target-request.ts';

/** The environment does not offer the requested target: the scenario does not apply, which is not a failure. */
export class NotOfferedError extends Error {
  readonly reason: NotApplicableReason;
  constructor(reason: NotApplicableReason, message: string) {
    super(message);
    this.name = 'NotOfferedError';
    this.reason = reason;
  }
}

type Offer = Pick<
  TargetHost,
  'storageModes' | 'variants' | 'capabilities' | 'unavailable' | 'namespaceLimit' | 'mayDisrupt'
>;

/** The reason why a host offers no such target; undefined if it does. */
export const notOffered = (
  { storageModes, variants, capabilities: offered, unavailable = {}, namespaceLimit = Infinity, mayDisrupt }: Offer,
  { storage, variant, capabilities, namespaces, disruptive, scenario }: TargetRequest,
): NotOfferedError | undefined => {
  const because = (what: keyof typeof unavailable): string =>
    unavailable[what] === undefined ? '' : ` (${unavailable[what]})`;
  if (!storageModes.includes(storage))
    return new NotOfferedError('storage-mode-not-offered', `the target does not store pipelines in ${storage} mode`);
  if (!variants.includes(variant))
    return new NotOfferedError(
      'variant-not-offered',
      `the target does not run in the variant ${variant}${because(variant)}`,
    );
  const lacking = capabilities.filter((capability) => !offered.has(capability));
  if (lacking.includes('exclusive-listing'))
    return new NotOfferedError('listing-shared', 'other clients use the same target');
  if (lacking.length > 0)
    return new NotOfferedError(
      'capability-not-offered',
      `the environment has no ${lacking.map((capability) => `${capability}${because(capability)}`).join(' and no ')}`,
    );
  if (namespaces > namespaceLimit)
    return new NotOfferedError(
      'capability-not-offered',
      `it needs ${namespaces} namespaces at once; the environment provides ${namespaceLimit}${because('namespaces')}`,
    );
  if (disruptive && mayDisrupt?.(scenario) === false)
    return new NotOfferedError('disruption-not-allowed', `it disrupts the target; --allow ${scenario} permits it`);
  return undefined;
};
