import type { InstalledApiServer } from '../connection/api-server.ts';
import type { InstalledWebhook } from './installed-definitions.ts';
import type { Inventory } from '../clean-up/inventory.ts';
import type { Preflight } from './preflight.ts';
import {
  checkedRights,
  consequenceOf,
  clusterRoleRights,
  namespaceRights,
  userRights,
  pipelineObjectRights,
  type Right,
} from './rights.ts';

/** A limitation of the installation or of the user's permissions, and its consequence for the run. */
export interface Limitation {
  readonly reason: string;
  readonly consequence: string;
}

const listed = (items: readonly string[]): string => (items.length === 0 ? 'none' : items.join(', '));

const deploymentLine = ({ deployment }: InstalledApiServer): string =>
  deployment === undefined
    ? 'no Deployment matches its selector'
    : `Deployment ${deployment.name}, ${deployment.ready} of ${deployment.replicas} replicas ready, ${listed(deployment.images)}`;

const webhookText = ({ name, kind, calls }: InstalledWebhook): string =>
  `${name} (${kind.replace('WebhookConfiguration', '').toLowerCase()}, ${listed(calls)})`;

/** The facts that the preflight found, one per line. */
export const foundLines = (found: Preflight): readonly string[] => {
  const { context, kubernetes, place, endpoint, definitions, apiServer, health, storage, pool } = found;
  return [
    `context ${context}: Kubernetes ${kubernetes}`,
    `custom resources of pipelines.kubeflow.org: ${listed(definitions.definitions.map(({ plural, versions }) => `${plural} (${listed(versions)})`))}`,
    `webhook configurations for them: ${definitions.webhooks === undefined ? 'not readable with the permissions of this user' : listed(definitions.webhooks.map(webhookText))}`,
    apiServer === undefined
      ? `API server at ${endpoint}; Service ${place.namespace}/${place.service} does not exist or is not readable`
      : `API server: Service ${place.namespace}/${place.service} (${listed(apiServer.ports.map(String))}), ${deploymentLine(apiServer)}`,
    `the API server answers at ${endpoint}: release ${health.release}, commit ${health.commit}, ${health.multiUser ? 'multi-user' : 'single-user'}`,
    `pipelines are stored in ${storage.mode === 'kubernetes' ? 'the Kubernetes API' : 'the database'} (${storage.source === 'probe' ? 'verified with a test pipeline' : 'reported by the API server'})`,
    ...(pool.length > 0 ? [`namespace pool: ${listed(pool)}`] : []),
  ];
};

/** Rights that matter only in a multi-user installation. */
const multiUserRights: ReadonlySet<Right> = new Set<Right>([
  ...namespaceRights,
  ...userRights,
  ...clusterRoleRights,
  'do everything in the cluster',
  'grant permissions on shared pipelines',
  'impersonate users',
  'impersonate groups',
]);

const isLimiting = (right: Right, { health, storage, pool, rights }: Preflight): boolean => {
  if (rights[right]) return false;
  if (namespaceRights.includes(right) && pool.length > 0) return false;
  if (multiUserRights.has(right)) return health.multiUser;
  // In a multi-user installation, users have their own permissions on pipelines.
  return !pipelineObjectRights.includes(right) || (storage.mode === 'kubernetes' && !health.multiUser);
};

const headerOf = (apiServer: InstalledApiServer | undefined): string | undefined =>
  apiServer?.deployment?.env['KUBEFLOW_USERID_HEADER'];

/** The checks that are skipped in this installation, and why. */
export const limitationsOf = (found: Preflight): readonly Limitation[] => {
  const { definitions, apiServer, health, storage, userHeader, pool } = found;
  const other = storage.mode === 'kubernetes' ? 'database' : 'kubernetes';
  const served = definitions.definitions.some(({ plural }) => plural === 'pipelineversions');
  const header = headerOf(apiServer);
  return [
    {
      reason: `the installation stores no pipelines in the ${other === 'database' ? 'database' : 'Kubernetes API'}`,
      consequence: `the ${other} lanes are skipped, and so are comparisons with them`,
    },
    {
      reason: `the installation is ${health.multiUser ? 'multi-user' : 'single-user'}`,
      consequence: health.multiUser
        ? 'scenarios run as users with their own namespaces; single-user checks are skipped'
        : 'multi-user checks are skipped',
    },
    {
      reason: 'the harness does not change the settings of an existing installation',
      consequence: 'scenarios that need other settings are skipped',
    },
    {
      reason: "the harness does not read the installation's database and object store, nor the cluster's audit log",
      consequence: 'checks that need them are skipped',
    },
    ...(health.multiUser
      ? []
      : [
          {
            reason: 'the listing of pipelines may contain pipelines of others',
            consequence: 'checks of whole listings are skipped',
          },
        ]),
    ...(storage.mode === 'kubernetes' && !served
      ? [
          {
            reason: 'the cluster does not serve pipelineversions.pipelines.kubeflow.org',
            consequence: 'the lane kubernetes/crd is skipped',
          },
        ]
      : []),
    ...(storage.mode === 'kubernetes' && definitions.webhooks?.length === 0
      ? [
          {
            reason: 'no webhook configuration covers pipelines.kubeflow.org',
            consequence: 'checks of webhooks fail or are skipped',
          },
        ]
      : []),
    ...(health.multiUser && header !== undefined && header.toLowerCase() !== userHeader.toLowerCase()
      ? [
          {
            reason: `the API server expects the user in the header ${header}, and the harness sends ${userHeader}`,
            consequence: `the API server will not recognise any user: pass --user-header ${header}`,
          },
        ]
      : []),
    ...(health.multiUser && pool.length === 1
      ? [
          {
            reason: 'the pool has one namespace',
            consequence: 'scenarios run one at a time, and those that need two namespaces are skipped',
          },
        ]
      : []),
    ...checkedRights
      .filter((right) => isLimiting(right, found))
      .map((right) => ({ reason: `the user of the context may not ${right}`, consequence: consequenceOf(right) })),
  ];
};

/** Warnings about namespaces of the pool with pipelines of others, after the leftovers of killed runs were removed. */
export const occupiedLines = (pool: readonly string[], { items }: Pick<Inventory, 'items'>): readonly string[] =>
  pool
    .map((name) => ({
      name,
      count: items.filter(({ kind, namespace }) => kind === 'Pipeline' && namespace === name).length,
    }))
    .filter(({ count }) => count > 0)
    .map(
      ({ name, count }) =>
        `warning: namespace ${name} contains ${count} pipelines of others; scenarios that check whole listings in it may fail`,
    );

/** The progress lines of a preflight. */
export const preflightLines = (found: Preflight): readonly string[] => [
  ...foundLines(found).map((line) => `found: ${line}`),
  ...limitationsOf(found).map(({ reason, consequence }) => `warning: ${reason}; ${consequence}`),
];
