import { asTenant } from '../access/as-tenant.ts';
import { callerConnection, userHeaders } from '../clients/rest-access.ts';
import { restAccessOf } from '../targets/rest-access-of.ts';
import { kfpClient } from '../clients/kfp.ts';
import { kubernetesClient } from '../clients/kubernetes.ts';
import type { PackageServer } from '../lanes/package-server.ts';
import { probe, type Probed } from '../targets/probe.ts';
import { requiredFeatures } from '../targets/required-features.ts';
import type { TargetAddress } from '../targets/started-target.ts';
import type { TargetHost } from '../targets/target-host.ts';
import type { ProbeContext } from '../targets/probes/probe-context.ts';
import { secretRegistry } from '../text/secrets.ts';
import { variants } from '../contract/variant.ts';
import { patience } from '../waiting/slowness.ts';

/** The user as whom a multi-user target is probed. */
export const probeUser = 'kfp-conformance-prober';

/** What a run assumes about a target, without the secrets of its installation. */
const redacted = (probed: Probed, redact: (text: string) => string): Probed => ({
  ...probed,
  undeterminedFeatures: Object.fromEntries(
    Object.entries(probed.undeterminedFeatures).map(([feature, because]) => [feature, redact(because)]),
  ),
  ...(probed.undeterminedRate !== undefined && { undeterminedRate: redact(probed.undeterminedRate) }),
});

/**
 * Probes the features of a running target that are not required of it; in multi-user mode as a user with all
 * permissions.
 */
export const probeTarget = async (
  address: TargetAddress,
  packages: PackageServer,
  { probeAs, installed }: Pick<TargetHost, 'probeAs' | 'installed'>,
): Promise<Probed> => {
  const { sharedNamespace, storage, variant } = address;
  const { user, namespace, prefix } = probeAs ?? { user: probeUser, namespace: address.namespace, prefix: 'probe' };
  const rest = restAccessOf(address);
  const session = { record: () => {}, timeoutMs: patience(30_000) };
  const { tenancy } = variants[variant];
  const headers = userHeaders(rest, user);
  const decorateBelowInterceptors = asTenant({ namespace, headers });
  const secrets = secretRegistry();
  for (const [name, value] of Object.entries(rest.secrets)) secrets.add(value, name);
  const contextOf = (name: string): ProbeContext => ({
    tenancy,
    namespace,
    kfp:
      tenancy === 'multi-user'
        ? kfpClient(rest.server, { ...session, decorateBelowInterceptors })
        : kfpClient(callerConnection(rest), session),
    // A request without a namespace refers to the shared pipelines.
    shared: kfpClient({ ...rest.server, headers }, session),
    sharedNamespace,
    sharedNamespaceSet: installed !== true,
    kubernetes: storage === 'kubernetes' ? kubernetesClient(address.kubernetes, namespace, session) : undefined,
    packages,
    name: `${prefix}-${storage}-${variant}-${name}`,
  });
  return redacted(await probe(contextOf, requiredFeatures(address, installed === true)), secrets.redact);
};
