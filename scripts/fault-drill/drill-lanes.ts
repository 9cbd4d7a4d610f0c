import { bundledReference } from '../../src/targets/processes/bundled-reference.ts';
import { referenceTarget } from '../../src/targets/reference.ts';
import { testFolder } from '../../src/testing/test-folder.ts';
import type { TestResources } from '../../src/testing/test-resources.ts';
import { drilledRun, type DrilledRun } from './drilled-run.ts';
import { writeWiredServer, type WiredServer } from './wired-server.ts';

/**
 * Runs `run --environment local` with a wire before each API server. It starts servers of its own; the profile keeps them
 * to one for each storage mode.
 */
export const drillLanes = async (
  wired: Omit<WiredServer, 'server'>,
  seed: number,
  resources: TestResources,
): Promise<DrilledRun> => {
  const { path: directory } = await resources.use(testFolder());
  const progress = (line: string) => void process.stderr.write(`${line}\n`);
  const command = await bundledReference(referenceTarget(), directory, { progress });
  const { file, args } = command([], {});
  const program = await writeWiredServer(directory, { ...wired, server: [file, ...args] });
  return drilledRun(
    ['--target', `binary:${program}`, '--profile', 'core', '--seed', String(seed)],
    directory,
    resources,
  );
};
