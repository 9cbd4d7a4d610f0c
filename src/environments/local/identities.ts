import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import type { Authority } from '../../certificates/authority.ts';
import { writeKubeconfig } from '../../cluster/kubeconfig.ts';
import type { RunningLocalEnvironment } from './running-local-environment.ts';

/** The certificates and kubeconfigs that an environment's authority issues; files are written to `directory`. */
export const identities = (
  authority: Authority,
  { endpoint }: OwnKubernetesAccess,
  directory: string,
): Pick<RunningLocalEnvironment, 'serverCertificate' | 'clientIdentity' | 'clientKubeconfig'> => ({
  serverCertificate: async (name) => {
    const pair = await authority.server(name);
    const certificatePath = path.join(directory, `${name}.crt`);
    const keyPath = path.join(directory, `${name}.key`);
    await writeFile(certificatePath, pair.certificate);
    await writeFile(keyPath, pair.key, { mode: 0o600 });
    return { certificatePath, keyPath, ca: authority.certificate };
  },
  clientIdentity: (user, groups) => authority.client(user, groups),
  clientKubeconfig: async (name, user, groups, server = endpoint) => {
    const file = path.join(directory, `${name}.kubeconfig`);
    await writeKubeconfig(file, server, authority.certificate, await authority.client(user, groups));
    return file;
  },
});
