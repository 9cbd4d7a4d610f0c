import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClientCredentials, Connection } from '../../clients/connection.ts';
import { userHeaders } from '../../clients/rest-access.ts';
import { readToken } from '../../clients/token-file.ts';
import type { OpenInstallation } from '../../environments/existing/installation.ts';
import { missingRights, userRights } from '../../environments/existing/preflight/rights.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { writeHeaderFile } from '../header-file.ts';
import { measurementUser } from '../measurement-user.ts';

/** Who sends the measured requests to an installation. */
export interface ScriptIdentity {
  /** For reports. */
  readonly text: string;
  readonly restHeaders: Readonly<Record<string, string>>;
  /** A file with the token of requests by REST, which may be renewed. */
  readonly restTokenFile?: string;
  /** The environment variables of scripts; secrets are named by file. */
  readonly variables: Readonly<Record<string, string>>;
  /** Gives the next script the token that is valid now: k6 reads it once. */
  readonly renew: () => Promise<void>;
}

interface Wanted {
  /** Of its names. */
  readonly prefix: string;
  /** The existing namespaces with pipelines. */
  readonly namespaces: readonly [string, ...string[]];
  readonly directory: string;
}

const asServiceAccount = async (
  { cluster, ownLabels }: OpenInstallation,
  { prefix, namespaces, directory }: Wanted,
  waiting: Waiting,
): Promise<{ readonly user: string; readonly text: string; readonly tokenFile: string }> => {
  const { user, rights, tokenFile } = await measurementUser(
    cluster,
    { home: namespaces[0], namespaces, directory, ofRun: { name: `${prefix}-load`, labels: ownLabels } },
    waiting,
  );
  return { user, text: `${user}, ${rights}`, tokenFile };
};

/** The credentials of the kubeconfig's user, for k6. Throws an EnvironmentError where k6 cannot use them. */
const callerVariables = async (
  { certificate, key, tokenFile, headers = {} }: Connection,
  directory: string,
): Promise<Readonly<Record<string, string>>> => {
  const file = async (name: string, content: string): Promise<string> => {
    const written = path.join(directory, name);
    await writeFile(written, content, { mode: 0o600 });
    return written;
  };
  const { authorization, ...others } = headers;
  if (Object.keys(others).length > 0 || (authorization !== undefined && !/^bearer /i.test(authorization)))
    throw new EnvironmentError(
      'the scripts cannot send requests as the user of this context, which impersonates another one or has a password: allow it to create ServiceAccounts with permissions on pipelines, or use another context',
    );
  if (tokenFile !== undefined) return { KUBE_TOKEN_FILE: tokenFile };
  if (authorization !== undefined)
    return { KUBE_TOKEN_FILE: await file('caller-token', authorization.replace(/^bearer /i, '')) };
  if (certificate === undefined || key === undefined) return {};
  return { KUBE_CERT: await file('caller.crt', certificate), KUBE_KEY: await file('caller.key', key) };
};

/** How scripts name themselves by REST. */
const byRest = async (
  { headers = {}, tokenFile }: Pick<ClientCredentials, 'headers' | 'tokenFile'>,
  multiUser: boolean,
  directory: string,
): Promise<Omit<ScriptIdentity, 'text'>> => {
  const write = (): Promise<string> =>
    writeHeaderFile(
      { ...headers, ...(tokenFile !== undefined && { authorization: `Bearer ${readToken(tokenFile)}` }) },
      directory,
    );
  return {
    restHeaders: headers,
    ...(tokenFile !== undefined && { restTokenFile: tokenFile }),
    variables: { MULTI_USER: multiUser ? '1' : '0', KFP_HEADERS_FILE: await write() },
    renew: async () => void (tokenFile === undefined || (await write())),
  };
};

/**
 * A ServiceAccount of the run where one is of use and may be created, else the user of the context. In a multi-user
 * installation the user of the context must be allowed to create one.
 */
export const scriptIdentity = async (
  installation: OpenInstallation,
  wanted: Wanted,
  waiting: Waiting,
): Promise<ScriptIdentity> => {
  const { found, rest, cluster } = installation;
  const { directory } = wanted;
  const { multiUser } = found.health;
  if (!multiUser && found.storage.mode === 'database') {
    const text = 'the caller of REST: no request goes to the Kubernetes API';
    return { text, ...(await byRest(rest.caller, false, directory)) };
  }
  const missing = missingRights(found.rights, userRights);
  if (missing.length === 0) {
    const { user, text, tokenFile } = await asServiceAccount(installation, wanted, waiting);
    const sender = multiUser ? { headers: userHeaders(rest, user) } : rest.caller;
    const named = await byRest(sender, multiUser, directory);
    return { text, ...named, variables: { KUBE_TOKEN_FILE: tokenFile, ...named.variables } };
  }
  const named = await byRest(rest.caller, false, directory);
  return {
    text: `the user of the context ${found.context}, since it may not ${missing.join(', nor ')}`,
    ...named,
    variables: { ...(await callerVariables(cluster.connection, directory)), ...named.variables },
  };
};
