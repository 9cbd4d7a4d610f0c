import type { Params } from 'k6/http';
import { settings } from './settings.ts';

const { kfpHeadersFile, kfpUrl, graceSeconds, laneTag } = settings;

const headersIn = (file: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    open(file)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => {
        const at = line.indexOf(':');
        // Without the line: it may hold a secret.
        if (at < 1) throw new Error(`expected each line of ${file} to be a header, "Name: value"`);
        return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
      }),
  );

const identity = kfpHeadersFile === '' ? {} : headersIn(kfpHeadersFile);

export const pipelinesUrl = `${kfpUrl}/apis/v2beta1/pipelines`;

/** The parameters of a request of an operation: `name` tells requests of one operation apart. */
export const restParams = (op: string, name: string, extra: Params = {}): Params & { responseType: 'text' } => ({
  headers: { 'content-type': 'application/json', ...identity },
  tags: { name, op, ...laneTag },
  timeout: `${graceSeconds}s`,
  ...extra,
  responseType: 'text',
});

/** The query parameter of a namespace: multi-user servers require it, the others ignore it. */
export const namespaceQuery = (namespace: string): string => (settings.multiUser ? `namespace=${namespace}&` : '');
