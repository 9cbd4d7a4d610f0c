import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exchange, HttpRequest } from '../contract/exchange.ts';
import { testFolder } from '../testing/test-folder.ts';
import { fileResources } from '../testing/test-resources.ts';
import { patience } from '../waiting/slowness.ts';
import { reproduction } from './reproduction.ts';

const run = promisify(execFile);
const has = async (program: string) =>
  run(program, ['--version']).then(
    () => true,
    () => false,
  );
const canRun = (await has('bash')) && (await has('curl')) && (await has('jq'));

interface Arrived {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const arrived: Arrived[] = [];
let answer: (request: Arrived) => string = () => '{}';
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method = '', url = '', headers } = request;
    const one = { method, target: url, headers, body: Buffer.concat(chunks) };
    arrived.push(one);
    response.end(answer(one));
  });
});
const resources = fileResources();
let origin = '';
let folder = '';

/** A fake kubectl that records its arguments. */
const fakeKubectl = `#!/bin/bash
{ printf '%s\\0' "$@"; case " $* " in *' -f - '*) printf 'STDIN\\0'; cat; printf '\\0';; esac; printf 'END\\0'; } >>"$KUBECTL_LOG"
printf '%s' "$KUBECTL_ANSWER"
`;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = (await resources.use(testFolder())).path;
  await writeFile(path.join(folder, 'kubectl'), fakeKubectl, { mode: 0o755 });
});
afterAll(() => {
  server.close();
});

const context = { restOrigin: 'http://127.0.0.1:41111', kubernetesOrigin: 'https://127.0.0.1:42222' };

const exchange = (request: Partial<HttpRequest>, body = '{}', surface: Exchange['surface'] = 'rest'): Exchange => ({
  surface,
  request: { method: 'GET', target: '/', headers: {}, ...request },
  response: { status: 200, headers: {}, body },
  durationMs: 1,
});

const json = { 'content-type': 'application/json' };
const post = (target: string, body: unknown, answered: unknown) =>
  exchange({ method: 'POST', target, headers: json, body: JSON.stringify(body) }, JSON.stringify(answered));

/** Runs a script, and returns the requests to the server and the calls of kubectl. */
const replay = async (lines: readonly string[], env: Record<string, string> = {}) => {
  arrived.length = 0;
  const log = path.join(folder, 'kubectl.log');
  await writeFile(log, '');
  const script = path.join(folder, 'script.sh');
  await writeFile(script, lines.join('\n'));
  const { stdout, stderr } = await run('bash', [script], {
    cwd: folder,
    env: {
      PATH: `${folder}:${process.env['PATH']}`,
      KFP: origin,
      KUBERNETES: origin,
      KUBECTL_LOG: log,
      KUBECTL_ANSWER: '{}',
      ...env,
    },
  });
  const calls = (await readFile(log, 'utf8')).split('END\0').map((call) => call.split('\0').slice(0, -1));
  return { stdout, stderr, requests: [...arrived], kubectl: calls.slice(0, -1) };
};

const pipelineId = '6f1a4c58-0f6d-4a54-8a55-0f3c4f2a9b01';
const versionId = '6f1a4c58-0f6d-4a54-8a55-0f3c4f2a9b02';

describe.skipIf(!canRun)('a reproduction that is run', () => {
  it('sends the same bytes as the run, with any characters', async () => {
    answer = () => '{}';
    const nasty = [
      "it's",
      '$HOME `id` \\ "x" !!',
      'a\nEOF\nb',
      'äöü 🎉',
      '%s\\n',
      '@/etc/hostname',
      '{}',
      '{ }',
      ' ',
      '\r\u0001',
    ];
    for (const body of nasty) {
      const { requests } = await replay(
        reproduction([exchange({ method: 'PATCH', target: '/apis/x', headers: json, body })], context),
      );
      expect(requests.map((request) => request.body.toString())).toEqual([body]);
      expect(requests[0]).toMatchObject({ method: 'PATCH', target: '/apis/x', headers: json });
    }
  });

  it('sends arbitrary requests unchanged', { timeout: patience(120_000) }, async () => {
    answer = () => '{}';
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'),
      target: fc
        .webPath({ size: 'small' })
        .map((tail) => `/apis/v2beta1/x${tail === '' ? '' : tail}?q=${encodeURIComponent(tail)}`),
      headers: fc.record({
        'x-note': fc
          .string({ minLength: 1, unit: fc.constantFrom('a', '$', '`', "'", '"', '!', '\\', ' ', ';', '#', '&') })
          .map((v) => `<${v}>`),
      }),
      body: fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array(), fc.json(), fc.constant(undefined)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 4 }), async (requests) => {
        const sent = requests.map(({ body, ...rest }) => ({ ...rest, ...(body !== undefined && { body }) }));
        const { requests: received } = await replay(
          reproduction(
            sent.map((one) => exchange(one)),
            context,
          ),
        );
        const wire = ({ method, target, headers, body }: HttpRequest) =>
          JSON.stringify([method, target, headers['x-note'], Buffer.from(body ?? '').toString('base64')]);
        const once = (all: readonly string[]) => [...new Set(all)].toSorted();
        expect(
          once(received.map((one) => wire({ ...one, headers: { 'x-note': String(one.headers['x-note']) } }))),
        ).toEqual(once(sent.map(wire)));
      }),
      { numRuns: 40 },
    );
  });

  it('takes ids, times and page tokens from its own answers', async () => {
    const token = 'eyJhIjoxfQ+/==';
    const exchanges = [
      post('/apis/v2beta1/pipelines', { name: 'p' }, { pipeline_id: pipelineId, created_at: '2026-11-23T10:00:00Z' }),
      post(
        `/apis/v2beta1/pipelines/${pipelineId}/versions`,
        { pipeline_id: pipelineId, name: "v'1" },
        { pipeline_version_id: versionId },
      ),
      exchange({ target: `/apis/v2beta1/pipelines/${pipelineId}/versions/${versionId}` }),
      exchange(
        { target: '/apis/v2beta1/pipelines?page_size=1' },
        JSON.stringify({ pipelines: [{}], next_page_token: token }),
      ),
      exchange({ target: `/apis/v2beta1/pipelines?page_size=1&page_token=${encodeURIComponent(token)}` }),
      exchange({
        target: `/apis/v2beta1/pipelines?filter=${encodeURIComponent('{"timestamp_value":"2026-11-23T10:00:00Z"}')}`,
      }),
    ];
    const lines = reproduction(exchanges, context);
    const script = lines.join('\n');
    for (const raw of [pipelineId, versionId, 'eyJh', '2026-11', '41111']) expect(script).not.toContain(raw);
    answer = ({ method, target }) =>
      method === 'POST'
        ? JSON.stringify(
            target.endsWith('versions')
              ? { pipeline_version_id: 'new-version' }
              : { pipeline_id: 'new-pipeline', created_at: '2027-01-01T00:00:00Z' },
          )
        : '{"next_page_token":"n+w/="}';
    const { requests } = await replay(lines);
    expect(requests.map(({ target }) => target)).toEqual([
      '/apis/v2beta1/pipelines',
      '/apis/v2beta1/pipelines/new-pipeline/versions',
      '/apis/v2beta1/pipelines/new-pipeline/versions/new-version',
      '/apis/v2beta1/pipelines?page_size=1',
      '/apis/v2beta1/pipelines?page_size=1&page_token=n%2Bw%2F%3D',
      `/apis/v2beta1/pipelines?filter=${encodeURIComponent('{"timestamp_value":"2027-01-01T00:00:00Z"}')}`,
    ]);
    expect(requests[1]?.body.toString()).toBe(`{"pipeline_id":"new-pipeline","name":"v'1"}`);
  });

  it('selects list items by name, since lists may have another order', async () => {
    const list = {
      pipelines: [
        { name: 'a', pipeline_id: versionId },
        { name: "b'", pipeline_id: pipelineId },
      ],
    };
    const lines = reproduction(
      [
        exchange({ target: '/apis/v2beta1/pipelines' }, JSON.stringify(list)),
        exchange({ target: `/apis/v2beta1/pipelines/${pipelineId}` }),
      ],
      context,
    );
    answer = () =>
      JSON.stringify({
        pipelines: [
          { name: "b'", pipeline_id: 'second' },
          { name: 'a', pipeline_id: 'first' },
        ],
      });
    expect((await replay(lines)).requests[1]?.target).toBe('/apis/v2beta1/pipelines/second');
  });

  it('uploads text files with and without a final newline, and binary files, as forms', async () => {
    answer = () => '{}';
    for (const content of ['a: 1\n', "a: '1'", 'x\nEOF\n', '\u0000\u0001\u00ff', '', 'ends\n\n']) {
      const bytes = Buffer.from(content, 'latin1');
      const body = Buffer.concat([
        Buffer.from(
          '--b0\r\nContent-Disposition: form-data; name="uploadfile"; filename="my pipe;line.yaml"\r\nContent-Type: application/octet-stream\r\n\r\n',
        ),
        bytes,
        Buffer.from('\r\n--b0--\r\n'),
      ]);
      const headers = { 'content-type': 'multipart/form-data; boundary=b0' };
      const target = '/apis/v2beta1/pipelines/upload?name=n%20m';
      const lines = reproduction([exchange({ method: 'POST', target, headers, body })], context);
      expect(lines.join('\n')).toContain('-F ');
      const { requests } = await replay(lines);
      const [request] = requests;
      expect(request).toMatchObject({ method: 'POST', target });
      const form = await new Response(new Uint8Array(request?.body ?? Buffer.alloc(0)), {
        headers: { 'content-type': request?.headers['content-type'] ?? '' },
      }).formData();
      const file = form.get('uploadfile') as File;
      expect(file.name).toBe('my pipe;line.yaml');
      expect(Buffer.from(await file.arrayBuffer()).toString('latin1')).toBe(content);
    }
  });

  it('sends a broken form unchanged', async () => {
    answer = () => '{}';
    const headers = { 'content-type': 'multipart/form-data; boundary=b0' };
    const body = '--b0\r\nContent-Disposition: form-data; name="uploadfile"\r\n\r\ncut';
    const { requests } = await replay(
      reproduction([exchange({ method: 'POST', target: '/u', headers, body })], context),
    );
    expect(requests[0]?.body.toString()).toBe(body);
    expect(requests[0]?.headers).toMatchObject(headers);
  });

  it('sends an empty header', async () => {
    answer = () => '{}';
    const { requests } = await replay(reproduction([exchange({ headers: { 'kubeflow-userid': '' } })], context));
    expect(requests[0]?.headers['kubeflow-userid']).toBe('');
  });

  it('calls kubectl with the same content', async () => {
    const pipelines = '/apis/pipelines.kubeflow.org/v2beta1/namespaces/kfp-7f/pipelines';
    const object = {
      apiVersion: 'pipelines.kubeflow.org/v2beta1',
      kind: 'Pipeline',
      metadata: { name: 'p', namespace: 'kfp-7f' },
      spec: { description: "$HOME `id` \\ it's" },
    };
    const kubernetes = (request: Partial<HttpRequest>, body = '{}') => exchange(request, body, 'kubernetes');
    const created = JSON.stringify({ kind: 'Pipeline', metadata: { uid: pipelineId, resourceVersion: '71' } });
    const patch = JSON.stringify([{ op: 'test', path: '/metadata/uid', value: pipelineId }]);
    const lines = reproduction(
      [
        kubernetes({ method: 'POST', target: pipelines, headers: json, body: JSON.stringify(object) }, created),
        kubernetes({
          method: 'PATCH',
          target: `${pipelines}/p`,
          headers: { 'content-type': 'application/json-patch+json' },
          body: patch,
        }),
        kubernetes({ target: `${pipelines}?watch=true&resourceVersion=71` }),
        kubernetes({
          method: 'DELETE',
          target: `${pipelines}/p`,
          headers: json,
          body: `{"preconditions":{"uid":"${pipelineId}"}}`,
        }),
        kubernetes({ method: 'DELETE', target: `${pipelines}/p` }),
        kubernetes({
          method: 'PATCH',
          target: `${pipelines}/p?fieldManager=me&force=true`,
          headers: { 'content-type': 'application/apply-patch+yaml', 'Impersonate-User': 'eve' },
          body: JSON.stringify(object),
        }),
      ],
      context,
    );
    expect(lines.join('\n')).not.toContain('kfp-7f');
    const { kubectl } = await replay(lines, {
      NAMESPACE: 'team-a',
      KUBECTL_ANSWER: '{"metadata":{"uid":"new-uid","resourceVersion":"5"}}',
    });
    const here = '/apis/pipelines.kubeflow.org/v2beta1/namespaces/team-a/pipelines';
    const moved = `${JSON.stringify(object).replace('kfp-7f', 'team-a')}\n`;
    expect(kubectl).toEqual([
      ['create', '--validate=warn', '-o', 'json', '-n', 'team-a', '-f', '-', 'STDIN', moved],
      [
        'patch',
        '--type=json',
        '-o',
        'json',
        '-n',
        'team-a',
        'pipelines.pipelines.kubeflow.org',
        'p',
        '-p',
        patch.replace(pipelineId, 'new-uid'),
      ],
      ['get', '--raw', `${here}?watch=true&resourceVersion=5&timeoutSeconds=5`],
      ['delete', '--raw', `${here}/p`, '-f', '-', 'STDIN', '{"preconditions":{"uid":"new-uid"}}\n'],
      ['delete', '--wait=false', '-n', 'team-a', 'pipelines.pipelines.kubeflow.org', 'p'],
      [
        'apply',
        '--server-side',
        '--validate=warn',
        '-o',
        'json',
        '--field-manager',
        'me',
        '--force-conflicts',
        '-n',
        'team-a',
        '-f',
        '-',
        '--as',
        'eve',
        'STDIN',
        moved,
      ],
    ]);
  });

  it('uses kubectl proxy if kubectl has no command', async () => {
    answer = () => '{}';
    const headers = { 'content-type': 'application/strategic-merge-patch+json' };
    const { requests, kubectl } = await replay(
      reproduction(
        [exchange({ method: 'PATCH', target: '/api/v1/namespaces/a', headers, body: '{"a":1}' }, '{}', 'kubernetes')],
        context,
      ),
    );
    expect(kubectl).toEqual([]);
    expect(requests[0]).toMatchObject({ method: 'PATCH', target: '/api/v1/namespaces/a', headers });
  });
});

describe('the text of a reproduction', () => {
  it('never contains credentials', () => {
    const script = reproduction(
      [
        exchange({ headers: { Authorization: 'Bearer abc.def.ghi', cookie: 'session="x"; a=b' } }),
        exchange({
          method: 'POST',
          target: '/a?t=abc.def.ghi',
          headers: { authorization: 'Bearer other' },
          body: '{"token":"third-token"}',
        }),
        exchange({
          method: 'POST',
          target: '/b',
          headers: { authorization: 'raw-secret' },
          body: Buffer.from('{"password":"hunter2"}'),
        }),
        exchange({ target: '/c', headers: { authorization: 'Bearer abc.def.ghi' } }, '{}', 'kubernetes'),
      ],
      context,
    ).join('\n');
    for (const secret of ['abc.def', 'session', 'other', 'third-token', 'raw-secret', 'hunter2'])
      expect(script).not.toContain(secret);
    expect(script).toContain('Authorization: Bearer $TOKEN"');
    expect(script).toContain(`TOKEN_2=\${TOKEN_2:-}`);
    expect(script).toContain('kubectl get --raw /c \\\n  --token "$TOKEN"'.replace(' \\\n  ', ' '));
  });

  it('uses the names of credentials from the exchanges, and shows harmless values', () => {
    const script = reproduction(
      [
        exchange({ target: '/a?t=$TOKEN_ALICE', headers: { authorization: 'Bearer $TOKEN_ALICE' } }),
        exchange({ target: '/b', headers: { authorization: 'Bearer $TOKEN_ALICE_2' } }, '{}', 'kubernetes'),
        exchange({ target: '/c', headers: { authorization: 'Bearer [redacted]' } }),
        exchange({ target: '/d', headers: { authorization: 'Bearer broken' } }),
      ],
      { ...context, credentialsNamed: true },
    ).join('\n');
    expect(script).toContain(`TOKEN_ALICE=\${TOKEN_ALICE:-}  # credentials are never recorded`);
    expect(script).toContain('curl -sS "$KFP/a?t=$TOKEN_ALICE" -H "authorization: Bearer $TOKEN_ALICE"');
    expect(script).toContain('kubectl get --raw /b --token "$TOKEN_ALICE_2"');
    expect(script).toContain('-H "authorization: Bearer $TOKEN"');
    expect(script).toContain("-H 'authorization: Bearer broken'");
  });

  it('does not depend on the number of repeated reads', () => {
    const create = post('/apis/v2beta1/pipelines', { name: 'p' }, { pipeline_id: pipelineId });
    const [a, b] = [exchange({ target: `/a/${pipelineId}` }), exchange({ target: '/b' })];
    const once = reproduction([create, a, b, create], context);
    expect(reproduction([create, a, b, a, b, a, b, create], context)).toEqual(once);
    expect(reproduction([create, a, create, a], context)).not.toEqual(reproduction([create, a, create], context));
  });

  it('omits a large body and states that', () => {
    const body = JSON.stringify({ name: 'x'.repeat(5000) });
    const lines = reproduction([exchange({ method: 'POST', target: '/p', headers: json, body })], context);
    expect(lines.join('\n')).toMatch(
      /# body-1 is not shown: the body had 5,011 bytes; it begins: \{"name":"xxx[\s\S]*--data-binary @body-1/,
    );
    expect(lines.join('\n').length).toBeLessThan(1000);
  });

  it('omits the middle of a long scenario, except steps on which the end depends', () => {
    const creates = Array.from({ length: 100 }, (_, n) =>
      post(
        '/apis/v2beta1/pipelines',
        { name: `p${n}` },
        { pipeline_id: `6f1a4c58-0f6d-4a54-8a55-${String(n).padStart(12, '0')}` },
      ),
    );
    const lines = reproduction(
      [...creates, exchange({ target: '/apis/v2beta1/pipelines/6f1a4c58-0f6d-4a54-8a55-000000000050' })],
      context,
    );
    const script = lines.join('\n');
    expect(script).toContain('PIPELINE_1=$(curl');
    expect(script).toContain('"name":"p50"');
    expect(script).toContain('more requests of the run omitted here');
    expect(lines.length).toBeLessThan(200);
  });

  it('contains the packages that the harness served', () => {
    const lines = reproduction(
      [post('/v', { package_url: { pipeline_url: 'http://127.0.0.1:43333/1/pipeline.yaml' } }, {})],
      {
        ...context,
        packageFiles: {
          '/1/pipeline.yaml': { fileName: 'pipeline.yaml', content: 'a: 1\n' },
          '/2/../x': { fileName: 'x', content: '' },
        },
      },
    );
    const script = lines.join('\n');
    expect(script).toContain('"pipeline_url":"\'"$PACKAGES"\'/1/pipeline.yaml"');
    expect(script).toContain("mkdir -p packages/1\ncat <<'EOF' > packages/1/pipeline.yaml\na: 1\nEOF");
    expect(script).toContain('# $PACKAGES/2/../x: 0 bytes, answered 200 (not written here)');
  });

  it('accepts arbitrary exchanges, since an error here would hide the reported failure', () => {
    const text = fc.string({ unit: 'binary' });
    const segment = fc.oneof(fc.constantFrom('apis', 'api', 'v1', 'namespaces', 'g', '%', '%FF', '..', ''), text);
    const anything = fc.record({
      surface: fc.constantFrom('rest' as const, 'kubernetes' as const),
      request: fc.record({
        method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'),
        target: fc.array(segment).map((segments) => `/${segments.join('/')}`),
        headers: fc.dictionary(fc.constantFrom('content-type', 'authorization', 'cookie', 'accept', 'x'), text),
        body: fc.oneof(text, fc.json(), fc.uint8Array({ maxLength: 5000 })),
      }),
      response: fc.record({ status: fc.constant(200), headers: fc.constant({}), body: fc.oneof(text, fc.json()) }),
      durationMs: fc.constant(1),
    });
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 60 }), (exchanges) => {
        const lines = reproduction(exchanges, context);
        expect(lines.some((line) => line.includes('\n') || !line.isWellFormed())).toBe(false);
      }),
    );
  });

  it('is empty without requests', () => {
    expect(reproduction([], context)).toEqual([]);
  });
});

it('impersonates a user with a token in kubectl, and explains how to get the token', () => {
  const script = reproduction(
    [
      {
        surface: 'kubernetes',
        request: {
          method: 'GET',
          target: '/apis/pipelines.kubeflow.org/v2beta1/namespaces/ns-1/pipelines',
          headers: { authorization: 'Bearer $TOKEN_ALICE_KUBERNETES' },
        },
        durationMs: 1,
      },
      {
        surface: 'rest',
        request: {
          method: 'GET',
          target: '/apis/v2beta1/pipelines?namespace=ns-1',
          headers: { authorization: 'Bearer $TOKEN_ALICE' },
        },
        durationMs: 1,
      },
    ],
    {
      restOrigin: 'http://127.0.0.1:1',
      kubernetesOrigin: 'https://127.0.0.1:2',
      namespace: 'ns-1',
      credentialsNamed: true,
      tokens: new Map([
        ['TOKEN_ALICE_KUBERNETES', { serviceAccount: 'alice', namespace: 'ns-1' }],
        ['TOKEN_ALICE', { serviceAccount: 'alice', namespace: 'ns-1', audience: 'pipelines.kubeflow.org' }],
      ]),
    },
  ).join('\n');
  expect(script).toContain('--as "system:serviceaccount:$NAMESPACE:alice"');
  expect(script).toContain('-H "authorization: Bearer $TOKEN_ALICE"');
  expect(script).toContain(
    '# after the account exists: kubectl create token alice -n $NAMESPACE --audience pipelines.kubeflow.org',
  );
});

it('keeps the users that appear in the shown steps, with their permissions, and no others', () => {
  const create = (path: string, body: unknown) => ({
    surface: 'kubernetes' as const,
    request: {
      method: 'POST',
      target: path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    },
    response: { status: 201, headers: {}, body: '{}' },
    durationMs: 1,
  });
  const rbac = 'rbac.authorization.k8s.io';
  const person = (name: string) => {
    const metadata = { name: `role-of-${name}`, namespace: 'ns-1' };
    const collection = `/apis/${rbac}/v1/namespaces/ns-1`;
    return [
      create('/api/v1/namespaces/ns-1/serviceaccounts', {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name, namespace: 'ns-1' },
      }),
      create(`${collection}/roles`, { apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules: [] }),
      create(`${collection}/rolebindings`, {
        apiVersion: `${rbac}/v1`,
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: rbac, kind: 'Role', name: metadata.name },
        subjects: [{ kind: 'ServiceAccount', name, namespace: 'ns-1' }],
      }),
    ];
  };
  const reads = (user: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      surface: 'rest' as const,
      request: {
        method: 'GET',
        target: `/apis/v2beta1/pipelines/${index}`,
        headers: { 'kubeflow-userid': `system:serviceaccount:ns-1:${user}` },
      },
      durationMs: 1,
    }));
  const script = reproduction([...reads('owner', 12), ...person('bob'), ...person('ann'), ...reads('ann', 40)], {
    restOrigin: 'http://127.0.0.1:1',
    kubernetesOrigin: 'https://127.0.0.1:2',
    namespace: 'ns-1',
  }).join('\n');
  expect(script).toContain('"kind":"ServiceAccount","metadata":{"name":"ann"');
  expect(script).toContain('"kind":"Role","metadata":{"name":"role-of-ann"');
  expect(script).toContain('"kind":"RoleBinding","metadata":{"name":"role-of-ann"');
  expect(script).not.toContain('bob');
});
