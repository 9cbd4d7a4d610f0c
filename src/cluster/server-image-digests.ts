import { object, objects, text, type Json } from '../clients/json-response.ts';

/** The port of the REST API in a pod of the API server. */
const restPort = 8888;

/** The name of the API server's container: that with its port, else the only one. Sidecars say nothing about the build. */
const serverContainer = (pod: Json): string | undefined => {
  const containers = objects(object(pod, 'spec'), 'containers');
  const serving = containers.filter((container) =>
    objects(container, 'ports').some((port) => port['containerPort'] === restPort),
  );
  const [only, ...others] = serving.length > 0 ? serving : containers;
  return only === undefined || others.length > 0 ? undefined : text(only, 'name');
};

const digestsOfPod = (pod: Json): readonly string[] => {
  const name = serverContainer(pod);
  const status = objects(object(pod, 'status'), 'containerStatuses').find((one) => text(one, 'name') === name);
  return name === undefined || status === undefined
    ? []
    : (text(status, 'imageID').match(/sha256:[0-9a-f]{64}/g) ?? []);
};

/**
 * The digests of the image of an API server, from the status of its pods: those that all pods have in common, so none
 * while two builds run side by side.
 */
export const serverImageDigests = (pods: readonly Json[]): readonly string[] => {
  const [first = [], ...others] = pods.map(digestsOfPod);
  return first.filter((digest) => others.every((other) => other.includes(digest)));
};
