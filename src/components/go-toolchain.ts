import { EnvironmentError } from '../failures/environment-error.ts';
import { isAtLeast } from './accepted-version.ts';
import { runProgram } from '../processes/run-program.ts';

/** The machine's Go. */
export interface GoToolchain {
  /** `go1.26.8` */
  readonly version: string;
  readonly os: string;
  readonly architecture: string;
  /** Whether it can download a newer Go that a module requires (GOTOOLCHAIN is not `local`). */
  readonly fetchesNewer: boolean;
  readonly buildCache: string;
  readonly moduleCache: string;
}

/** The first version of Go that can download the newer Go that a module requires. */
const firstFetchingVersion = '1.21';

const names = ['GOVERSION', 'GOHOSTOS', 'GOHOSTARCH', 'GOTOOLCHAIN', 'GOCACHE', 'GOMODCACHE'] as const;

const readGoEnvironment = async (): Promise<GoToolchain | undefined> => {
  let printed: string;
  try {
    // Run outside any module, so that Go reports the installed version and downloads nothing.
    printed = await runProgram('go', ['env', '-json', ...names], { cwd: '/', env: { ...process.env, GOWORK: 'off' } });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new EnvironmentError(`\`go env\` failed, so the components cannot be built: ${(cause as Error).message}`, {
      cause,
    });
  }
  const values = JSON.parse(printed) as Partial<Record<(typeof names)[number], string>>;
  return {
    version: values.GOVERSION ?? '',
    os: values.GOHOSTOS ?? process.platform,
    architecture: values.GOHOSTARCH ?? process.arch,
    fetchesNewer: values.GOTOOLCHAIN !== 'local' && isAtLeast((values.GOVERSION ?? '').slice(2), firstFetchingVersion),
    buildCache: values.GOCACHE ?? '',
    moduleCache: values.GOMODCACHE ?? '',
  };
};

let answer: Promise<GoToolchain | undefined> | undefined;

/** The Go on PATH, queried once; undefined if there is none. */
export const goToolchain = (): Promise<GoToolchain | undefined> => (answer ??= readGoEnvironment());

const remedy =
  'install a newer one (https://go.dev/doc/install), or put the components into the directory named by KUBEBUILDER_ASSETS or on PATH';

/** A Go that can build modules that require version `required`. Throws an EnvironmentError with a remedy if there is none. */
export const requireGo = async (required: string): Promise<GoToolchain> => {
  const go = await goToolchain();
  if (go === undefined)
    throw new EnvironmentError(
      `Go is needed to build the components, but there is no \`go\` on PATH: install Go ${required} or newer (https://go.dev/doc/install), or put the components into the directory named by KUBEBUILDER_ASSETS or on PATH`,
    );
  if (!isAtLeast(go.version.replace(/^go/, '').split(' ')[0] ?? '', required) && !go.fetchesNewer)
    throw new EnvironmentError(
      `Go ${required} or newer is needed to build the components, but the \`go\` on PATH is ${go.version}: ${remedy}`,
    );
  return go;
};
