import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../../../failures/usage-error.ts';
import type { Connection, ClientCredentials } from '../../../clients/connection.ts';
import { impersonating } from '../../../clients/impersonation.ts';
import { askForCredentials, type ChosenContext } from '../../../clients/kubeconfig.ts';

/** A connection to the cluster of a kubeconfig, whose credentials are renewed until it is disposed of. */
export interface RenewedConnection extends AsyncDisposable {
  readonly connection: Connection;
}

export interface ConnectOptions {
  /** Private folder for what is renewed. */
  readonly directory: string;
  /** Hears of a renewal that failed. */
  readonly told: (line: string) => void;
  /** How long credentials of a plugin are used: cloud providers give tokens for 15 minutes and more. */
  readonly renewMs?: number;
}

const threeMinutes = 180_000;

const textOf = async (
  data: string | undefined,
  file: string | undefined,
  what: string,
  { files }: ChosenContext,
): Promise<string | undefined> => {
  // A kubeconfig that leaves something out may say so by null.
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  if (!file) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`--kubeconfig ${files}: ${what} cannot be read: ${(cause as Error).message}`, { cause });
  }
};

/** Who the kubeconfig says asks, as far as it says so itself. */
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

/** What a plugin or provider gives: its token goes by a file, which is written anew from time to time. */
const givenIdentity = async (
  chosen: ChosenContext,
  { directory, told, renewMs = threeMinutes }: ConnectOptions,
): Promise<{ readonly identity: ClientCredentials; readonly end: () => Promise<void> }> => {
  const { token, certificate, key } = await askForCredentials(chosen);
  const identity = { ...(certificate !== undefined && { certificate }), ...(key !== undefined && { key }) };
  if (token === undefined) return { identity, end: async () => {} };
  const tokenFile = path.join(directory, 'kubernetes-token');
  const write = async (text: string): Promise<void> => {
    // Renamed into place, so that no request goes out with half a token.
    await writeFile(`${tokenFile}.new`, text, { mode: 0o600 });
    await rename(`${tokenFile}.new`, tokenFile);
  };
  await write(token);
  let ended = false;
  let writing = Promise.resolve();
  const renew = async (): Promise<void> => {
    try {
      const renewed = await askForCredentials(chosen);
      // Nobody would remove what is written after the end.
      if (renewed.token === undefined || ended) return;
      writing = write(renewed.token);
      await writing;
    } catch (cause) {
      told(`the token for the Kubernetes API could not be renewed: ${(cause as Error).message}`);
    }
  };
  const timer = setInterval(() => void renew(), renewMs).unref();
  return {
    identity: { ...identity, tokenFile },
    end: async () => {
      ended = true;
      clearInterval(timer);
      // How it failed is told by who began it.
      await writing.catch(() => {});
    },
  };
};

/** Throws a UsageError where the kubeconfig, its files or its plugin give no way to the cluster. */
export const connectToKubernetes = async (
  chosen: ChosenContext,
  options: ConnectOptions,
): Promise<RenewedConnection> => {
  const { cluster, user } = chosen;
  const ca = await textOf(cluster.caData, cluster.caFile, 'the certificate authority', chosen);
  const own = await ownIdentity(chosen);
  const given = user?.exec || user?.authProvider ? await givenIdentity(chosen, options) : undefined;
  const headers = { ...own.headers, ...(user?.impersonateUser && impersonating(user.impersonateUser, [])) };
  return {
    connection: {
      origin: cluster.server,
      ...(ca !== undefined && { ca }),
      ...(cluster.skipTLSVerify && { skipTlsVerify: true }),
      ...(cluster.tlsServerName && { tlsServerName: cluster.tlsServerName }),
      ...own,
      ...given?.identity,
      ...(Object.keys(headers).length > 0 && { headers }),
    },
    [Symbol.asyncDispose]: async () => given?.end(),
  };
};
