import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../../../failures/usage-error.ts';
import type { Connection, ClientCredentials } from '../../../clients/connection.ts';
import { impersonating } from '../../../clients/impersonation.ts';
import { askForCredentials, type ChosenContext } from '../../../clients/kubeconfig.ts';

/** A connection to the cluster of a kubeconfig, whose credentials are renewed until its disposal. */
export interface RenewedConnection extends AsyncDisposable {
  readonly connection: Connection;
}

export interface ConnectOptions {
  /** A private folder for renewed credentials. */
  readonly directory: string;
  /** Called when a renewal fails. */
  readonly report: (line: string) => void;
  /** The time between renewals of a plugin's credentials: cloud providers issue tokens for 15 minutes or more. */
  readonly renewMs?: number;
}

const threeMinutes = 180_000;

const textOf = async (
  data: string | undefined,
  file: string | undefined,
  description: string,
  { files }: ChosenContext,
): Promise<string | undefined> => {
  // A missing value in a kubeconfig may be null.
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  if (!file) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`--kubeconfig ${files}: ${description} cannot be read: ${(cause as Error).message}`, {
      cause,
    });
  }
};

/** The credentials that the kubeconfig itself contains or names. */
const ownIdentity = async (chosen: ChosenContext): Promise<ClientCredentials> => {
  const { user } = chosen;
  if (user === undefined) return {};
  const certificate = await textOf(user.certData, user.certFile, 'the client certificate', chosen);
  const key = await textOf(user.keyData, user.keyFile, "the client certificate's key", chosen);
  const authorization = user.token
    ? `Bearer ${user.token}`
    : user.username
      ? `Basic ${Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')}`
      : undefined;
  return {
    ...(certificate !== undefined && { certificate }),
    ...(key !== undefined && { key }),
    ...(user.tokenFile !== undefined
      ? { tokenFile: user.tokenFile }
      : authorization !== undefined && { headers: { authorization } }),
  };
};

/** The credentials of a plugin or provider. Its token is passed in a file, which is rewritten at every renewal. */
const pluginIdentity = async (
  chosen: ChosenContext,
  { directory, report, renewMs = threeMinutes }: ConnectOptions,
): Promise<{ readonly identity: ClientCredentials; readonly end: () => Promise<void> }> => {
  const { token, certificate, key } = await askForCredentials(chosen);
  const identity = { ...(certificate !== undefined && { certificate }), ...(key !== undefined && { key }) };
  if (token === undefined) return { identity, end: async () => {} };
  const tokenFile = path.join(directory, 'kubernetes-token');
  const write = async (text: string): Promise<void> => {
    // Renamed into place, so that no request is sent with a partial token.
    await writeFile(`${tokenFile}.new`, text, { mode: 0o600 });
    await rename(`${tokenFile}.new`, tokenFile);
  };
  await write(token);
  let ended = false;
  let writing = Promise.resolve();
  const renew = async (): Promise<void> => {
    try {
      const renewed = await askForCredentials(chosen);
      // A file written after disposal would not be removed.
      if (renewed.token === undefined || ended) return;
      writing = write(renewed.token);
      await writing;
    } catch (cause) {
      report(`the token for the Kubernetes API could not be renewed: ${(cause as Error).message}`);
    }
  };
  const timer = setInterval(() => void renew(), renewMs).unref();
  return {
    identity: { ...identity, tokenFile },
    end: async () => {
      ended = true;
      clearInterval(timer);
      // `renew` has already reported the failure.
      await writing.catch(() => {});
    },
  };
};

/** Throws a UsageError if the kubeconfig, its files or its plugin do not provide usable credentials. */
export const connectToKubernetes = async (
  chosen: ChosenContext,
  options: ConnectOptions,
): Promise<RenewedConnection> => {
  const { cluster, user } = chosen;
  const ca = await textOf(cluster.caData, cluster.caFile, 'the certificate authority', chosen);
  const own = await ownIdentity(chosen);
  const plugin = user?.exec || user?.authProvider ? await pluginIdentity(chosen, options) : undefined;
  const headers = { ...own.headers, ...(user?.impersonateUser && impersonating(user.impersonateUser, [])) };
  return {
    connection: {
      origin: cluster.server,
      ...(ca !== undefined && { ca }),
      ...(cluster.skipTLSVerify && { skipTlsVerify: true }),
      ...(cluster.tlsServerName && { tlsServerName: cluster.tlsServerName }),
      ...own,
      ...plugin?.identity,
      ...(Object.keys(headers).length > 0 && { headers }),
    },
    [Symbol.asyncDispose]: async () => plugin?.end(),
  };
};
