import { getContainerRuntimeClient } from 'testcontainers';
import type { ContainerEngine } from '../../containers/container-engine.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';

let used: { readonly address: string; readonly host: Promise<string> } | undefined;

/** Selects the engine through environment variables, which testcontainers reads once per process. */
const configure = async ({ address, source }: ContainerEngine): Promise<string> => {
  const variables = {
    DOCKER_HOST: address,
    // The harness's own engine publishes ports on this machine and has no default network from which to derive the host.
    ...(source === 'own' && { TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1' }),
  };
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    return (await getContainerRuntimeClient()).info.containerRuntime.host;
  } catch (cause) {
    throw new EnvironmentError(
      `testcontainers cannot use the container engine at ${address}: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  } finally {
    // Restored so that programs started later are not affected.
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  }
};

/**
 * Makes testcontainers start containers in this engine. Returns the host at which published ports are reached. A process
 * can use only one engine.
 */
export const useEngine = async (engine: ContainerEngine): Promise<string> => {
  used ??= { address: engine.address, host: configure(engine) };
  if (used.address !== engine.address)
    throw new EnvironmentError(
      `expected one container engine per process, but got ${used.address} and ${engine.address}`,
    );
  return used.host;
};
