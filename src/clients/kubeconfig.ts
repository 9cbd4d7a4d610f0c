import { KubeConfig, PortForward, type Cluster, type Context, type User } from '@kubernetes/client-node';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Writable, type Duplex } from 'node:stream';
import { parse } from 'yaml';
import { UsageError } from '../failures/usage-error.ts';

/** The kubeconfig file and the context; by default those that kubectl would choose. */
export interface KubeconfigChoice {
  readonly file?: string;
  readonly context?: string;
}

/** One context of one or more kubeconfig files, with absolute paths. */
export interface ChosenContext {
  readonly context: string;
  /** The namespace of the context, or `default`. */
  readonly namespace: string;
  readonly cluster: Cluster;
  /** Absent if the context names no user. */
  readonly user?: User & { readonly tokenFile?: string };
  /** The files that were read, for messages. */
  readonly files: string;
}

/** Credentials from a user's plugin or provider: a token, or a certificate and its key (PEM). */
export interface ObtainedCredentials {
  readonly token?: string;
  readonly certificate?: string;
  readonly key?: string;
}

const option = '--kubeconfig';

const filesOf = (file: string | undefined): readonly string[] => {
  const listed = file ?? process.env['KUBECONFIG'] ?? '';
  // kubectl reads a list of files from the variable only.
  const files = (file === undefined ? listed.split(path.delimiter) : [listed]).filter((name) => name !== '');
  return files.length > 0 ? files : [path.join(os.homedir(), '.kube', 'config')];
};

interface Parts {
  readonly clusters: readonly Cluster[];
  readonly users: readonly NonNullable<ChosenContext['user']>[];
  readonly contexts: readonly Context[];
  readonly current: string | undefined;
}

/** Fields of a kubeconfig file that kubectl reads and the library ignores. */
interface RawUsers {
  readonly users?: readonly { readonly name: string; readonly user?: { readonly tokenFile?: string } }[];
}

const pluginEnvironment = (apiVersion: unknown): string =>
  JSON.stringify({ apiVersion, kind: 'ExecCredential', spec: { interactive: false } });

/**
 * Completes a user for the library: resolves a relative plugin path against the kubeconfig, and sets the environment
 * that kubectl sets for plugins.
 */
const completeUser = (user: User, raw: RawUsers, directory: string): NonNullable<ChosenContext['user']> => {
  const tokenFile = raw.users?.find(({ name }) => name === user.name)?.user?.tokenFile;
  const exec = user.exec as
    { apiVersion?: string; command?: string; env?: { name: string; value: string }[] | null } | null | undefined;
  const command = exec?.command ?? '';
  return {
    ...user,
    ...(tokenFile !== undefined && { tokenFile: path.resolve(directory, tokenFile) }),
    ...(exec !== null &&
      exec !== undefined && {
        exec: {
          ...exec,
          ...(command.includes('/') && { command: path.resolve(directory, command) }),
          env: [
            ...(exec.env ?? []),
            {
              name: 'KUBERNETES_EXEC_INFO',
              value: pluginEnvironment(exec.apiVersion ?? 'client.authentication.k8s.io/v1'),
            },
          ],
        },
      }),
  };
};

const readParts = async (file: string): Promise<Parts | undefined> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`${option} ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const directory = path.dirname(path.resolve(file));
  try {
    const raw = parse(text) as RawUsers | null;
    if (typeof raw !== 'object' || raw === null) throw new Error('expected a YAML mapping');
    const read = new KubeConfig();
    read.loadFromString(text);
    read.makePathsAbsolute(directory);
    return {
      clusters: read.getClusters(),
      users: read.getUsers().map((user) => completeUser(user, raw, directory)),
      contexts: read.getContexts(),
      current: read.getCurrentContext() || undefined,
    };
  } catch (cause) {
    throw new UsageError(`${option} ${file} is not a valid kubeconfig: ${(cause as Error).message}`, { cause });
  }
};

/** Reads the chosen kubeconfig, merging several files as kubectl does. Throws a UsageError. */
export const readKubeconfig = async ({ file, context }: KubeconfigChoice): Promise<ChosenContext> => {
  const files = filesOf(file);
  const found = (await Promise.all(files.map(readParts))).filter((parts) => parts !== undefined);
  const names = files.join(path.delimiter);
  if (found.length === 0)
    throw new UsageError(
      file === undefined
        ? `${option}: ${names} does not exist; pass the path of the cluster's kubeconfig`
        : `${option} ${file}: no such file`,
    );
  // The first file that defines a name wins.
  const contexts = found.flatMap((parts) => parts.contexts);
  const known = [...new Set(contexts.map(({ name }) => name))].join(', ') || 'none';
  const wanted = context ?? found.find(({ current }) => current !== undefined)?.current;
  if (wanted === undefined)
    throw new UsageError(`--context: ${names} has no current context; choose one of its contexts: ${known}`);
  const chosen = contexts.find(({ name }) => name === wanted);
  if (chosen === undefined)
    throw new UsageError(`--context ${wanted}: ${names} has no such context; its contexts: ${known}`);
  const cluster = found.flatMap((parts) => parts.clusters).find(({ name }) => name === chosen.cluster);
  const user = found.flatMap((parts) => parts.users).find(({ name }) => name === chosen.user);
  if (cluster === undefined)
    throw new UsageError(
      `--context ${wanted}: ${names} has no cluster ${chosen.cluster}, to which this context refers`,
    );
  if (user === undefined && chosen.user !== undefined)
    throw new UsageError(`--context ${wanted}: ${names} has no user ${chosen.user}, to which this context refers`);
  if (cluster.proxyUrl !== undefined)
    throw new UsageError(
      `--context ${wanted}: ${names} sets proxy-url for cluster ${cluster.name}, which is not supported; remove it, and set the server of the cluster to the address of a tunnel or of \`kubectl proxy\``,
    );
  return {
    context: wanted,
    namespace: chosen.namespace ?? 'default',
    cluster,
    ...(user !== undefined && { user }),
    files: names,
  };
};

const configOf = ({ context, cluster, user = { name: 'nobody' } }: ChosenContext): KubeConfig => {
  const config = new KubeConfig();
  config.loadFromOptions({
    // The library requires skipTLSVerify for plain HTTP.
    clusters: [cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster],
    // The library does not read `tokenFile`; its tokenFile provider reads the file again every minute.
    users: [
      'tokenFile' in user
        ? { ...user, token: undefined, authProvider: { name: 'tokenFile', config: { tokenFile: user.tokenFile } } }
        : user,
    ],
    contexts: [{ name: context, cluster: cluster.name, user: user.name }],
    currentContext: context,
  });
  return config;
};

const pluginDeadlineMs = 60_000;

/**
 * Obtains credentials from the user's plugin (exec) or provider (OIDC). Throws a UsageError with the error of the
 * plugin.
 */
export const askForCredentials = async (chosen: ChosenContext): Promise<ObtainedCredentials> => {
  const options: { headers?: Record<string, unknown>; cert?: string | Buffer; key?: string | Buffer } = {};
  let timer: NodeJS.Timeout | undefined;
  try {
    const timeout = new Promise<never>((_, reject) => {
      const message = `no answer within ${pluginDeadlineMs / 1000} s; if it requires a login, run \`kubectl get namespaces\` first`;
      timer = setTimeout(() => reject(new Error(message)), pluginDeadlineMs);
    });
    await Promise.race([configOf(chosen).applyToHTTPSOptions(options as never), timeout]);
  } catch (cause) {
    const { command = 'its provider' } = (chosen.user?.exec ?? {}) as { command?: string };
    throw new UsageError(
      `${option} ${chosen.files}: user ${chosen.user?.name} gets credentials from ${command}, which failed: ${(cause as Error).message.trim()}`,
      { cause },
    );
  } finally {
    clearTimeout(timer);
  }
  const authorization = options.headers?.['Authorization'];
  return {
    ...(typeof authorization === 'string' && { token: authorization.replace(/^Bearer\s+/, '') }),
    ...(options.cert !== undefined && { certificate: options.cert.toString() }),
    ...(options.key !== undefined && { key: options.key.toString() }),
  };
};

/** A port of a pod. */
export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/** Opens connections to pod ports through the API server. */
export interface PodConnector {
  /**
   * Forwards bytes between a socket and the pod until either side closes. Resolves when the API server has accepted; a
   * later error of the kubelet is passed to `refused` and closes the socket.
   */
  connect(socket: Duplex, to: PodPort, refused: (why: string) => void): Promise<void>;
}

/** Forwards ports as the user of a context. */
export const podConnector = (chosen: ChosenContext): PodConnector => {
  const config = configOf(chosen);
  return {
    connect: async (socket, { namespace, pod, port }, refused) => {
      // Bytes that arrive before the stream is open must wait.
      socket.pause();
      const errors = new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          const text = chunk.toString().trim();
          if (text !== '') {
            refused(text);
            socket.destroy();
          }
          done();
        },
      });
      const web = await new PortForward(config).portForward(namespace, pod, [port], socket, errors, socket);
      if (typeof web === 'function')
        throw new Error('expected a WebSocket from the library, got a stream that reconnects by itself');
      web.addEventListener('close', () => socket.destroy());
      web.addEventListener('error', () => socket.destroy());
      if (web.readyState >= web.CLOSING) socket.destroy();
      socket.once('close', () => web.close());
      if (socket.destroyed) web.close();
      socket.resume();
    },
  };
};
