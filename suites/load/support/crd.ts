import type { Params } from 'k6/http';
import { settings } from './settings.ts';

const { kubeApi, kubeTokenFile, graceSeconds, laneTag } = settings;

const identity: Readonly<Record<string, string>> =
  kubeTokenFile === '' ? {} : { authorization: `Bearer ${open(kubeTokenFile).trim()}` };

const api = `${kubeApi}/apis/pipelines.kubeflow.org/v2beta1`;

/** Objects of all namespaces. */
export const everyPipelineUrl = `${api}/pipelines`;

export const collectionUrl = (kind: 'pipelines' | 'pipelineversions', namespace: string): string =>
  `${api}/namespaces/${namespace}/${kind}`;

/** The parameters of a request of an operation: `name` tells requests of one operation apart. */
export const crdParams = (
  op: string,
  name: string,
  { contentType = 'application/json', ...extra }: Params & { readonly contentType?: string } = {},
): Params & { responseType: 'text' } => ({
  headers: { 'content-type': contentType, accept: 'application/json', ...identity },
  tags: { name, op, ...laneTag },
  timeout: `${graceSeconds}s`,
  ...extra,
  responseType: 'text',
});
