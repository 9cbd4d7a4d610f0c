import net from 'node:net';
import tls from 'node:tls';
import type { Connection } from './connection.ts';

/** The parts of a server's address: an origin is `https://host:port`, and `path` comes before that of every request. */
export interface OriginParts {
  readonly origin: string;
  /** As the Host header has it. */
  readonly host: string;
  readonly path: string;
}

export const originParts = ({ origin: address }: Pick<Connection, 'origin'>): OriginParts => {
  const { origin, host, pathname } = new URL(address);
  return { origin, host, path: pathname.replace(/\/+$/, '') };
};

/** What a connection says about TLS, in Node's words. */
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

/** The same for many connections: certificates and keys are parsed once, and not for each. */
export const sharedTlsOptions = (
  connection: Connection,
): Omit<ReturnType<typeof tlsOptions>, 'ca' | 'cert' | 'key'> & Pick<tls.ConnectionOptions, 'secureContext'> => {
  const { ca, cert, key, ...others } = tlsOptions(connection);
  return ca === undefined && cert === undefined
    ? others
    : { ...others, secureContext: tls.createSecureContext({ ca, cert, key }) };
};

/** A connection of its own, for what no client library sends. */
export const connectTo = (connection: Connection): net.Socket => {
  const { protocol, hostname, port } = new URL(connection.origin);
  // An IPv6 address stands in brackets in a URL only.
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (protocol === 'http:') return net.connect({ host, port: Number(port || 80) });
  const servername = net.isIP(host) === 0 ? { servername: host } : {};
  return tls.connect({ host, port: Number(port || 443), ...servername, ...tlsOptions(connection) });
};
