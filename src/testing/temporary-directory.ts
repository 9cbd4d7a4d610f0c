import { testFolder } from './test-folder.ts';
import { testResources } from './test-resources.ts';

/** Creates a folder that is removed when the calling test ends. */
export const temporaryDirectory = async (): Promise<string> => (await testResources().use(testFolder())).path;
