import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ClientCertificate, OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import type { ReviewOutage, ReviewOutageMode } from '../review-outage.ts';
import type { KeyPair } from '../../certificates/authority.ts';

/** The user that the proxy accepts, and the identity with which it forwards their requests. */
export interface ReviewOutageOptions {
  readonly kubernetes: Pick<OwnKubernetesAccess, 'endpoint' | 'ca'>;
  readonly server: KeyPair;
  readonly user: string;
  readonly identity: ClientCertificate;
  /** The address that the proxy listens on. */
  readonly address: string;
}

const review = /^\/apis\/[^?]+\/(subjectaccessreviews|localsubjectaccessreviews|tokenreviews)(\?|$)/;

/** As kube-apiserver answers when its authorizer or etcd fails. */
const failure = JSON.stringify({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'Internal error occurred: reviews are out of order',
  reason: 'InternalError',
  details: { causes: [{ message: 'reviews are out of order' }] },
  code: 500,
});

const isFromUser = (incoming: IncomingMessage, user: string): boolean => {
  const socket = incoming.socket as TLSSocket;
  return socket.authorized && socket.getPeerCertificate().subject.CN === user;
};

/**
 * Starts a proxy to kube-apiserver for one user. A request with a token is forwarded with that token, and a request from
 * any other client without credentials, so the API server authorizes them.
 */
export const startReviewOutageProxy = async (options: ReviewOutageOptions): Promise<ReviewOutage & AsyncDisposable> => {
  const { kubernetes, server, user, identity, address } = options;
  const { hostname: host, port } = new URL(kubernetes.endpoint);
  const { ca } = kubernetes;
  // Idle connections are closed before kube-apiserver closes them, which it does after 90 s.
  const connectionOptions = { keepAlive: true, timeout: 60_000, ca };
  const asUser = new Agent({ ...connectionOptions, cert: identity.certificate, key: identity.key });
  const anonymous = new Agent(connectionOptions);
  const hanging = new Set<ServerResponse>();
  let mode: ReviewOutageMode = 'none';
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const withCertificate = incoming.headers.authorization === undefined && isFromUser(incoming, user);
    const { method, url: path, headers } = incoming;
    const agent = withCertificate ? asUser : anonymous;
    const upstream = request({ host, port, method, path, headers, agent }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      // The client of a watch needs the headers long before the first event.
      outgoing.flushHeaders();
      answer.on('error', () => outgoing.destroy());
      answer.pipe(outgoing);
    });
    // The client sees a broken connection, as it would without the proxy.
    upstream.on('error', () => outgoing.destroy());
    outgoing.on('close', () => upstream.destroy());
    incoming.pipe(upstream);
  };
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (mode === 'none' || incoming.method !== 'POST' || !review.test(incoming.url ?? '')) {
      forward(incoming, outgoing);
      return;
    }
    incoming.resume();
    if (mode === 'refuse') {
      outgoing.writeHead(500, { 'content-type': 'application/json' }).end(failure);
      return;
    }
    if (mode === 'cut') {
      outgoing.destroy();
      return;
    }
    hanging.add(outgoing);
    outgoing.on('close', () => hanging.delete(outgoing));
  };
  const listening = createServer(
    { cert: server.certificate, key: server.key, ca, requestCert: true, rejectUnauthorized: false },
    answer,
  );
  // Only the client closes connections, because it would take a closed connection for a failure of the API.
  listening.keepAliveTimeout = 0;
  listening.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    listening.once('error', reject);
    listening.listen(0, address, resolve);
  });
  return {
    endpoint: `https://${address}:${(listening.address() as AddressInfo).port}`,
    mode: (next) => {
      mode = next;
      for (const outgoing of hanging) outgoing.destroy();
    },
    hanging: () => hanging.size,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((resolve) => listening.close(() => resolve()));
      listening.closeAllConnections();
      await closed;
      asUser.destroy();
      anonymous.destroy();
    },
  };
};
