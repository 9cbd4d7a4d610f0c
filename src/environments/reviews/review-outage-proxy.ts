import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ClientCertificate, OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import type { ReviewOutage, ReviewOutageMode } from '../review-outage.ts';
import type { KeyPair } from '../../cluster/authority.ts';

/** Who may come this way, and as whom they go on. */
export interface ReviewOutageOptions {
  readonly kubernetes: Pick<OwnKubernetesAccess, 'endpoint' | 'ca'>;
  readonly server: KeyPair;
  readonly user: string;
  readonly identity: ClientCertificate;
  /** Where it listens. */
  readonly address: string;
}

const review = /^\/apis\/[^?]+\/(subjectaccessreviews|localsubjectaccessreviews|tokenreviews)(\?|$)/;

const failure = JSON.stringify({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  message: 'reviews are out of order',
  reason: 'InternalError',
  code: 500,
});

const holds = (incoming: IncomingMessage, user: string): boolean => {
  const socket = incoming.socket as TLSSocket;
  return socket.authorized && socket.getPeerCertificate().subject.CN === user;
};

/**
 * One user's way to kube-apiserver. A request with a token goes on with that token, one from somebody else with nothing:
 * the API server decides about them.
 */
export const startReviewOutageProxy = async (options: ReviewOutageOptions): Promise<ReviewOutage & AsyncDisposable> => {
  const { kubernetes, server, user, identity, address } = options;
  const { hostname: host, port } = new URL(kubernetes.endpoint);
  const { ca } = kubernetes;
  // An idle connection goes before kube-apiserver closes it, which it does after 90 s.
  const kept = { keepAlive: true, timeout: 60_000, ca };
  const asUser = new Agent({ ...kept, cert: identity.certificate, key: identity.key });
  const asNobody = new Agent(kept);
  const hanging = new Set<ServerResponse>();
  let mode: ReviewOutageMode = 'none';
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const own = incoming.headers.authorization === undefined && holds(incoming, user);
    const { method, url: path, headers } = incoming;
    const onward = request({ host, port, method, path, headers, agent: own ? asUser : asNobody }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      // A watch begins with its headers, long before its first event.
      outgoing.flushHeaders();
      answer.on('error', () => outgoing.destroy());
      answer.pipe(outgoing);
    });
    // The client sees a connection that breaks, as it would without this between.
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
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
    hanging.add(outgoing);
    outgoing.on('close', () => hanging.delete(outgoing));
  };
  const listening = createServer(
    { cert: server.certificate, key: server.key, ca, requestCert: true, rejectUnauthorized: false },
    answer,
  );
  // Closed by nobody but the client: it would take a connection closed under it for a failure of the API.
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
      asNobody.destroy();
    },
  };
};
