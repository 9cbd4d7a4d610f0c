import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Agent, request } from 'undici';
import { EnvironmentError } from '../failures/environment-error.ts';
import { patience } from '../waiting/slowness.ts';
import { EngineAnswerError } from './engine-answer-error.ts';

/** The HTTP API of a Docker engine, as far as this project asks it anything itself. */
export interface EngineApi extends AsyncDisposable {
  /** As DOCKER_HOST says it: `unix:///var/run/docker.sock` */
  readonly address: string;
  /** The parsed answer, undefined where it is empty. Throws an EngineAnswerError on any status but 2xx. */
  ask<Answer>(
    method: 'GET' | 'POST' | 'DELETE',
    route: string,
    /** A tar archive, or what is sent as JSON. */
    body?: Readable | object,
    signal?: AbortSignal,
  ): Promise<Answer | undefined>;
  /** Writes an answer that is no JSON to a file. Throws like `ask`. */
  save(route: string, file: string, signal: AbortSignal): Promise<void>;
}

/** Client certificates, where the engine is reached over TLS. */
const tlsOf = (address: string) => {
  const folder = process.env['DOCKER_CERT_PATH'];
  if (!process.env['DOCKER_TLS_VERIFY'] || !folder || !address.startsWith('tcp://')) return undefined;
  const read = (name: string) => readFileSync(path.join(folder, name));
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
};

const bodyOf = (content: Readable | object | undefined) => {
  if (content === undefined) return {};
  if (content instanceof Readable) return { body: content, headers: { 'content-type': 'application/x-tar' } };
  return { body: JSON.stringify(content), headers: { 'content-type': 'application/json' } };
};

/** Throws an EnvironmentError for an address that only Docker's own command understands (ssh://). */
export const engineApi = (address: string): EngineApi => {
  const [, scheme, rest] = /^(unix|tcp|http|https):\/\/(.+)$/.exec(address) ?? [];
  if (scheme === undefined || rest === undefined)
    throw new EnvironmentError(`expected a container engine at unix://PATH or tcp://HOST:PORT, and got ${address}`);
  const tls = tlsOf(address);
  const agent = new Agent({
    connect: { timeout: 5000, ...(scheme === 'unix' ? { socketPath: rest } : tls) },
    // Loading an image is answered when it is done.
    headersTimeout: patience(600_000),
    bodyTimeout: patience(600_000),
  });
  const secure = scheme === 'https' || tls !== undefined;
  const origin = scheme === 'unix' ? 'http://localhost' : `${secure ? 'https' : 'http'}://${rest.replace(/\/+$/, '')}`;
  return {
    address,
    ask: async <Answer>(
      method: 'GET' | 'POST' | 'DELETE',
      route: string,
      content?: Readable | object,
      signal?: AbortSignal,
    ): Promise<Answer | undefined> => {
      const { statusCode, body } = await request(`${origin}${route}`, {
        method,
        dispatcher: agent,
        signal: signal ?? null,
        ...bodyOf(content),
      });
      const text = await body.text();
      if (statusCode < 200 || statusCode > 299) throw new EngineAnswerError(`${method} ${route}`, statusCode, text);
      // Long tasks answer with a line of JSON a step.
      return text === '' ? undefined : (JSON.parse(text.trim().split('\n').at(-1) ?? '') as Answer);
    },
    save: async (route, file, signal) => {
      const { statusCode, body } = await request(`${origin}${route}`, { dispatcher: agent, signal });
      if (statusCode !== 200) throw new EngineAnswerError(`GET ${route}`, statusCode, await body.text());
      await pipeline(body, createWriteStream(file), { signal });
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
};
