import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import type { KubernetesState } from './kubernetes-state.ts';
import { ApiError } from '../ground/api-error.ts';
import { isTerminating } from '../ground/termination.ts';
import { mutateVersion } from './webhook-mutate.ts';
import { allow, deny, readReview, type AdmissionRequest, type JsonPatchOperation } from './webhook-review.ts';
import { validatePipeline, validateVersion } from './webhook-validate.ts';
import { withoutSchemas } from '../ground/without-schemas.ts';

export interface WebhookOptions {
  readonly state: KubernetesState;
  /** The cluster-scoped kinds, where they are served. */
  readonly shared?: KubernetesState | undefined;
  readonly host: string;
  readonly port: number;
  /** PEM files for the name or address by which kube-apiserver calls the webhooks. */
  readonly certificatePath: string;
  readonly keyPath: string;
  /** PEM file of the certificate authority of permitted clients; absent: any client. */
  readonly clientCaPath?: string | undefined;
}

export interface RunningWebhooks extends AsyncDisposable {
  readonly port: number;
}

/** A review contains the object twice (new and old), each of up to 3 MiB. */
const maxReviewBytes = 8 * 1024 * 1024;
/** Certificates are renewed in place; new connections use the new one. */
const certificateCheckMs = 60_000;

/** Checked, because TLS would treat an empty file as trust in every public authority. */
const readAuthority = (path: string): string => {
  const text = readFileSync(path, 'utf8');
  const expected = `webhookClientCAPath: expected ${path} to hold the certificate of an authority in PEM`;
  let first: X509Certificate;
  try {
    first = new X509Certificate(text);
  } catch (cause) {
    throw new Error(`${expected}, found none`, { cause });
  }
  if (first.ca) return text;
  throw new Error(`${expected}, found that of ${first.subject}`);
};

/** Serves the admission webhooks over HTTPS until disposed. Throws when the port is taken or a file cannot be read. */
export const startWebhooks = async ({
  state,
  shared,
  host,
  port,
  certificatePath,
  keyPath,
  clientCaPath,
}: WebhookOptions): Promise<RunningWebhooks> => {
  const credentials = () => ({
    cert: readFileSync(certificatePath, 'utf8'),
    key: readFileSync(keyPath, 'utf8'),
    ...(clientCaPath === undefined ? {} : { ca: readAuthority(clientCaPath) }),
  });
  const clients = clientCaPath === undefined ? {} : { requestCert: true, rejectUnauthorized: true };
  const app = fastify({
    https: { ...credentials(), ...clients },
    bodyLimit: maxReviewBytes,
    forceCloseConnections: true,
    schemaController: withoutSchemas,
  });
  // Only kube-apiserver closes connections, as with Go's servers: a connection closed during a request would be a
  // failed webhook.
  app.server.keepAliveTimeout = 0;
  // kube-apiserver reuses its connections, and would go on calling a terminating server.
  app.addHook('onSend', async (_request, reply) => {
    if (isTerminating()) reply.header('connection', 'close');
  });

  const serve = (path: string, decide: (request: AdmissionRequest) => Promise<readonly JsonPatchOperation[]>): void => {
    app.post(path, async ({ body }, reply) => {
      let request: AdmissionRequest;
      try {
        request = readReview(body);
      } catch (error) {
        return reply.code(400).send({ message: error instanceof Error ? error.message : String(error) });
      }
      try {
        return allow(request.uid, await decide(request));
      } catch (error) {
        if (error instanceof ApiError) return deny(request.uid, error);
        state.log.error(
          `${path} ${request.namespace}/${request.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
        return reply.code(500).send({ message: 'The webhook failed; its log says why.' });
      }
    });
  };
  for (const admitted of shared ? [state, shared] : [state]) {
    const { pipeline, version } = admitted.kinds;
    serve(`/webhooks/mutate-${version.kind.toLowerCase()}`, (request) => mutateVersion(admitted, request));
    serve(`/webhooks/validate-${version.kind.toLowerCase()}`, async (request) => {
      await validateVersion(admitted, request);
      return [];
    });
    serve(`/webhooks/validate-${pipeline.kind.toLowerCase()}`, async (request) => {
      await validatePipeline(request);
      return [];
    });
  }

  const address = await app.listen({ host, port });
  const renewal = setInterval(() => {
    try {
      app.server.setSecureContext(credentials());
    } catch (error) {
      state.log.warn(`the webhook's certificate could not be reloaded: ${String(error)}`);
    }
  }, certificateCheckMs).unref();
  return {
    port: Number(new URL(address).port),
    async [Symbol.asyncDispose]() {
      clearInterval(renewal);
      await app.close();
    },
  };
};
