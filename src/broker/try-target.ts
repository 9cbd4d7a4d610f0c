import { asTenant } from '../access/as-tenant.ts';
import { kfpClient } from '../clients/kfp.ts';
import { kubernetesClient } from '../clients/kubernetes.ts';
import type { PackageServer } from '../scenarios/package-server.ts';
import { probeTarget, type Probed } from '../targets/probe.ts';
import type { TargetAddress } from '../targets/started-target.ts';
import { identityHeader, variants } from '../targets/variant.ts';

/** Who tries what a multi-user target can do. */
export const prober = 'kfp-conformance-prober';

/** Tries what a running target can do, in multi-user mode as a user who may do everything. */
export const tryTarget = (address: TargetAddress, packages: PackageServer): Promise<Probed> => {
  const { origin, namespace, sharedNamespace, storage, variant } = address;
  const session = { record: () => {}, timeoutMs: 30_000 };
  const { tenancy } = variants[variant];
  const headers = identityHeader(variant, prober);
  const asSent = asTenant({ namespace, headers });
  return probeTarget((name) => ({
    tenancy,
    kfp: kfpClient({ origin }, tenancy === 'multi-user' ? { ...session, asSent } : session),
    // Whoever names no namespace means the shared pipelines.
    shared: kfpClient({ origin, headers }, session),
    sharedNamespace,
    kubernetes: storage === 'kubernetes' ? kubernetesClient(address.kubernetes, namespace, session) : undefined,
    packages,
    name: `probe-${name}`,
  }));
};
