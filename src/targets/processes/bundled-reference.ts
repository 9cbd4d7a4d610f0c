import path from 'node:path';
import { referenceCommand } from '../reference.ts';
import type { ProgramTarget } from '../target.ts';
import type { Waiting } from '../../waiting/waiting.ts';

/**
 * Bundles the reference into a few files in `directory`, with Node's compile cache: a run starts dozens of processes,
 * and each would otherwise load hundreds of files. If bundling fails, the reference runs from its source files.
 */
export const bundledReference = async (
  target: ProgramTarget,
  directory: string,
  { progress }: Pick<Waiting, 'progress'>,
): Promise<ProgramTarget['command']> => {
  const folder = path.join(directory, 'reference');
  try {
    const { build } = await import('rolldown');
    const { output } = await build({
      input: target.executable,
      platform: 'node',
      logLevel: 'silent',
      output: { dir: folder, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    });
    const entry = output.find((file) => file.type === 'chunk' && file.isEntry);
    if (entry === undefined)
      throw new Error(`expected an entry chunk among ${output.map(({ fileName }) => fileName).join()}`);
    return referenceCommand(path.join(folder, entry.fileName), path.join(folder, 'compiled'));
  } catch (cause) {
    progress(`the reference runs from its source files because bundling failed: ${String(cause).split('\n')[0]}`);
    return target.command;
  }
};
