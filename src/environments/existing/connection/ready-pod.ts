import { object, objects, text, type Json } from '../../../clients/json-response.ts';
import type { PodPort } from '../../../clients/kubeconfig.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';

/** A port of a Service, by number or name. */
export interface ServicePort {
  readonly namespace: string;
  readonly service: string;
  readonly port: number | string;
}

/** The port's name, by which EndpointSlices refer to it; `''` for a port without a name. */
const portName = (service: Json, { namespace, service: name, port }: ServicePort): string => {
  const ports = objects(object(service, 'spec'), 'ports');
  const found = ports.find((one) => one['port'] === port || one['name'] === port);
  if (found !== undefined) return text(found, 'name');
  const known = ports.map((one) => `${String(one['port'])} ${text(one, 'name')}`.trim()).join(', ');
  throw new EnvironmentError(`Service ${namespace}/${name} has no port ${port}; it has: ${known || 'none'}`);
};

const isReady = (endpoint: Json): boolean => object(endpoint, 'conditions')['ready'] !== false;

/** The ports of the ready pods to which the cluster sends requests for the Service. */
export const readyPods = async (cluster: ClusterClient, wanted: ServicePort): Promise<readonly PodPort[]> => {
  const { namespace, service } = wanted;
  const found = await cluster.get(`/api/v1/namespaces/${namespace}/services/${service}`);
  if (found === undefined)
    throw new EnvironmentError(
      `there is no Service ${namespace}/${service}: pass the namespace of the API server as --installation-namespace, or its address as --endpoint`,
    );
  const name = portName(found, wanted);
  const query = { labelSelector: `kubernetes.io/service-name=${service}` };
  const slices = await cluster.list(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, query);
  return (slices ?? []).flatMap((slice) => {
    const port = objects(slice, 'ports').find((one) => text(one, 'name') === name)?.['port'];
    if (typeof port !== 'number') return [];
    return objects(slice, 'endpoints')
      .filter((endpoint) => isReady(endpoint) && object(endpoint, 'targetRef')['kind'] === 'Pod')
      .map((endpoint) => ({ namespace, pod: text(object(endpoint, 'targetRef'), 'name'), port }));
  });
};

/** A random ready pod, as a Service chooses. Throws an EnvironmentError if none is ready. */
export const anyReadyPod = async (cluster: ClusterClient, wanted: ServicePort): Promise<PodPort> => {
  const pods = await readyPods(cluster, wanted);
  const pod = pods[Math.floor(Math.random() * pods.length)];
  if (pod === undefined)
    throw new EnvironmentError(`no pod of Service ${wanted.namespace}/${wanted.service} is ready at this moment`);
  return pod;
};
