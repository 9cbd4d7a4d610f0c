/** Where a server is, and by what it is known over TLS. */
export interface ServerAddress {
  /** It may end in a path, which then comes before that of every request: `https://example.com/pipeline`. */
  readonly origin: string;
  /** The authority that signed its certificate, PEM; absent: one that the machine trusts. */
  readonly ca?: string;
  /** Any certificate will do. */
  readonly skipTlsVerify?: boolean;
  /** The name in its certificate, where that is not the origin's. */
  readonly tlsServerName?: string;
}

/** What somebody shows who asks: a client certificate and its key (PEM), a token, or headers. */
export interface ShownIdentity {
  readonly certificate?: string;
  readonly key?: string;
  /** A file with a bearer token, read for every request: it is renewed while a run goes on. */
  readonly tokenFile?: string;
  /** Sent with every request that has none of these names. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a server is reached, and as whom. */
export interface Connection extends ServerAddress, ShownIdentity {}

/** The server alone, for somebody else to ask. */
export const serverOf = ({ origin, ca, skipTlsVerify, tlsServerName }: Connection): ServerAddress => ({
  origin,
  ...(ca !== undefined && { ca }),
  ...(skipTlsVerify !== undefined && { skipTlsVerify }),
  ...(tlsServerName !== undefined && { tlsServerName }),
});
