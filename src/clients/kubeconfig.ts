import { KubeConfig, PortForward, type Cluster, type Context, type User } from '@kubernetes/client-node';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Writable, type Duplex } from 'node:stream';
import { parse } from 'yaml';
import { UsageError } from '../failures/usage-error.ts';

/** Which kubeconfig, and which context of it; absent: as kubectl chooses. */
export interface KubeconfigChoice {
  readonly file?: string;
  readonly context?: string;
}

/** One context of one or more kubeconfig files, with every path in it absolute. */
export interface ChosenContext {
  readonly context: string;
  /** The namespace that it names, `default` where it names none. */
  readonly namespace: string;
  readonly cluster: Cluster;
  /** Absent where the context names no user. */
  readonly user?: User & { readonly tokenFile?: string };
  /** For messages: the files it was read from. */
  readonly files: string;
}

/** What the user's own plugin or provider gave: a token, or a certificate and its key (PEM). */
export interface GivenCredentials {
  readonly token?: string;
  readonly certificate?: string;
  readonly key?: string;
}

const option = '--kubeconfig';

const filesOf = (file: string | undefined): readonly string[] => {
  const listed = file ?? process.env['KUBECONFIG'] ?? '';
  // kubectl takes a list from the variable only.
  const files = (file === undefined ? listed.split(path.delimiter) : [listed]).filter((name) => name !== '');
  return files.length > 0 ? files : [path.join(os.homedir(), '.kube', 'config')];
};

interface Parts {
  readonly clusters: readonly Cluster[];
  readonly users: readonly NonNullable<ChosenContext['user']>[];
  readonly contexts: readonly Context[];
  readonly current: string | undefined;
}

/** Named entries of a kubeconfig file, of which the library does not read everything that kubectl does. */
interface RawUsers {
  readonly users?: readonly { readonly name: string; readonly user?: { readonly tokenFile?: string } }[];
}

const pluginEnvironment = (apiVersion: unknown): string =>
  JSON.stringify({ apiVersion, kind: 'ExecCredential', spec: { interactive: false } });

/** The user as the library needs it: a plugin beside the file is found from there, and learns what kubectl tells it. */
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
    if (typeof raw !== 'object' || raw === null) throw new Error('it holds no YAML object');
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
    throw new UsageError(`${option} ${file} is no kubeconfig: ${(cause as Error).message}`, { cause });
  }
};

/** Reads the kubeconfig that was chosen, of several files as kubectl does. Throws a UsageError. */
export const readKubeconfig = async ({ file, context }: KubeconfigChoice): Promise<ChosenContext> => {
  const files = filesOf(file);
  const found = (await Promise.all(files.map(readParts))).filter((parts) => parts !== undefined);
  const names = files.join(path.delimiter);
  if (found.length === 0)
    throw new UsageError(
      file === undefined
        ? `${option}: there is no ${names}; name the kubeconfig of the cluster`
        : `${option} ${file}: there is no such file`,
    );
  // The first that has a name wins.
  const contexts = found.flatMap((parts) => parts.contexts);
  const known = [...new Set(contexts.map(({ name }) => name))].join(', ') || 'none';
  const wanted = context ?? found.find(({ current }) => current !== undefined)?.current;
  if (wanted === undefined)
    throw new UsageError(`--context: ${names} names no current context; name one of those it has: ${known}`);
  const chosen = contexts.find(({ name }) => name === wanted);
  if (chosen === undefined) throw new UsageError(`--context ${wanted}: ${names} has no such context; it has: ${known}`);
  const cluster = found.flatMap((parts) => parts.clusters).find(({ name }) => name === chosen.cluster);
  const user = found.flatMap((parts) => parts.users).find(({ name }) => name === chosen.user);
  if (cluster === undefined)
    throw new UsageError(`--context ${wanted}: ${names} has no cluster ${chosen.cluster}, which this context names`);
  if (user === undefined && chosen.user !== undefined)
    throw new UsageError(`--context ${wanted}: ${names} has no user ${chosen.user}, which this context names`);
  if (cluster.proxyUrl !== undefined)
    throw new UsageError(
      `--context ${wanted}: ${names} wants a proxy (proxy-url) for cluster ${cluster.name}, which is not supported; \`kubectl proxy\` or a tunnel gives an address to put there`,
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
    // Without TLS there is nothing to verify, and the library wants that said.
    clusters: [cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster],
    // The library knows no token files of kubectl's spelling; its own provider reads one anew every minute.
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

/** Asks the user's plugin (exec) or provider (OIDC) for credentials. Throws a UsageError with what it said. */
export const askForCredentials = async (chosen: ChosenContext): Promise<GivenCredentials> => {
  const options: { headers?: Record<string, unknown>; cert?: string | Buffer; key?: string | Buffer } = {};
  let clock: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      const said = `no answer within ${pluginDeadlineMs / 1000} s; if it wants a login, log in with \`kubectl get namespaces\` first`;
      clock = setTimeout(() => reject(new Error(said)), pluginDeadlineMs);
    });
    await Promise.race([configOf(chosen).applyToHTTPSOptions(options as never), late]);
  } catch (cause) {
    const { command = 'its provider' } = (chosen.user?.exec ?? {}) as { command?: string };
    throw new UsageError(
      `${option} ${chosen.files}: user ${chosen.user?.name} gets credentials from ${command}, which failed: ${(cause as Error).message.trim()}`,
      { cause },
    );
  } finally {
    clearTimeout(clock);
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

/** What the API server and the kubelet let somebody be connected to. */
export interface PodConnector {
  /**
   * Lets bytes go to and fro between a socket and the pod until either end closes. Resolves when the API server has agreed;
   * what the kubelet says against it afterwards goes to `refused`, and ends the socket.
   */
  connect(socket: Duplex, to: PodPort, refused: (why: string) => void): Promise<void>;
}

/** Forwards ports as whom a context names. */
export const podConnector = (chosen: ChosenContext): PodConnector => {
  const config = configOf(chosen);
  return {
    connect: async (socket, { namespace, pod, port }, refused) => {
      // A byte that comes before the stream stands must wait for it.
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
      if (typeof web === 'function') throw new Error('the library gave a stream that reconnects by itself');
      web.addEventListener('close', () => socket.destroy());
      web.addEventListener('error', () => socket.destroy());
      if (web.readyState >= web.CLOSING) socket.destroy();
      socket.once('close', () => web.close());
      if (socket.destroyed) web.close();
      socket.resume();
    },
  };
};
