import type { InstalledApiServer } from '../connection/api-server.ts';
import type { InstalledWebhook } from './installed-definitions.ts';
import type { Inventory } from '../clean-up/inventory.ts';
import type { Preflight } from './preflight.ts';
import {
  allAsked,
  consequenceOf,
  ofClusterRoles,
  ofOwnNamespaces,
  ofPeople,
  ofPipelineObjects,
  type Right,
} from './rights.ts';

/** What is missing, and what will therefore not apply. */
export interface Lack {
  readonly missing: string;
  readonly consequence: string;
}

const listed = (items: readonly string[]): string => (items.length === 0 ? 'none' : items.join(', '));

const deploymentLine = ({ deployment }: InstalledApiServer): string =>
  deployment === undefined
    ? 'no Deployment has its pods'
    : `Deployment ${deployment.name}, ${deployment.ready} of ${deployment.replicas} replicas ready, ${listed(deployment.images)}`;

const webhookText = ({ name, kind, calls }: InstalledWebhook): string =>
  `${name} (${kind.replace('WebhookConfiguration', '').toLowerCase()}, ${listed(calls)})`;

/** What was found, a line for each thing. */
export const foundLines = (found: Preflight): readonly string[] => {
  const { context, kubernetes, place, endpoint, definitions, apiServer, health, storage, pool } = found;
  return [
    `context ${context}: Kubernetes ${kubernetes}`,
    `kinds of pipelines.kubeflow.org: ${listed(definitions.definitions.map(({ plural, versions }) => `${plural} (${listed(versions)})`))}`,
    `webhook configurations for them: ${definitions.webhooks === undefined ? 'not to be seen' : listed(definitions.webhooks.map(webhookText))}`,
    apiServer === undefined
      ? `API server at ${endpoint}; no Service ${place.namespace}/${place.service} is to be seen`
      : `API server: Service ${place.namespace}/${place.service} (${listed(apiServer.ports.map(String))}), ${deploymentLine(apiServer)}`,
    `it answers at ${endpoint}: release ${health.release}, commit ${health.commit}, ${health.multiUser ? 'multi-user' : 'single-user'}`,
    `it keeps pipelines in ${storage.mode === 'kubernetes' ? 'the Kubernetes API' : 'its database'} (${storage.by === 'tried' ? 'tried with a pipeline' : 'as it says itself'})`,
    ...(pool.length > 0 ? [`namespaces to be lent to scenarios: ${listed(pool)}`] : []),
  ];
};

/** Rights that matter where the installation serves many users only. */
const manyUsers: ReadonlySet<Right> = new Set<Right>([
  ...ofOwnNamespaces,
  ...ofPeople,
  ...ofClusterRoles,
  'do everything in the cluster',
  'give rights about shared pipelines',
  'impersonate users',
  'impersonate groups',
]);

const isWanted = (right: Right, { health, storage, pool, rights }: Preflight): boolean => {
  if (rights[right]) return false;
  if (ofOwnNamespaces.includes(right) && pool.length > 0) return false;
  if (manyUsers.has(right)) return health.multiUser;
  // Many users have rights of their own.
  return !ofPipelineObjects.includes(right) || (storage.mode === 'kubernetes' && !health.multiUser);
};

const headerOf = (apiServer: InstalledApiServer | undefined): string | undefined =>
  apiServer?.deployment?.env['KUBEFLOW_USERID_HEADER'];

/** What will not apply to this installation, and why. */
export const lacksOf = (found: Preflight): readonly Lack[] => {
  const { definitions, apiServer, health, storage, userHeader, pool } = found;
  const other = storage.mode === 'kubernetes' ? 'database' : 'kubernetes';
  const served = definitions.definitions.some(({ plural }) => plural === 'pipelineversions');
  const header = headerOf(apiServer);
  return [
    {
      missing: `it keeps no pipelines in the ${other === 'database' ? 'database' : 'Kubernetes API'}`,
      consequence: `lanes of ${other} do not apply, nor what compares lanes with them`,
    },
    {
      missing: health.multiUser ? 'it is not single-user' : 'it is not multi-user',
      consequence: health.multiUser
        ? 'scenarios run as users, each in a namespace of its own; what is about a single user does not apply'
        : 'everything about users and their rights does not apply',
    },
    {
      missing: 'it runs with the settings it has',
      consequence: 'scenarios that need a target with other settings do not apply',
    },
    {
      missing: "its database, its object store and the cluster's audit log are not looked into",
      consequence: 'what is judged by them does not apply',
    },
    ...(health.multiUser
      ? []
      : [
          {
            missing: 'others may have pipelines in its listing',
            consequence: 'what is about a whole listing does not apply',
          },
        ]),
    ...(storage.mode === 'kubernetes' && !served
      ? [{ missing: 'the kinds are not served', consequence: 'the lane kubernetes/crd does not apply' }]
      : []),
    ...(storage.mode === 'kubernetes' && definitions.webhooks?.length === 0
      ? [
          {
            missing: 'no webhook configuration is about pipelines.kubeflow.org',
            consequence: 'what webhooks are to do fails or does not apply',
          },
        ]
      : []),
    ...(health.multiUser && header !== undefined && header.toLowerCase() !== userHeader.toLowerCase()
      ? [
          {
            missing: `its Deployment names users by ${header}, not by ${userHeader}`,
            consequence: `nobody will be known to it: give --user-header ${header}`,
          },
        ]
      : []),
    ...(health.multiUser && pool.length === 1
      ? [
          {
            missing: 'one namespace is all there is to lend',
            consequence: 'scenarios that need two namespaces do not apply',
          },
        ]
      : []),
    ...allAsked
      .filter((right) => isWanted(right, found))
      .map((right) => ({ missing: `the user of the context may not ${right}`, consequence: consequenceOf(right) })),
  ];
};

/** Namespaces of the pool in which somebody has pipelines: seen when what killed runs left there has been removed. */
export const occupiedLines = (pool: readonly string[], { items }: Pick<Inventory, 'items'>): readonly string[] =>
  pool
    .map((name) => ({
      name,
      count: items.filter(({ kind, namespace }) => kind === 'Pipeline' && namespace === name).length,
    }))
    .filter(({ count }) => count > 0)
    .map(
      ({ name, count }) =>
        `not: namespace ${name} is not empty: others have ${count} pipelines in it; scenarios that look at whole listings there may fail`,
    );

/** Everything a preflight has to say. */
export const preflightLines = (found: Preflight): readonly string[] => [
  ...foundLines(found).map((line) => `found: ${line}`),
  ...lacksOf(found).map(({ missing, consequence }) => `not: ${missing}; ${consequence}`),
];
