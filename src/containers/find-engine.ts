import { homedir } from 'node:os';
import path from 'node:path';
import { engineApi } from './engine-api.ts';
import { patience } from '../waiting/slowness.ts';

/** A container engine that answers. */
export interface FoundEngine {
  /** In the format of DOCKER_HOST. */
  readonly address: string;
  readonly version: string;
}

export interface EngineFinding {
  readonly engine: FoundEngine | undefined;
  /** The addresses without a usable engine, with the reasons. */
  readonly passedOver: readonly string[];
}

/** The possible addresses of an engine: only DOCKER_HOST if it is set, else the sockets of Docker and Docker Desktop. */
export const engineAddresses = (): readonly string[] => {
  const named = process.env['DOCKER_HOST'];
  if (named) return [named];
  const runtime = process.env['XDG_RUNTIME_DIR'];
  return [
    'unix:///var/run/docker.sock',
    ...(runtime ? [`unix://${path.join(runtime, 'docker.sock')}`] : []),
    `unix://${path.join(homedir(), '.docker', 'run', 'docker.sock')}`,
  ];
};

const deadlineMs = 10_000;

/** The version of the engine at `address`. Rejects if no engine answers. */
export const engineVersion = async (address: string): Promise<string> => {
  await using api = engineApi(address);
  const answer = await api.ask<{ Version?: string }>(
    'GET',
    '/version',
    undefined,
    AbortSignal.timeout(patience(deadlineMs)),
  );
  if (answer?.Version === undefined) throw new Error(`not a container engine: ${JSON.stringify(answer)}`);
  return answer.Version;
};

/** Looks for an engine that answers. Does not start one. */
export const findEngine = async (): Promise<EngineFinding> => {
  const passedOver: string[] = [];
  for (const address of engineAddresses())
    try {
      return { engine: { address, version: await engineVersion(address) }, passedOver };
    } catch (cause) {
      passedOver.push(`${address} (${(cause as Error).message})`);
    }
  return { engine: undefined, passedOver };
};
