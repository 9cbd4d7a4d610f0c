import type { Json } from '../../src/clients/json-response.ts';
import { object } from '../../src/clients/json-response.ts';
import { apiV2, type CallOptions, type KfpClient } from '../../src/clients/kfp.ts';

const pipelines = `${apiV2}/pipelines`;

const named = (method: string, path: string, options: CallOptions, namespace: string): CallOptions => {
  const json = (options.json ?? {}) as Json;
  if (method === 'GET' && (path === pipelines || path.startsWith(`${pipelines}/names/`)))
    return { ...options, query: { namespace, ...options.query } };
  if (method === 'POST' && path === pipelines) return { ...options, json: { namespace, ...json } };
  if (method === 'POST' && path === `${pipelines}/create`)
    return { ...options, json: { ...json, pipeline: { namespace, ...object(json, 'pipeline') } } };
  return options;
};

/** The client with the namespace filled in where the API has a place for it and a request names none. */
export const inNamespace = (kfp: KfpClient, namespace: string): KfpClient => ({
  ...kfp,
  call: (method, path, options = {}) => kfp.call(method, path, named(method, path, options, namespace)),
  upload: (path, file, query = {}) =>
    kfp.upload(path, file, path === `${pipelines}/upload` ? { namespace, ...query } : query),
});
