import { resolveComponent, setUpComponents, setUpMariaDb } from '../components/set-up.ts';
import { localComponentNames } from '../components/recipe.ts';
import type { Waiting } from '../waiting/waiting.ts';

const names = [...localComponentNames, 'etcdctl', 'etcdutl', 'k6'] as const;

/** Sets up everything that a load run starts, and returns the versions by which stores can be exchanged. */
export const setUpForLoad = async ({ progress, signal }: Waiting): Promise<Readonly<Record<string, string>>> => {
  const { version } = await setUpMariaDb({ line: progress }, signal);
  await setUpComponents(names, { line: progress }, signal);
  const components = await Promise.all(names.map(async (name) => [name, (await resolveComponent(name)).version] as const));
  return { ...Object.fromEntries(components), MariaDB: version };
};
