import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeKubernetesApi } from '../testing/fake-kubernetes-api.ts';
import { watchNamespace } from './kubernetes-state.ts';
import { startWebhooks } from './webhooks.ts';

const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

interface Identity {
  readonly certificate: string;
  readonly key: string;
}

/** A self-signed certificate that is its own authority. */
const selfSigned = async (name: string): Promise<Identity> => {
  x509.cryptoProvider.set(webcrypto);
  const keys = await webcrypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notAfter: new Date(Date.now() + 3_600_000),
    keys,
    signingAlgorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true),
      new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }]),
    ],
  });
  const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { certificate: certificate.toString('pem'), key };
};

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const review = JSON.stringify({ request: { uid: 'r', object: { metadata: { name: 'p' } } } });
let folder: string;
let server: Identity;
let apiServer: Identity;
let stranger: Identity;
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kfp-conformance-test-'));
  [server, apiServer, stranger] = await Promise.all([
    selfSigned('webhooks'),
    selfSigned('kube-apiserver'),
    selfSigned('x'),
  ]);
  await writeFile(file('tls.crt'), server.certificate);
  await writeFile(file('tls.key'), server.key);
  await writeFile(file('clients.crt'), apiServer.certificate);
  await writeFile(file('empty.crt'), '');
});
afterAll(() => rm(folder, { recursive: true }));

const start = async (clientCaPath?: string) => {
  const state = watchNamespace(new FakeKubernetesApi(), 'kubeflow', {
    systemNamespace: 'kubeflow',
    hasWebhooks: true,
    log,
  });
  const close = () => Promise.all([state.pipelines[Symbol.asyncDispose](), state.versions[Symbol.asyncDispose]()]);
  const files = { certificatePath: file('tls.crt'), keyPath: file('tls.key'), clientCaPath };
  try {
    const running = await startWebhooks({ state, host: '127.0.0.1', port: 0, ...files });
    const answerTo = async (client?: Identity) => {
      const connect = {
        ca: server.certificate,
        ...(client ? { cert: client.certificate, key: client.key } : {}),
      };
      const dispatcher = new Agent({ connect });
      const url = `https://127.0.0.1:${running.port}/webhooks/validate-pipeline`;
      const headers = { 'content-type': 'application/json' };
      try {
        const answer = await request(url, { method: 'POST', headers, body: review, dispatcher });
        await answer.body.dump();
        return answer;
      } finally {
        await dispatcher.destroy();
      }
    };
    return {
      answerTo,
      ask: async (client?: Identity) => (await answerTo(client)).statusCode,
      async [Symbol.asyncDispose]() {
        await running[Symbol.asyncDispose]();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
};

describe('the webhooks', () => {
  it('with an authority for clients serve nobody else', async () => {
    await using webhooks = await start(file('clients.crt'));
    expect(await webhooks.ask(apiServer)).toBe(200);
    for (const client of [stranger, undefined])
      await expect(webhooks.ask(client)).rejects.toThrow(/TLS|SSL|ECONNRESET|closed/i);
  });

  it('without one serve whoever connects, as kube-apiserver does without a certificate', async () => {
    await using webhooks = await start();
    expect(await webhooks.ask()).toBe(200);
  });

  it('never close a connection that kube-apiserver keeps, which it may just be using', async () => {
    await using webhooks = await start();
    const { headers } = await webhooks.answerTo();
    expect(headers['connection']).toBe('keep-alive');
    // A server that closes idle connections announces the time-out.
    expect(headers['keep-alive']).toBeUndefined();
  });

  it('do not start with an authority that is none', async () => {
    await expect(start(file('empty.crt'))).rejects.toThrow(/webhookClientCAPath/);
  });
});
