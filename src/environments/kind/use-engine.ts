import { getContainerRuntimeClient } from 'testcontainers';
import type { ContainerEngine } from '../../containers/container-engine.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';

let used: { readonly address: string; readonly host: Promise<string> } | undefined;

/** testcontainers looks for its engine once in a process, and is told by the environment which one it is. */
const direct = async ({ address, source }: ContainerEngine): Promise<string> => {
  const told = {
    DOCKER_HOST: address,
    // Our own publishes ports on this machine, and has no default network to find another way by.
    ...(source === 'own' && { TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1' }),
  };
  const before = Object.keys(told).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, told);
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
    // What this process starts or looks for later is none of testcontainers' business.
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  }
};

/** Has testcontainers start containers in this engine, and says where published ports are. One process can use one. */
export const useEngine = async (engine: ContainerEngine): Promise<string> => {
  used ??= { address: engine.address, host: direct(engine) };
  if (used.address !== engine.address)
    throw new EnvironmentError(
      `expected one container engine in a process, and got ${used.address} and ${engine.address}`,
    );
  return used.host;
};
