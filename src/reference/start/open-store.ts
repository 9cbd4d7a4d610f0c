import type { Configuration } from './configuration.ts';
import type { Log } from '../ground/log.ts';
import { pageTokenKeyFrom } from '../listing/page-token-key.ts';
import type { PipelineStore } from '../model/pipeline-store.ts';

/** A store with its webhooks; disposing it closes everything. */
export interface OpenStore extends AsyncDisposable {
  readonly store: PipelineStore;
  readonly pageTokenKey: Buffer;
}

export interface StoreOptions extends Pick<Configuration, 'storage' | 'namespace' | 'pageTokenKeyFile'> {
  /** Set: every namespace has its own pipelines. Absent: `namespace` is the only one. */
  readonly multiUser?: { readonly sharedPipelines: 'namespace' | 'cluster' };
}

/** The webhooks were opened last, so they close before the store they use. */
const keep = (opened: AsyncDisposableStack, store: PipelineStore, pageTokenKey: Buffer): OpenStore => {
  const resources = opened.move();
  return { store, pageTokenKey, [Symbol.asyncDispose]: () => resources.disposeAsync() };
};

/**
 * Opens the configured store, in Kubernetes mode with its webhooks; loads only the client that it needs. Throws if it
 * cannot be used.
 */
export const openStore = async (options: StoreOptions, log: Log): Promise<OpenStore> => {
  const { storage, namespace, pageTokenKeyFile } = options;
  const givenKey = pageTokenKeyFile === undefined ? undefined : await pageTokenKeyFrom(pageTokenKeyFile);
  await using opened = new AsyncDisposableStack();
  if (storage.kind === 'database') {
    const { openDatabaseStore } = await import('../database/database-store.ts');
    const store = opened.use(await openDatabaseStore(storage.database));
    return keep(opened, store, givenKey ?? store.pageTokenKey);
  }
  const { webhook, kubeconfigPath, database } = storage;
  if (database !== undefined) {
    // KFP's server needs its database in this mode too, for everything but pipelines.
    const { openDatabase } = await import('../database/database-connection.ts');
    await (await openDatabase(database)).kysely.destroy();
  }
  const { openKubernetesStore } = await import('../kubernetes/open-kubernetes-store.ts');
  const store = opened.use(
    await openKubernetesStore({
      namespace: options.multiUser === undefined ? namespace : undefined,
      sharedKinds: options.multiUser?.sharedPipelines === 'cluster',
      systemNamespace: namespace,
      hasWebhooks: webhook !== undefined,
      log,
      ...(kubeconfigPath === undefined ? {} : { kubeconfigPath }),
    }),
  );
  if (webhook) {
    const { startWebhooks } = await import('../kubernetes/webhooks.ts');
    opened.use(await startWebhooks({ state: store.state, shared: store.shared, ...webhook }));
  }
  return keep(opened, store, givenKey ?? store.pageTokenKey);
};
