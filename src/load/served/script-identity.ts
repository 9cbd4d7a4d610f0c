import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Connection } from '../../clients/connection.ts';
import { userHeaders } from '../../clients/rest-access.ts';
import { readToken } from '../../clients/token-file.ts';
import type { OpenInstallation } from '../../environments/existing/installation.ts';
import { missingRights, userRights } from '../../environments/existing/preflight/rights.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { measurementUser } from '../measurement-user.ts';

/** Who sends the measured requests to an installation. */
export interface ScriptIdentity {
  /** For reports. */
  readonly text: string;
  readonly restHeaders: Readonly<Record<string, string>>;
  /** The environment variables of scripts; secrets are named by file. */
  readonly variables: Readonly<Record<string, string>>;
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

const headersOfCaller = ({ rest: { caller } }: OpenInstallation): Readonly<Record<string, string>> => ({
  ...caller.headers,
  ...(caller.tokenFile !== undefined && { authorization: `Bearer ${readToken(caller.tokenFile)}` }),
});

const restVariables = async (
  headers: Readonly<Record<string, string>>,
  multiUser: boolean,
  directory: string,
): Promise<Readonly<Record<string, string>>> => {
  const file = path.join(directory, 'rest-headers');
  await writeFile(
    file,
    Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join(''),
    { mode: 0o600 },
  );
  return { MULTI_USER: multiUser ? '1' : '0', KFP_HEADERS_FILE: file };
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
    const restHeaders = headersOfCaller(installation);
    return {
      text: 'nobody: all requests go to REST, as those of a single user',
      restHeaders,
      variables: await restVariables(restHeaders, false, directory),
    };
  }
  const missing = missingRights(found.rights, userRights);
  if (missing.length === 0) {
    const { user, text, tokenFile } = await asServiceAccount(installation, wanted, waiting);
    const restHeaders = multiUser ? userHeaders(rest, user) : headersOfCaller(installation);
    return {
      text,
      restHeaders,
      variables: { KUBE_TOKEN_FILE: tokenFile, ...(await restVariables(restHeaders, multiUser, directory)) },
    };
  }
  const restHeaders = headersOfCaller(installation);
  return {
    text: `the user of the context ${found.context}, since it may not ${missing.join(', nor ')}`,
    restHeaders,
    variables: {
      ...(await callerVariables(cluster.connection, directory)),
      ...(await restVariables(restHeaders, false, directory)),
    },
  };
};
