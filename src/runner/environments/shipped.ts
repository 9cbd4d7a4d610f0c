import { openExisting } from '../../environments/existing/existing.ts';
import { UsageError } from '../../failures/usage-error.ts';
import { installationHost } from '../../targets/installed/installation-host.ts';
import { deployShipped, shippedDistribution } from '../../targets/pods/shipped-distribution.ts';
import type { OpenEnvironment } from '../environment-choice.ts';
import { startKind } from './kind.ts';
import { untilBroken } from './until-broken.ts';

/** Deploys a distribution as shipped and tests it like an existing installation, in a cluster that may be disrupted. */
export const openShipped: OpenEnvironment<'kind'> = async (choice, waiting, stack) => {
  const { manifests, run } = choice;
  if (manifests === undefined)
    throw new UsageError('--target manifests: name the distribution to deploy with --manifests DIR');
  const distribution = await shippedDistribution(manifests, waiting);
  const cluster = stack.use(await startKind(choice, waiting));
  const meanwhile = untilBroken(waiting, cluster);
  await deployShipped(distribution, cluster, meanwhile);
  const { kubeconfigPath } = cluster.kubernetes;
  const options = { ...run, kubeconfig: kubeconfigPath, installationNamespace: distribution.namespace };
  const existing = stack.use(await openExisting(options, meanwhile.progress, meanwhile.signal));
  return {
    environment: {
      ...existing,
      name: 'kind',
      hostAddress: cluster.hostAddress,
      auditEvents: cluster.auditEvents,
      versions: cluster.versions,
      broken: cluster.broken,
      copyLogs: cluster.copyLogs,
    },
    target: { kind: 'installation', executable: manifests, manifestsDirectory: manifests },
    host: installationHost(existing.installation, 'all', meanwhile, ['audit-log']),
  };
};
