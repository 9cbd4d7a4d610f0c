import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Agent, request } from 'undici';
import { EnvironmentError } from '../failures/environment-error.ts';
import { patience } from '../waiting/slowness.ts';
import { EngineAnswerError } from './engine-answer-error.ts';

/** A client for the parts of Docker's HTTP API that this project calls directly. */
export interface EngineApi extends AsyncDisposable {
  /** In the format of DOCKER_HOST: `unix:///var/run/docker.sock` */
  readonly address: string;
  /** Returns the parsed answer; undefined if it is empty. Throws an EngineAnswerError on any status other than 2xx. */
  ask<Answer>(
    method: 'GET' | 'POST' | 'DELETE',
    route: string,
    /** A tar archive, or an object that is sent as JSON. */
    body?: Readable | object,
    signal?: AbortSignal,
  ): Promise<Answer | undefined>;
  /** Writes a binary answer to a file. Throws the same errors as `ask`. */
  save(route: string, file: string, signal: AbortSignal): Promise<void>;
}

/** The client certificate and the CA, if the engine is reached over TLS. */
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

/** Throws an EnvironmentError for an address that only the docker command supports (ssh://). */
export const engineApi = (address: string): EngineApi => {
  const [, scheme, rest] = /^(unix|tcp|http|https):\/\/(.+)$/.exec(address) ?? [];
  if (scheme === undefined || rest === undefined)
    throw new EnvironmentError(`expected a container engine at unix://PATH or tcp://HOST:PORT, but got ${address}`);
  const tls = tlsOf(address);
  const agent = new Agent({
    connect: { timeout: 5000, ...(scheme === 'unix' ? { socketPath: rest } : tls) },
    // The engine answers a request to load an image only when it has loaded it.
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
      // Long operations answer with one line of JSON per step.
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
