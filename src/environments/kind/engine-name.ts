import type { ContainerEngine } from '../../containers/container-engine.ts';
import { engineApi } from '../../containers/engine-api.ts';

interface Version {
  readonly Components?: readonly { readonly Name: string }[];
}

/** The name and version of the engine, such as `Docker 27.1.2`. Podman has the same API and names itself in it. */
export const engineName = async ({ address, version }: ContainerEngine): Promise<string> => {
  await using api = engineApi(address);
  const parts = (await api.ask<Version>('GET', '/version'))?.Components ?? [];
  return `${parts.some(({ Name }) => /podman/i.test(Name)) ? 'Podman' : 'Docker'} ${version}`;
};
