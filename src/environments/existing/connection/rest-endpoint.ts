import { readFile } from 'node:fs/promises';
import { UsageError } from '../../../failures/usage-error.ts';
import { kfpAudience } from '../../../clients/token-holder.ts';
import type { RestAccess } from '../../../clients/rest-access.ts';
import type { ServerAddress, ClientCredentials } from '../../../clients/connection.ts';
import { object, text } from '../../../clients/json-response.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { RefusedError } from '../../../cluster/refused-error.ts';

/** The command-line options for the REST endpoint of an installation and for its caller. */
export interface RestOptions {
  /** `https://kubeflow.example.com/pipeline`; default: a port-forward to its Service. */
  readonly endpoint?: string;
  /** A file with the authority that signed the endpoint's certificate. */
  readonly ca?: string;
  /** A file with one `Name: value` per line. */
  readonly headerFile?: string;
  readonly tokenFile?: string;
  /** `NAMESPACE/NAME` */
  readonly serviceAccount?: string;
  readonly userHeader?: string;
  readonly userPrefix?: string;
}

const defaultUserHeader = 'kubeflow-userid';

const read = async (option: string, file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${option} ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
};

const tokenPattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** The headers in a file, with lower-case names. Error messages must not contain a value, because it may be secret. */
const parseHeaders = (file: string, content: string): Readonly<Record<string, string>> => {
  const headers: Record<string, string> = {};
  for (const [index, line] of content.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (!tokenPattern.test(name)) throw new UsageError(`--header-file ${file}: line ${index + 1} is not "Name: value"`);
    const value = line.slice(colon + 1).trim();
    // oxlint-disable-next-line no-control-regex -- the characters that HTTP forbids in a header value
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value))
      throw new UsageError(
        `--header-file ${file}: the value in line ${index + 1} contains characters that HTTP forbids in a header`,
      );
    // Cookies on several lines form one header.
    headers[name] = name === 'cookie' && headers[name] !== undefined ? `${headers[name]}; ${value}` : value;
  }
  if (Object.keys(headers).length === 0)
    throw new UsageError(`--header-file ${file} contains no header; write one "Name: value" per line`);
  return headers;
};

const capitals = (name: string): string =>
  name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '') || 'X';

/** The values in the headers that must be redacted; each cookie is a value of its own. */
const secretsIn = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]): [string, string][] => {
      if (name === 'cookie')
        return value.split(/;\s*/).map((pair) => {
          const [cookie = '', ...rest] = pair.split('=');
          return [`COOKIE_${capitals(cookie)}`, rest.join('=')];
        });
      if (name === 'authorization') return [['TOKEN_CALLER', value.replace(/^(?:bearer|basic)\s+/i, '')]];
      return [[`KEY_${capitals(name)}`, value]];
    }),
  );

const serverAt = async ({ endpoint, ca }: RestOptions, forwarded: string | undefined): Promise<ServerAddress> => {
  if (endpoint === undefined) {
    if (ca !== undefined)
      throw new UsageError('--ca: expected an https --endpoint, and none was given; add --endpoint or leave out --ca');
    if (forwarded === undefined) throw new Error('neither an endpoint nor a port-forward was given');
    return { origin: forwarded };
  }
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    throw new UsageError(`--endpoint ${endpoint}: expected http://HOST[:PORT][/PATH] or https://…`);
  const { protocol, origin, pathname, search, hash, username } = new URL(endpoint);
  if (search !== '' || hash !== '' || username !== '')
    throw new UsageError('--endpoint: expected only a host, a port and a path; put credentials into --header-file');
  if (/\/apis\/v[12]beta1/.test(pathname))
    throw new UsageError(
      `--endpoint ${endpoint}: leave out /apis and everything after it; the harness appends the paths of the API`,
    );
  if (ca !== undefined && protocol === 'http:')
    throw new UsageError(`--ca: ${endpoint} is not https and has no certificate to verify`);
  return {
    origin: `${origin}${pathname.replace(/\/+$/, '')}`,
    ...(ca !== undefined && { ca: await read('--ca', ca) }),
  };
};

/** Requests a token for KFP from an existing service account. */
const requestToken = async (cluster: ClusterClient, account: string): Promise<string> => {
  const [namespace = '', name = '', ...more] = account.split('/');
  if (namespace === '' || name === '' || more.length > 0)
    throw new UsageError(`--service-account ${account}: expected NAMESPACE/NAME`);
  const request = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { audiences: [kfpAudience], expirationSeconds: 6 * 3600 },
  };
  const tokens = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  try {
    const created = await cluster.create(tokens, request, `--service-account ${account}: requesting a token`);
    return text(object(created, 'status'), 'token');
  } catch (cause) {
    if (cause instanceof RefusedError && cause.status === 404)
      throw new UsageError(`--service-account ${account}: there is no such service account`, { cause });
    throw cause;
  }
};

/** The credentials of the caller, and the secret values in them. */
const callerOf = async (
  { headerFile, tokenFile, serviceAccount }: RestOptions,
  cluster: ClusterClient,
): Promise<{ readonly caller: ClientCredentials; readonly secrets: Readonly<Record<string, string>> }> => {
  if (tokenFile !== undefined && serviceAccount !== undefined)
    throw new UsageError('--token-file and --service-account both identify the caller: pass only one of them');
  const headers = headerFile === undefined ? {} : parseHeaders(headerFile, await read('--header-file', headerFile));
  if ('authorization' in headers && (tokenFile ?? serviceAccount) !== undefined)
    throw new UsageError(
      '--header-file contains an Authorization header, and --token-file or --service-account also identifies the caller: pass only one of them',
    );
  const token =
    tokenFile === undefined
      ? serviceAccount === undefined
        ? undefined
        : await requestToken(cluster, serviceAccount)
      : (await read('--token-file', tokenFile)).trim();
  if (token === '') throw new UsageError(`--token-file ${tokenFile} is empty; expected a token`);
  return {
    caller: {
      // The token is read again from the file, because it may be renewed during the run.
      ...(tokenFile !== undefined && { tokenFile }),
      ...((Object.keys(headers).length > 0 || serviceAccount !== undefined) && {
        headers: { ...headers, ...(serviceAccount !== undefined && { authorization: `Bearer ${token}` }) },
      }),
    },
    secrets: { ...secretsIn(headers), ...(token !== undefined && { TOKEN_CALLER: token }) },
  };
};

/** `forwarded` is the origin of the port-forward if there is no endpoint. Throws a UsageError or an EnvironmentError. */
export const restAccess = async (
  options: RestOptions,
  cluster: ClusterClient,
  forwarded: string | undefined,
): Promise<RestAccess> => {
  const { userHeader = defaultUserHeader, userPrefix = '' } = options;
  if (!tokenPattern.test(userHeader)) throw new UsageError(`--user-header ${userHeader} is not a valid header name`);
  return {
    server: await serverAt(options, forwarded),
    ...(await callerOf(options, cluster)),
    userHeader,
    userPrefix,
  };
};
