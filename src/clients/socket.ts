import net from 'node:net';
import tls from 'node:tls';
import type { Connection } from './connection.ts';

/**
 * The parts of a server's address: an origin is `https://host:port`, and `path` is prefixed to that of every request.
 */
export interface OriginParts {
  readonly origin: string;
  /** The value of the Host header. */
  readonly host: string;
  readonly path: string;
}

export const originParts = ({ origin: address }: Pick<Connection, 'origin'>): OriginParts => {
  const { origin, host, pathname } = new URL(address);
  return { origin, host, path: pathname.replace(/\/+$/, '') };
};

/** The TLS settings of a connection, in Node's terms. */
export const tlsOptions = ({
  ca,
  certificate,
  key,
  skipTlsVerify,
  tlsServerName,
}: Connection): Pick<tls.ConnectionOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'servername'> => ({
  ...(ca !== undefined && { ca }),
  ...(certificate !== undefined && { cert: certificate }),
  ...(key !== undefined && { key }),
  ...(skipTlsVerify === true && { rejectUnauthorized: false }),
  ...(tlsServerName !== undefined && { servername: tlsServerName }),
});

/** The same for many connections: certificates and keys are parsed only once. */
export const sharedTlsOptions = (
  connection: Connection,
): Omit<ReturnType<typeof tlsOptions>, 'ca' | 'cert' | 'key'> & Pick<tls.ConnectionOptions, 'secureContext'> => {
  const { ca, cert, key, ...others } = tlsOptions(connection);
  return ca === undefined && cert === undefined
    ? others
    : { ...others, secureContext: tls.createSecureContext({ ca, cert, key }) };
};

/** A new raw connection, for requests that client libraries refuse to send. */
export const connectTo = (connection: Connection): net.Socket => {
  const { protocol, hostname, port } = new URL(connection.origin);
  // IPv6 addresses have brackets in URLs only.
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (protocol === 'http:') return net.connect({ host, port: Number(port || 80) });
  const servername = net.isIP(host) === 0 ? { servername: host } : {};
  return tls.connect({ host, port: Number(port || 443), ...servername, ...tlsOptions(connection) });
};
