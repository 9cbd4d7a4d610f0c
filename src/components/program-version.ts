import { recipes, type ComponentName } from './recipe.ts';
import { runProgram } from '../processes/run-program.ts';

/** The version that a program says it has, without a leading v; undefined where it says none. */
export const programVersion = async (name: ComponentName, file: string): Promise<string | undefined> => {
  const { versionArguments, versionPattern } = recipes[name];
  try {
    return versionPattern.exec(await runProgram(file, versionArguments))?.[1];
  } catch {
    // Another program of this name, or one for another machine: the caller reports that it is not used.
    return undefined;
  }
};
