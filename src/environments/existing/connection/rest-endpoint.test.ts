import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { UsageError } from '../../../failures/usage-error.ts';
import type { Json } from '../../../clients/json-response.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { RefusedError } from '../../../cluster/refused-error.ts';
import { restAccess, type RestOptions } from './rest-endpoint.ts';

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
});

const file = async (name: string, content: string): Promise<string> => {
  const created = path.join(directory, name);
  await writeFile(created, content);
  return created;
};

/** Issues a token for the service account kubeflow/ci, and keeps the requests. */
const tokenRequests: unknown[] = [];
const cluster = {
  create: async (path: string, body: Json) => {
    tokenRequests.push(body['spec']);
    if (path !== '/api/v1/namespaces/kubeflow/serviceaccounts/ci/token')
      throw new RefusedError({ method: 'POST', path }, { status: 404, body: '{}' });
    return { status: { token: 'for-the-account' } };
  },
} as unknown as ClusterClient;

const access = (options: RestOptions) => restAccess(options, cluster, 'http://127.0.0.1:1');

test('the defaults are the port-forward and a caller without credentials', async () => {
  expect(await access({})).toEqual({
    server: { origin: 'http://127.0.0.1:1' },
    caller: {},
    secrets: {},
    userHeader: 'kubeflow-userid',
    userPrefix: '',
  });
});

test('an endpoint may have a path and its own certificate authority', async () => {
  const ca = await file('ca.pem', 'PEM');
  const { server } = await access({ endpoint: 'https://kubeflow.example.com:8443/pipeline/', ca });
  expect(server).toEqual({ origin: 'https://kubeflow.example.com:8443/pipeline', ca: 'PEM' });
});

test('every value in a header file is a secret', async () => {
  const headerFile = await file(
    'headers',
    'Cookie: session=abcdef; oauth2=xyz=1\r\n\nX-Api-Key: k-123456\ncookie: third=3\nAuthorization: Bearer b-123456\n',
  );
  const { caller, secrets } = await access({ headerFile });
  expect(caller).toEqual({
    headers: {
      cookie: 'session=abcdef; oauth2=xyz=1; third=3',
      'x-api-key': 'k-123456',
      authorization: 'Bearer b-123456',
    },
  });
  expect(secrets).toEqual({
    COOKIE_SESSION: 'abcdef',
    COOKIE_OAUTH2: 'xyz=1',
    COOKIE_THIRD: '3',
    KEY_X_API_KEY: 'k-123456',
    TOKEN_CALLER: 'b-123456',
  });
});

test('a token file is passed on as a file, so that it can be renewed', async () => {
  const tokenFile = await file('token', 'abcdefgh\n');
  expect(await access({ tokenFile })).toMatchObject({ caller: { tokenFile }, secrets: { TOKEN_CALLER: 'abcdefgh' } });
});

test("a service account gets a token for KFP's audience", async () => {
  const { caller } = await access({ serviceAccount: 'kubeflow/ci' });
  expect(caller).toEqual({ headers: { authorization: 'Bearer for-the-account' } });
  expect(tokenRequests.at(-1)).toMatchObject({ audiences: ['pipelines.kubeflow.org'] });
});

const broken: readonly (readonly [string, () => Promise<RestOptions>, RegExp])[] = [
  [
    'an endpoint without a scheme',
    async () => ({ endpoint: 'kubeflow.example.com' }),
    /--endpoint kubeflow\.example\.com: expected http/,
  ],
  ['an endpoint with a password', async () => ({ endpoint: 'https://a:b@c' }), /put credentials into --header-file/],
  [
    'an endpoint with the path of the API',
    async () => ({ endpoint: 'https://c/apis/v2beta1' }),
    /leave out \/apis and everything after it/,
  ],
  ['an authority without TLS', async () => ({ endpoint: 'http://c', ca: '/x' }), /--ca: http:\/\/c is not https/],
  ['an authority without an endpoint', async () => ({ ca: '/x' }), /--ca: expected an https --endpoint/],
  ['a missing header file', async () => ({ headerFile: '/nowhere' }), /--header-file \/nowhere cannot be read/],
  [
    'a line without a colon in a header file',
    async () => ({ headerFile: await file('h', 'a: b\ns3cret') }),
    /line 2 is not "Name: value"$/,
  ],
  [
    'a header value with a control character',
    async () => ({ headerFile: await file('h', 'a: b\u0001c') }),
    /the value in line 1 contains characters/,
  ],
  ['an empty header file', async () => ({ headerFile: await file('h', '\n') }), /contains no header/],
  ['an empty token file', async () => ({ tokenFile: await file('t', '\n') }), /--token-file .* is empty/],
  ['two identities', async () => ({ tokenFile: '/t', serviceAccount: 'a/b' }), /pass only one of them/],
  ['a service account without namespace', async () => ({ serviceAccount: 'ci' }), /expected NAMESPACE\/NAME/],
  ['a missing service account', async () => ({ serviceAccount: 'kubeflow/none' }), /no such service account/],
  ['an invalid user header', async () => ({ userHeader: 'a b' }), /--user-header a b is not a valid header name/],
];

test.each(broken)('%s is a usage error', async (_mistake, options, message) => {
  const opening = access(await options());
  await expect(opening).rejects.toThrow(UsageError);
  await expect(opening).rejects.toThrow(message);
});
