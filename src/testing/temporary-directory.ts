import { testFolder } from './test-folder.ts';
import { testResources } from './test-resources.ts';

/** A folder of the test that asks for it; it goes when the test ends. */
export const temporaryDirectory = async (): Promise<string> => (await testResources().use(testFolder())).path;
