import { expect, test } from 'vitest';
import type { Json } from '../clients/json-response.ts';
import { serverImageDigests } from './server-image-digests.ts';

const [one, two] = [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`];
const pod = (containers: readonly { name: string; port?: number; imageID: string }[]): Json => ({
  spec: {
    containers: containers.map(({ name, port }) => ({
      name,
      ports: port === undefined ? [] : [{ containerPort: port }],
    })),
  },
  status: { containerStatuses: containers.map(({ name, imageID }) => ({ name, imageID })) },
});
const server = (imageID: string) => ({ name: 'ml-pipeline-api-server', port: 8888, imageID });

test.each([
  ['of a registry', `ghcr.io/kubeflow/kfp-api-server@${one}`],
  ['of its configuration', one],
  ['of a container engine', `docker-pullable://ghcr.io/kubeflow/kfp-api-server@${one}`],
])('the digest %s is taken from the status of the pods', (_, imageID) => {
  expect(serverImageDigests([pod([server(imageID)]), pod([server(imageID)])])).toEqual([one]);
});

// Why: the same sidecar in two installations would make different builds look like one.
test('a sidecar is not the build', () => {
  const sidecar = { name: 'istio-proxy', imageID: `istio@${two}` };
  expect(serverImageDigests([pod([sidecar, server(one)])])).toEqual([one]);
  expect(serverImageDigests([pod([sidecar, { name: 'server', imageID: one }])])).toEqual([]);
  expect(serverImageDigests([pod([{ name: 'server', imageID: one }])])).toEqual([one]);
});

test('two builds side by side, or no pod, have no digest', () => {
  expect(serverImageDigests([pod([server(one)]), pod([server(two)])])).toEqual([]);
  expect(serverImageDigests([])).toEqual([]);
});
