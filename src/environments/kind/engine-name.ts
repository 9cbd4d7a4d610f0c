import type { ContainerEngine } from '../../containers/container-engine.ts';
import { engineApi } from '../../containers/engine-api.ts';

interface Version {
  readonly Components?: readonly { readonly Name: string }[];
}

/** `Docker 27.1.2`: others answer as Docker does, and say what they are. */
export const engineName = async ({ address, version }: ContainerEngine): Promise<string> => {
  await using api = engineApi(address);
  const parts = (await api.ask<Version>('GET', '/version'))?.Components ?? [];
  return `${parts.some(({ Name }) => /podman/i.test(Name)) ? 'Podman' : 'Docker'} ${version}`;
};
