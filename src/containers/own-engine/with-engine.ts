import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { findCached } from '../../components/cache-entry.ts';
import { exitCode } from '../../failures/exit-code.ts';
import { firstFailure } from '../../failures/first-failure.ts';
import { InterruptedError } from '../../failures/interrupted-error.ts';
import { containerEngine } from '../container-engine.ts';
import { setUpBuiltComponents } from '../../components/set-up.ts';
import type { Progress } from '../../waiting/progress.ts';

/** Runs a command with access to the container engine, `docker` and `kind`. The harness's own engine stops after it. */
const withEngine = async (file: string, args: readonly string[]): Promise<number> => {
  const progress: Progress = { line: (text: string) => process.stderr.write(`${text}\n`) };
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => interrupted.abort(new InterruptedError(signal)));
  await setUpBuiltComponents(['kind'], progress, interrupted.signal);
  await using engine = await containerEngine(progress, interrupted.signal);
  const kind = path.dirname((await findCached('kind')) ?? '');
  const folders = [kind, engine.env['PATH'] ?? process.env['PATH'] ?? ''].join(path.delimiter);
  const child = spawn(file, args, { env: { ...process.env, ...engine.env, PATH: folders }, stdio: 'inherit' });
  interrupted.signal.addEventListener('abort', () => child.kill('SIGTERM'));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
};

const [file, ...args] = process.argv.slice(2);
if (file === undefined || file === '--help') {
  process.stderr.write(
    'usage: scripts/with-engine COMMAND [ARGUMENT]…\nexample: scripts/with-engine kind get clusters\n',
  );
  process.exitCode = exitCode.usage;
} else
  try {
    process.exitCode = await withEngine(file, args);
  } catch (cause) {
    process.stderr.write(`${(firstFailure(cause) as Error).message}\n`);
    process.exitCode = exitCode.environment;
  }
