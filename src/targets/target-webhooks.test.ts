import { expect, test } from 'vitest';
import type { ClusterClient } from '../cluster/cluster-client.ts';
import { targetWebhooks } from './target-webhooks.ts';

const configuration = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'one' },
};

const recorded = () => {
  const calls: string[] = [];
  const cluster = {
    apply: async () => calls.push('apply'),
    delete: async () => calls.push('delete'),
  } as unknown as ClusterClient;
  return { calls, cluster };
};

test('configurations are applied once, and deleted at the end', async () => {
  const { calls, cluster } = recorded();
  const webhooks = targetWebhooks([configuration], cluster, new AbortController().signal);
  await Promise.all([webhooks.apply(), webhooks.apply()]);
  await webhooks[Symbol.asyncDispose]();
  expect(calls).toEqual(['apply', 'delete']);
});

test('those that were never applied are not deleted', async () => {
  const { calls, cluster } = recorded();
  await targetWebhooks([configuration], cluster, new AbortController().signal)[Symbol.asyncDispose]();
  expect(calls).toEqual([]);
});

test('nothing is deleted in a broken environment, in which no component answers', async () => {
  const { calls, cluster } = recorded();
  const webhooks = targetWebhooks([configuration], cluster, AbortSignal.abort());
  await webhooks.apply();
  await webhooks[Symbol.asyncDispose]();
  expect(calls).toEqual(['apply']);
});
