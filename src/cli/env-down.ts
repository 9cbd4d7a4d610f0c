import { endKept, keptEnvironments } from '../state/kept-environments.ts';
import { runtimeDirectory } from '../state/runtime-directory.ts';
import { UsageError } from '../failures/usage-error.ts';

/** Ends environments that `env up` started: the named one, the only one, or all. */
export const envDown = async (name: string | undefined, all: boolean): Promise<void> => {
  const directory = await runtimeDirectory();
  const kept = keptEnvironments(directory);
  const names = kept.map((environment) => environment.name).join(', ') || 'none';
  const chosen = all ? kept : kept.filter((environment) => name === undefined || environment.name === name);
  if (name !== undefined && chosen.length === 0)
    throw new UsageError(`no environment ${name} is running; running environments: ${names}`);
  if (chosen.length > 1 && !all)
    throw new UsageError(`several environments are running (${names}): name one of them, or use --all`);
  for (const environment of chosen) {
    await endKept(directory, environment);
    process.stderr.write(`ended ${environment.name}\n`);
  }
  if (chosen.length === 0) process.stderr.write('no environment is running\n');
};
