import { recipes, type ComponentName } from './recipe.ts';
import { runProgram } from '../processes/run-program.ts';

/** The version that a program reports, without a leading v; undefined if it reports none. */
export const programVersion = async (name: ComponentName, file: string): Promise<string | undefined> => {
  const { versionArguments, versionPattern } = recipes[name];
  try {
    return versionPattern.exec(await runProgram(file, versionArguments))?.[1];
  } catch {
    // It is a different program with this name, or one for another platform. The caller reports that it is not used.
    return undefined;
  }
};
