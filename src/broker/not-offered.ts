import type { Capability } from '../contract/capability.ts';
import type { NotApplicableReason } from '../contract/outcome.ts';
import type { VariantName } from '../contract/variant.ts';
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
  'storageModes' | 'variants' | 'capabilities' | 'unavailable' | 'namespaceLimit' | 'mayDisrupt' | 'lease'
>;

/** Capabilities that no installation can give, whatever its user may do. */
const ownServerOnly: ReadonlySet<Capability> = new Set<Capability>([
  'object-store',
  'database-rows',
  'audit-log',
  'exclusive-listing',
]);

/**
 * The reason why a host has no such thing. Only a host with leases is an installation, and only that exempts from a
 * check, which the same build can then be asked on a server of the harness.
 */
const reasonFor = (
  { unavailable = {}, lease }: Offer,
  lacking: readonly (Capability | VariantName)[],
  own: boolean,
) => {
  if (lacking.some((what) => unavailable[what] !== undefined)) return 'permission-missing';
  return own && lease !== undefined ? 'needs-own-server' : 'capability-not-offered';
};

/** How to run with what an environment of the harness does not have. */
const wayOut: Readonly<Record<string, string>> = { cluster: '`--environment kind` has one' };

/** The reason why a host offers no such target; undefined if it does. */
export const notOffered = (
  host: Offer,
  { storage, variant, capabilities, namespaces, disruptive, scenario }: TargetRequest,
): NotOfferedError | undefined => {
  const {
    storageModes,
    variants,
    capabilities: offered,
    unavailable = {},
    namespaceLimit = Infinity,
    mayDisrupt,
  } = host;
  const because = (what: keyof typeof unavailable): string => {
    const why = unavailable[what] ?? wayOut[what];
    return why === undefined ? '' : ` (${why})`;
  };
  if (!storageModes.includes(storage))
    return new NotOfferedError('storage-mode-not-offered', `the target does not store pipelines in ${storage} mode`);
  if (!variants.includes(variant))
    return new NotOfferedError(
      reasonFor(host, [variant], true),
      `the target does not run in the variant ${variant}${because(variant)}`,
    );
  const lacking = capabilities.filter((capability) => !offered.has(capability));
  if (lacking.length > 0)
    return new NotOfferedError(
      reasonFor(
        host,
        lacking,
        lacking.some((capability) => ownServerOnly.has(capability)),
      ),
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
