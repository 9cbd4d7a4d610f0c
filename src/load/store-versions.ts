import { setUpComponents } from '../components/set-up.ts';
import { localVersions } from '../environments/local/local-versions.ts';
import type { Waiting } from '../waiting/waiting.ts';

/** Sets up k6 and the servers, and returns the versions by which stores can be exchanged. */
export const setUpForLoad = async (waiting: Waiting): Promise<Readonly<Record<string, string>>> => {
  await setUpComponents(['k6', 'etcdctl', 'etcdutl'], { line: waiting.progress }, waiting.signal);
  return { ...(await localVersions(waiting)) };
};
