import { spawn } from 'node:child_process';
import { findExecutable, searchPath } from '../processes/search-path.ts';
import type { Progress } from '../waiting/progress.ts';

const apt = (
  file: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
      signal,
      killSignal: 'SIGTERM',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-20_000);
      });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });

/** The path of apt-get, if this process can install packages with it: on Debian and Ubuntu, as root. */
export const usableAptGet = async (): Promise<string | undefined> =>
  process.getuid?.() === 0 ? findExecutable(['apt-get'], searchPath()) : undefined;

/** How an installation with apt-get ended. */
export interface AptResult {
  /** 0 if all packages are installed. */
  readonly code: number | null;
  /** The last lines that apt-get printed. */
  readonly output: string;
}

/**
 * Installs Debian packages with the apt-get at `aptGet`, after an update of the package lists if the first attempt fails.
 * It removes no other package, and asks nothing. `name`: what is installed, for the progress.
 */
export const aptInstall = async (
  aptGet: string,
  name: string,
  packages: readonly [string, ...string[]],
  progress: Progress,
  signal: AbortSignal,
): Promise<AptResult> => {
  progress.line(`${name}: installing ${packages[0]} with apt-get`);
  const install = ['install', '--yes', '--quiet', '--no-install-recommends', '--no-remove', ...packages];
  let result = await apt(aptGet, install, signal);
  if (result.code !== 0) {
    progress.line(`${name}: updating the package lists`);
    await apt(aptGet, ['update', '--quiet'], signal);
    result = await apt(aptGet, install, signal);
  }
  return { code: result.code, output: result.output.trim().split('\n').slice(-8).join('\n') };
};
