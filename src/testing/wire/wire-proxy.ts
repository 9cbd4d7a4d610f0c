import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Connection } from '../../clients/connection.ts';
import { resetConnection } from '../../clients/reset-connection.ts';
import { faultHeader, type WireFault, type WireRequest } from './wire-fault.ts';

/** A proxy on loopback that forwards requests, and spoils the answers that its fault names. */
export interface WireProxy extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The number of requests so far. */
  requests(): number;
  /** The requests that were spoilt, in order. */
  spoilt(): readonly WireRequest[];
}

export interface WireProxyOptions {
  /** The server, with the credentials that the proxy adds: its own clients need none. */
  readonly to: Pick<Connection, 'origin' | 'ca' | 'certificate' | 'key'>;
  /** Absent: every request is forwarded. */
  readonly fault?: WireFault;
  /** Default: a free port. */
  readonly port?: number;
}

const forwarder = ({ origin, ca, certificate, key }: WireProxyOptions['to']) => {
  const { protocol, hostname, port } = new URL(origin);
  const secure = protocol === 'https:';
  const options = { keepAlive: true };
  const agent = secure ? new https.Agent({ ...options, ca, cert: certificate, key }) : new http.Agent(options);
  const send = secure ? https.request : http.request;
  return {
    forward: (incoming: http.IncomingMessage, outgoing: http.ServerResponse): void => {
      const { method, url: path, headers } = incoming;
      const upstream = send({ host: hostname, port, method, path, headers, agent }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        // The client of a watch needs the headers long before the first event.
        outgoing.flushHeaders();
        answer.on('error', () => outgoing.destroy());
        answer.pipe(outgoing);
      });
      // The client sees a broken connection, as it would without the proxy.
      upstream.on('error', () => incoming.socket.destroy());
      outgoing.on('close', () => upstream.destroy());
      incoming.pipe(upstream);
    },
    end: () => agent.destroy(),
  };
};

/** Starts a proxy in this process. Throws if its port is taken. */
export const startWireProxy = async ({ to, fault, port = 0 }: WireProxyOptions): Promise<WireProxy> => {
  const { forward, end } = forwarder(to);
  const spoilt: WireRequest[] = [];
  let requests = 0;
  const spoils = (request: WireRequest): boolean =>
    fault !== undefined && spoilt.length < (fault.times ?? Infinity) && fault.matches(request);
  const server = http.createServer((incoming, outgoing) => {
    requests += 1;
    const request = { method: incoming.method ?? '', target: incoming.url ?? '', number: requests };
    if (fault === undefined || !spoils(request)) {
      forward(incoming, outgoing);
      return;
    }
    spoilt.push(request);
    if (fault.answer === 'cut') {
      resetConnection(incoming.socket);
      return;
    }
    incoming.resume();
    if (fault.answer === 'silence') return;
    const { status, headers, body } = fault.answer;
    outgoing.writeHead(status, { ...headers, [faultHeader]: fault.name }).end(body);
  });
  // Only the client closes connections, because it would take a closed connection for a fault that nobody asked for.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    spoilt: () => spoilt,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      end();
    },
  };
};
