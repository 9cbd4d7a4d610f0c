import { EnvironmentError } from '../failures/environment-error.ts';
import { isAtLeast } from './accepted-version.ts';
import { runProgram } from '../processes/run-program.ts';

/** The machine's Go. */
export interface GoToolchain {
  /** `go1.26.8` */
  readonly version: string;
  readonly os: string;
  readonly architecture: string;
  /** Whether it may fetch a newer Go where a module asks for one (GOTOOLCHAIN is not `local`). */
  readonly fetchesNewer: boolean;
  readonly buildCache: string;
  readonly moduleCache: string;
}

/** From this version on, Go can fetch the newer Go that a module asks for. */
const firstSwitching = '1.21';

const names = ['GOVERSION', 'GOHOSTOS', 'GOHOSTARCH', 'GOTOOLCHAIN', 'GOCACHE', 'GOMODCACHE'] as const;

const ask = async (): Promise<GoToolchain | undefined> => {
  let printed: string;
  try {
    // Outside any module, so that the answer is the installed Go and nothing is fetched.
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
    fetchesNewer: values.GOTOOLCHAIN !== 'local' && isAtLeast((values.GOVERSION ?? '').slice(2), firstSwitching),
    buildCache: values.GOCACHE ?? '',
    moduleCache: values.GOMODCACHE ?? '',
  };
};

let answer: Promise<GoToolchain | undefined> | undefined;

/** The Go on PATH, asked once; undefined where there is none. */
export const goToolchain = (): Promise<GoToolchain | undefined> => (answer ??= ask());

const remedy =
  'install a newer one (https://go.dev/doc/install), or put ready components into a folder named by KUBEBUILDER_ASSETS or on PATH';

/** Go, fit to build modules that ask for `required`. Throws an EnvironmentError that says what is missing. */
export const requireGo = async (required: string): Promise<GoToolchain> => {
  const go = await goToolchain();
  if (go === undefined)
    throw new EnvironmentError(
      `Go is needed to build the components, and there is no \`go\` on PATH: install Go ${required} or newer (https://go.dev/doc/install), or put ready components into a folder named by KUBEBUILDER_ASSETS or on PATH`,
    );
  if (!isAtLeast(go.version.replace(/^go/, '').split(' ')[0] ?? '', required) && !go.fetchesNewer)
    throw new EnvironmentError(
      `Go ${required} or newer is needed to build the components, and the \`go\` on PATH is ${go.version}: ${remedy}`,
    );
  return go;
};
