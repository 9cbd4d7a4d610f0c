import type { Readable } from 'node:stream';
import type { ResourceAttributes } from '../access/access-attributes.ts';
import type { AccessReviews } from '../access/access-reviews.ts';
import { fakePipelineStore } from './fake-pipeline-store.ts';
import type { MultiUserConfiguration } from '../access/multi-user-configuration.ts';
import { multiUser } from '../access/multi-user.ts';
import { packageDownloader } from '../definitions/package-download.ts';
import type { NewVersion, PipelineStore } from '../model/pipeline-store.ts';
import type { ApiError } from '../ground/api-error.ts';
import { createServer, serveApi } from '../rest/server.ts';

const configuration: MultiUserConfiguration = {
  identity: { userHeader: 'kubeflow-userid', userPrefix: '', audience: 'kfp' },
  sharedRead: false,
  requireNamespace: false,
  sharedPipelines: 'namespace',
  sharedNamespace: 'kubeflow-shared-pipelines',
};
export const multipartHeaders = { 'content-type': 'multipart/form-data; boundary=b' };
/** The body of an upload. */
export const uploadBody = [
  '--b\r\nContent-Disposition: form-data; name="uploadfile"; filename="train.json"\r\n\r\n',
  '{"pipelineInfo":{"name":"train"},"root":{},"schemaVersion":"2.1.0"}\r\n--b--\r\n',
].join('');

/** A store that records its calls. */
const watchedStore = (kind: PipelineStore['kind']) => {
  const calls: string[] = [];
  const store = new Proxy(fakePipelineStore(kind), {
    get: (target, name, receiver) => {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        calls.push(String(name));
        return Reflect.apply(member, target, args);
      };
    },
  });
  return { store, calls };
};

const newVersion = (name: string): NewVersion => ({
  name,
  displayName: name,
  description: '',
  tags: {},
  codeSourceUrl: '',
  packageUrl: '',
  pipelineSpec: {},
  platformSpec: undefined,
});

/**
 * A multi-user server on a fake store with the pipeline `p` and its version `v` in the namespace `team`. `grants` are
 * `user verb namespace resource[/name]`, with `*` for any verb; anything else is denied, and a removed grant takes
 * effect at once.
 */
export const startMultiUserServer = async (
  kind: PipelineStore['kind'],
  grants: readonly string[],
  overrides: Partial<MultiUserConfiguration> = {},
) => {
  const { store, calls } = watchedStore(kind);
  const asked: ResourceAttributes[] = [];
  const outage: { reason?: ApiError } = {};
  const reviews: AccessReviews = {
    callerOf: async (token) => (token === 'bob-token' ? { user: 'bob', groups: [] } : undefined),
    isAllowed: async ({ user }, attributes) => {
      if (outage.reason) throw outage.reason;
      asked.push(attributes);
      const { verb, namespace = '', resource, name } = attributes;
      return [verb, '*'].some((wanted) =>
        [resource, `${resource}/${name}`].some((what) => grants.includes(`${user} ${wanted} ${namespace} ${what}`)),
      );
    },
  };
  const server = createServer('silent');
  const packages = packageDownloader({ validate: true, allowHttp: false, allowedDomains: [], timeoutMs: 10_000 });
  const tenancy = multiUser({ ...configuration, ...overrides }, { store: kind, systemNamespace: 'kubeflow' }, reviews);
  serveApi(server, { store, packages, pageTokenKey: Buffer.alloc(32, 1), blockV1: false, tenancy });
  const pipeline = await store.createPipeline({
    namespace: 'team',
    name: 'p',
    displayName: 'p',
    description: '',
    tags: {},
  });
  const version = await store.createVersion(pipeline.id, newVersion('v'));
  calls.splice(0);
  const send = async (
    user: string | undefined,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: string | Readable,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const identity = user === undefined ? {} : { 'kubeflow-userid': user };
    const answer = await server.inject({
      method,
      url: url.startsWith('/apis') ? url : `/apis/v2beta1${url}`,
      headers: { ...headers, ...identity },
      ...(payload === undefined ? {} : { payload }),
    });
    const { date: _date, ...answered } = answer.headers;
    return { status: answer.statusCode, body: answer.json(), headers: answered };
  };
  return {
    store,
    /** The called methods of the store. */
    calls,
    /** The requested reviews. */
    asked,
    /** With a reason, every review fails. */
    outage,
    /** The downloader for `package_url`, to be replaced. */
    packages,
    send,
    pipeline,
    version,
    path: `/pipelines/${pipeline.id}`,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await packages[Symbol.asyncDispose]();
    },
  };
};

/** A call of the API: method, path, body, headers. */
export type Call = readonly ['GET' | 'POST' | 'PATCH' | 'DELETE', string, string?, Record<string, string>?];
export const versionBody = { pipeline_id: 'x', name: 'w', package_url: { pipeline_url: 'https://github.com/p.yaml' } };

/** Every call that takes the id of a pipeline, and those with the id of a version. */
export const callsById = (pipeline: string, version: string): readonly Call[] => [
  ['GET', `/pipelines/${pipeline}`],
  ['PATCH', `/pipelines/${pipeline}`, '{"display_name":"x"}'],
  ['DELETE', `/pipelines/${pipeline}`],
  ['GET', `/pipelines/${pipeline}/versions`],
  ['POST', `/pipelines/${pipeline}/versions`, JSON.stringify(versionBody)],
  ['GET', `/pipelines/${pipeline}/versions/${version}`],
  ['PATCH', `/pipelines/${pipeline}/versions/${version}`, '{"display_name":"x"}'],
  ['DELETE', `/pipelines/${pipeline}/versions/${version}`],
  ['POST', `/pipelines/upload_version?pipelineid=${pipeline}`, uploadBody, multipartHeaders],
];
