import { homedir } from 'node:os';
import path from 'node:path';
import { engineApi } from './engine-api.ts';
import { patience } from '../waiting/slowness.ts';

/** A container engine that answers. */
export interface FoundEngine {
  /** As DOCKER_HOST says it. */
  readonly address: string;
  readonly version: string;
}

export interface EngineFinding {
  readonly engine: FoundEngine | undefined;
  /** Where it was looked for, and what came. */
  readonly passedOver: readonly string[];
}

/** Where an engine may listen: DOCKER_HOST alone where it is set, else the sockets of Docker and of Docker Desktop. */
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

/** The version of the engine at `address`. Rejects where none answers. */
export const engineVersion = async (address: string): Promise<string> => {
  await using api = engineApi(address);
  const answer = await api.ask<{ Version?: string }>(
    'GET',
    '/version',
    undefined,
    AbortSignal.timeout(patience(deadlineMs)),
  );
  if (answer?.Version === undefined) throw new Error(`no container engine: ${JSON.stringify(answer)}`);
  return answer.Version;
};

/** Looks for an engine that answers. Starts nothing. */
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
