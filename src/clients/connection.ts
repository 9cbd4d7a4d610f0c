/** The address of a server, and how its TLS certificate is verified. */
export interface ServerAddress {
  /** May end in a path, which is then prefixed to that of every request: `https://example.com/pipeline`. */
  readonly origin: string;
  /** The certificate authority (PEM); default: those that this machine trusts. */
  readonly ca?: string;
  /** Accepts any certificate. */
  readonly skipTlsVerify?: boolean;
  /** The host name in the certificate, if it differs from that of the origin. */
  readonly tlsServerName?: string;
}

/** The credentials of a client: a certificate and its key (PEM), a token, or headers. */
export interface ClientCredentials {
  readonly certificate?: string;
  readonly key?: string;
  /** A file with a bearer token, read for every request because it may be renewed during a run. */
  readonly tokenFile?: string;
  /** Added to every request that has no headers of these names. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server address and the credentials to use there. */
export interface Connection extends ServerAddress, ClientCredentials {}

/** The address without the credentials, for a connection of another user. */
export const serverOf = ({ origin, ca, skipTlsVerify, tlsServerName }: Connection): ServerAddress => ({
  origin,
  ...(ca !== undefined && { ca }),
  ...(skipTlsVerify !== undefined && { skipTlsVerify }),
  ...(tlsServerName !== undefined && { tlsServerName }),
});
