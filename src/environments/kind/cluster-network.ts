import { EnvironmentError } from '../../failures/environment-error.ts';
import type { EngineApi } from '../../containers/engine-api.ts';
import type { Labels } from './cluster-labels.ts';

/** The container network of one cluster. */
export interface ClusterNetwork {
  readonly name: string;
  /** The machine's address in it. */
  readonly gateway: string;
}

interface Inspected {
  readonly IPAM: { readonly Config: readonly { readonly Gateway?: string; readonly Subnet?: string }[] };
}

export const clusterNetwork = async (api: EngineApi, name: string, labels: Labels): Promise<ClusterNetwork> => {
  await api.ask('POST', '/networks/create', {
    Name: name,
    CheckDuplicate: true,
    Driver: 'bridge',
    Labels: labels,
    Options: { 'com.docker.network.bridge.enable_ip_masquerade': 'true' },
  });
  const inspected = await api.ask<Inspected>('GET', `/networks/${name}`);
  const gateway = inspected?.IPAM.Config.find((one) => one.Gateway?.includes('.'))?.Gateway;
  if (gateway === undefined)
    throw new EnvironmentError(
      `expected the network ${name} to have an IPv4 gateway, but got ${JSON.stringify(inspected)}`,
    );
  return { name, gateway };
};
