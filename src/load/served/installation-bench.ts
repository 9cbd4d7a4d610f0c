import { collectionPath } from '../../clients/kubernetes.ts';
import { kfpClient } from '../../clients/kfp.ts';
import { resolveComponent } from '../../components/set-up.ts';
import type { StorageMode } from '../../contract/lane-name.ts';
import { openExisting, type RunningExistingEnvironment } from '../../environments/existing/existing.ts';
import { ownPrefixOf } from '../../environments/existing/clean-up/own-prefix.ts';
import {
  missingPermissions,
  offersPipelineObjects,
  offersUsers,
} from '../../environments/existing/preflight/offers.ts';
import { pipelineNamespaces } from '../../environments/existing/preflight/pipeline-namespaces.ts';
import { foundLines } from '../../environments/existing/preflight/preflight-lines.ts';
import type { Preflight } from '../../environments/existing/preflight/preflight.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { installationHost } from '../../targets/installed/installation-host.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import type { Bench } from '../bench.ts';
import { namespaceOf } from '../data/namespaces.ts';
import { k6In } from '../k6/run-k6.ts';
import type { LoadedInstallation } from '../load-environment.ts';
import type { Plan } from '../plan.ts';
import { restConnection } from '../rest-connection.ts';
import { watchedCollection } from '../watch/collection.ts';
import { ownPipelines, ownResources } from './own-objects.ts';
import { scriptIdentity } from './script-identity.ts';
import { trustVariables } from './script-trust.ts';
import { supervisedPrograms } from './supervised-programs.ts';

export interface InstallationBenchOptions extends Waiting {
  readonly plan: Plan;
  readonly seed: number;
  readonly installation: LoadedInstallation;
  /** `load-20261123T080000Z-7` */
  readonly runId: string;
  /** Called with the storage mode of the installation before anything is filled. */
  readonly beforeFilling: (storage: StorageMode) => void;
}

/** A bench in an installation. Disposing of it removes all objects of the run, and fails if some are left. */
export interface InstallationBench extends Bench {
  /** The plan with the tenancy of the installation. */
  readonly plan: Plan;
}

const timeoutMs = 60_000;

/** Throws an EnvironmentError if the plan cannot be run in this installation. */
const requireUsable = (found: Preflight, plan: Plan): void => {
  const { storage, health, definitions } = found;
  if (plan.tenancy === 'multi-user' && !health.multiUser)
    throw new EnvironmentError(
      `plan ${plan.name} has the tenancy multi-user, and the installation is single-user: leave out tenancy and namespaces`,
    );
  if (health.multiUser && !offersUsers(found))
    throw new EnvironmentError(
      `a multi-user installation is filled by a user of the run in namespaces of the run, and ${missingPermissions(found)['multi-user'] ?? 'the user of the context may not create these'}`,
    );
  if (storage.mode === 'database') return;
  if (!offersPipelineObjects(found))
    throw new EnvironmentError(
      `an installation that stores pipelines in the Kubernetes API is filled there: ${missingPermissions(found)['pipeline-objects'] ?? 'the user of the context may not write pipelines'}`,
    );
  if (!definitions.definitions.some(({ plural }) => plural === 'pipelineversions'))
    throw new EnvironmentError('the cluster does not serve pipelineversions.pipelines.kubeflow.org');
};

/** Those of the run itself in a multi-user installation; a single-user one has one namespace. */
const namespacesFor = async (
  { installation }: RunningExistingEnvironment,
  prefix: string,
  count: number,
): Promise<readonly [string, ...string[]]> => {
  const { found, createNamespace } = installation;
  if (!found.health.multiUser) return [pipelineNamespaces(found).system];
  const nameAt = (index: number): string => namespaceOf(`ns-${prefix}-load`, count, index);
  const rest = Array.from({ length: count - 1 }, (_, index) => nameAt(index + 1));
  for (const name of [nameAt(0), ...rest]) await createNamespace(name);
  return [nameAt(0), ...rest];
};

const webhooksIn = ({ definitions: { webhooks } }: Preflight): 'found' | 'none' | 'unknown' => {
  if (webhooks === undefined) return 'unknown';
  return webhooks.length > 0 ? 'found' : 'none';
};

const labels: readonly string[] = [
  'no snapshots: every write finds the store as the ones before it left it',
  'the settings and the load of the servers are not known',
  'the servers are not sampled: whether a client of theirs is the bottleneck (client-limited) cannot be told',
];

const relayLabel =
  'requests by REST go through a port-forward of the harness, whose one thread is in their latencies and rates: --endpoint avoids it';

/** Fills nothing yet. Throws an EnvironmentError or a UsageError after it has cleaned up. */
export const openInstallationBench = async ({
  plan: given,
  seed,
  installation: { allowedHosts: _allowed, ...where },
  runId,
  beforeFilling,
  progress,
  signal,
}: InstallationBenchOptions): Promise<InstallationBench> => {
  const waiting = { progress, signal };
  // Names are functions of the seed; two runs of one seed at a time are refused.
  const prefix = ownPrefixOf(`load ${seed}`);
  await using stack = new AsyncDisposableStack();
  const environment = stack.use(
    await openExisting({ ...where, runId, prefixes: [prefix], findings: foundLines }, progress, signal),
  );
  const { installation, stateDirectory } = environment;
  const { found, cluster, rest } = installation;
  requireUsable(found, given);
  const { mode: storage } = found.storage;
  const { multiUser } = found.health;
  const plan: Plan = { ...given, tenancy: multiUser ? 'multi-user' : 'single-user' };
  beforeFilling(storage);
  signal.throwIfAborted();
  const namespaces = await namespacesFor(environment, prefix, plan.namespaces);
  const identity = await scriptIdentity(installation, { prefix, namespaces, directory: stateDirectory }, waiting);
  const host = installationHost(installation, [], waiting);
  const instance = stack.use(
    await host.start({ id: 'load', storage, variant: multiUser ? 'multi-user' : 'default' }, () => {}),
  );
  const programs = stack.use(await supervisedPrograms(stateDirectory));
  const { path: program } = await resolveComponent('k6');
  const k6 = k6In(programs, program);
  const { restHeaders, restTokenFile } = identity;
  const named = { restHeaders, ...(restTokenFile !== undefined && { restTokenFile }) };
  const kfp = kfpClient(restConnection({ instance, ...named }), { record: () => {}, timeoutMs, signal });
  const [first, ...others] = namespaces;
  // In database mode no request goes to the Kubernetes API.
  const servers = storage === 'database' ? [rest.server] : [cluster.connection, rest.server];
  const trust = await trustVariables(servers, stateDirectory);
  const owned = stack.move();
  return {
    plan,
    stateDirectory,
    prefix,
    storage,
    tenancy: plan.tenancy,
    cluster,
    instance,
    k6: {
      run: async (run, during) => {
        await identity.renew();
        return k6.run(run, during);
      },
    },
    identity: identity.text,
    ...named,
    variables: {
      KFP_URL: rest.server.origin,
      KUBE_API: cluster.connection.origin,
      NAMESPACE: plan.namespaces === 1 ? first : `ns-${prefix}-load`,
      NAMESPACES: String(plan.namespaces),
      PREFIX: prefix,
      // Lists of a single-user installation show pipelines of others, and load.json is meant to be published.
      SHOW_ANSWERS: '0',
      ...identity.variables,
      ...trust,
    },
    namespaces,
    store:
      storage === 'kubernetes'
        ? ownResources(cluster, namespaces, prefix)
        : ownPipelines(
            multiUser ? [{ kfp, namespace: first }, ...others.map((namespace) => ({ kfp, namespace }))] : [{ kfp }],
            prefix,
          ),
    // The user of the context may have rights in one namespace only.
    watched: others.length === 0 ? collectionPath(first, 'pipelines') : watchedCollection,
    processes: programs.running,
    showsServers: false,
    relaysRest: where.endpoint === undefined,
    scrapers: () => Promise.resolve([]),
    describe: () =>
      Promise.resolve({
        name: 'existing',
        versions: environment.versions,
        durability: 'unknown',
        webhooks: webhooksIn(found),
        identity: identity.text,
        settings: { REST: where.endpoint === undefined ? 'through a port-forward of the harness' : 'at its endpoint' },
        labels: [...labels, ...(where.endpoint === undefined ? [relayLabel] : [])],
      }),
    broken: environment.broken,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
