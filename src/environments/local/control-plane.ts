import { setUpComponents, resolveComponent } from '../../components/set-up.ts';
import type { Component } from '../../components/find-component.ts';
import { localComponentNames } from '../../components/recipe.ts';
import { clusterClient } from '../../cluster/cluster-client.ts';
import { awaitGarbageCollector } from '../../cluster/garbage-collection.ts';
import { connectionOf, type OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import type { AuditLog } from '../audit-log.ts';
import { auditLog } from '../audit/read-audit-log.ts';
import { writeAuditPolicy } from '../audit/audit-policy.ts';
import { startOnFreePorts } from './await-ready.ts';
import type { ComponentHost } from './component-host.ts';
import type { ComponentWatch } from './component-watch.ts';
import { startEtcd, type Etcd, type EtcdMember } from './etcd.ts';
import { administrator, createControlPlaneKeys, startKubeApiServer, type ControlPlaneKeys } from './kube-apiserver.ts';
import { startKubeControllerManager } from './kube-controller-manager.ts';
import type { StoppedServer } from '../../processes/stopped-server.ts';

/** The programs of a control plane. */
export type Programs = Readonly<Record<(typeof localComponentNames)[number], Component>>;

export const findPrograms = async (progress: (line: string) => void, signal: AbortSignal): Promise<Programs> => {
  await setUpComponents(localComponentNames, { line: progress }, signal);
  const [etcd, apiServer, controllerManager] = await Promise.all([
    resolveComponent('etcd'),
    resolveComponent('kube-apiserver'),
    resolveComponent('kube-controller-manager'),
  ]);
  return { etcd, 'kube-apiserver': apiServer, 'kube-controller-manager': controllerManager };
};

export interface ControlPlane {
  readonly etcd: Etcd;
  readonly keys: ControlPlaneKeys;
  readonly access: OwnKubernetesAccess;
  readonly audit: (AuditLog & AsyncDisposable) | undefined;
  readonly restartControllers: () => Promise<void>;
  readonly stopApiServer: () => Promise<StoppedServer>;
}

/** Webhook configurations of an earlier environment call servers that have ended, and would make every write fail. */
const removeWebhooks = async (access: OwnKubernetesAccess): Promise<void> => {
  const cluster = clusterClient(connectionOf(access));
  for (const kind of ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'])
    await cluster.delete(`/apis/admissionregistration.k8s.io/v1/${kind}`);
};

/** Starts etcd, kube-apiserver and kube-controller-manager, with the data that `restore` gives to etcd, or without any. */
export const startControlPlane = async (
  programs: Programs,
  host: ComponentHost,
  { watch, release }: ComponentWatch,
  restore?: (member: EtcdMember) => Promise<void>,
): Promise<ControlPlane> => {
  const [etcd, keys, audit] = await Promise.all([
    startOnFreePorts(() => startEtcd(programs.etcd.path, host, restore)),
    createControlPlaneKeys(host.directory),
    host.settings.audit ? writeAuditPolicy(host.directory, [administrator]) : undefined,
  ]);
  const startApiServer = (onHost: ComponentHost) =>
    startKubeApiServer(programs['kube-apiserver'].path, etcd.endpoint, keys, audit, onHost);
  const first = await startOnFreePorts(() => startApiServer(host));
  const { access } = first;
  let apiServer = first.process;
  const port = Number(new URL(access.endpoint).port);
  const stopApiServer = async (): Promise<StoppedServer> => {
    release(apiServer);
    await apiServer.kill();
    return {
      start: async () => {
        // Its clients know it by this port.
        ({ process: apiServer } = await startApiServer({ ...host, freePort: () => Promise.resolve(port) }));
        watch(apiServer);
      },
    };
  };
  if (restore !== undefined) await removeWebhooks(access);
  const startControllers = () =>
    startKubeControllerManager(programs['kube-controller-manager'].path, access, keys, host);
  let controllers = await startControllers();
  const restartControllers = async () => {
    release(controllers);
    await controllers.kill();
    controllers = await startControllers();
    watch(controllers);
    await awaitGarbageCollector(clusterClient(connectionOf(access)), host.signal);
  };
  return { etcd, keys, access, audit: audit && auditLog(audit.logPath), restartControllers, stopApiServer };
};
