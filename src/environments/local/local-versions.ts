import { setUpMariaDb } from '../../components/set-up.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { findPrograms, type Programs } from './control-plane.ts';

/** Component → version: etcd, kube-apiserver, kube-controller-manager, MariaDB. */
export type LocalVersions = Readonly<Record<string, string>>;

export const versionsOf = (programs: Programs, product: string, version: string): LocalVersions => ({
  etcd: programs.etcd.version,
  'kube-apiserver': programs['kube-apiserver'].version,
  'kube-controller-manager': programs['kube-controller-manager'].version,
  [product]: version,
});

/** The versions with which an environment would start, without starting one. Sets up missing components. */
export const localVersions = async ({ progress, signal }: Waiting): Promise<LocalVersions> => {
  const { version } = await setUpMariaDb({ line: progress }, signal);
  return versionsOf(await findPrograms(progress, signal), 'MariaDB', version);
};
