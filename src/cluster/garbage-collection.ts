import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import { EnvironmentError } from '../failures/environment-error.ts';
import type { OwnKubernetesAccess } from './kubernetes-access.ts';
import { patience } from '../waiting/slowness.ts';

const deadlineMs = 60_000;

/**
 * Waits until the garbage collector works: it begins to collect only when it watches every resource the API server
 * serves, so an object of a missing owner that it removes proves that it knows them all.
 */
export const awaitGarbageCollector = async (
  { endpoint, ca, certificate, key }: OwnKubernetesAccess,
  signal: AbortSignal,
): Promise<void> => {
  // Over HTTP/2 a request that is given up would fill all memory (src/clients/http.ts).
  const dispatcher = new Agent({ allowH2: false, connect: { ca, cert: certificate, key } });
  const url = `${endpoint}/api/v1/namespaces/kube-public/configmaps`;
  const name = `kfp-conformance-${randomUUID()}`;
  try {
    const created = await request(url, {
      method: 'POST',
      dispatcher,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        metadata: {
          name,
          ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'never-existed', uid: randomUUID() }],
        },
      }),
      signal,
    });
    if (created.statusCode !== 201)
      throw new EnvironmentError(
        `a ConfigMap to see the garbage collector at work was refused: ${created.statusCode} ${await created.body.text()}`,
      );
    await created.body.dump();
    const limitMs = patience(deadlineMs);
    const deadline = performance.now() + limitMs;
    for (;;) {
      const answer = await request(`${url}/${name}`, { dispatcher, signal });
      await answer.body.dump();
      if (answer.statusCode === 404) return;
      if (performance.now() > deadline)
        throw new EnvironmentError(
          `the garbage collector of kube-controller-manager did not remove an object of a missing owner within ${limitMs / 1000} s (last: status ${answer.statusCode})`,
        );
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await dispatcher.destroy();
  }
};
