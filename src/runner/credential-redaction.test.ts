import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { withoutPasswords } from '../cli/command-line.ts';
import { copyRedacted } from '../environments/copy-redacted.ts';
import { assembleReport } from '../judgement/assemble.ts';
import { sampleReport } from '../report/testing/sample-report.ts';
import { writeReport } from '../report/write-report.ts';
import { noFeatures } from '../contract/feature.ts';
import type { PackageServer } from '../lanes/package-server.ts';
import type { Requirement } from '../contract/requirement.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { LentTarget } from '../targets/started-target.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { executeScenario } from './execute-scenario.ts';
import { keepExchanges } from './keep-exchanges.ts';

/** These match no pattern: they are redacted because they were registered or were in a header for credentials. */
const token = 'opaque/token+of=alice~0123456789';
const cookie = 'planted-session-cookie-0123456789';
const apiKey = 'planted-api-key-0123456789';
/** In a header whose name does not suggest a credential, from the header file of an installation. */
const gatewayKey = 'planted-gateway-key-0123456789';
const password = 'planted-database-password';
/** These are not registered: only patterns find them. */
const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJlLW9mLXNvbWVib2R5';
const privateKey = 'MHcCAQEEIPlantedPrivateKeyBody0123456789';
const pem = `-----BEGIN EC PRIVATE KEY-----\n${privateKey}\n-----END EC PRIVATE KEY-----`;

const base64 = (text: string) => Buffer.from(text).toString('base64');
/** Every form in which a server could repeat the credentials that it received. */
const spilt = [
  ...[token, cookie, apiKey, gatewayKey].flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ secret }).toString(),
    base64(secret),
    base64(`a${secret}`),
    base64(`ab${secret}`),
    Buffer.from(secret).toString('base64url'),
  ]),
  jwt,
  base64(jwt),
  encodeURIComponent(jwt),
  pem,
];

/** A server that is both a KFP API server and a Kubernetes API, and repeats every credential in its answers. */
const talkative: RequestListener = (request, response) => {
  const { url = '' } = request;
  if (url.includes('/reset')) return void request.socket.destroy();
  response.setHeader('set-cookie', `id=${cookie}; HttpOnly`);
  response.setHeader('content-type', 'application/json');
  if (request.method === 'POST' && url.startsWith('/api')) response.statusCode = 201;
  const answer = url.includes('/apis/v2beta1')
    ? { message: spilt.join(' '), details: spilt, asked: url }
    : {
        status: {
          allowed: true,
          ...(url.endsWith('/alice/token') && { token }),
          ...(url.endsWith('/owner/token') && { token: 'of-the-owner' }),
        },
      };
  response.end(JSON.stringify(answer));
};

const ids = ['SEC-01', 'SEC-02', 'SEC-03', 'SEC-04', 'SEC-05'];
const catalogue = new Map(
  ids.map((id, index): [string, Requirement] => [
    id,
    {
      id,
      area: 'SEC',
      level: index === 4 ? 'MAY' : 'MUST',
      profile: 'multi-user',
      text: 'nothing is written down',
      source: 'KEP',
      lanes: ['kubernetes/rest'],
      laneExclusions: {},
      databaseDependent: false,
    },
  ]),
);

const scenario: Scenario = {
  name: 'everything-is-spilt',
  variant: 'multi-user',
  profile: 'multi-user',
  lanes: ['kubernetes/rest'],
  checks: ids,
  observes: ['what it says'],
  run: async ({ people, check, record, observe, given }) => {
    const alice = await people.person('alice');
    const answer = await alice.bearer.call('POST', `/apis/v2beta1/pipelines?token=${encodeURIComponent(token)}`, {
      headers: { cookie: `id=${cookie}`, 'x-api-key': apiKey },
      json: { spilt },
    });
    const bytes = Buffer.from([0xff, ...Buffer.from(spilt.join('\n'))]);
    await people.as({ 'X-Auth-Token': jwt }).call('POST', '/apis/v2beta1/pipelines/upload', { body: bytes });
    await check('SEC-01', () => assert.deepEqual(JSON.parse(answer.body), {}, `it says ${spilt.join(' ')}`));
    await check('SEC-02', () => alice.bearer.call('GET', `/reset?token=${encodeURIComponent(token)}`).then(() => {}));
    await check('SEC-03', () => Promise.reject(new Error(`a defect of the harness that says ${token} and ${jwt}`)));
    record('SEC-05', spilt);
    observe('what it says', { spilt, [token]: cookie });
    await given(`what is said with ${token}`, () => Promise.reject(new assert.AssertionError({ message: token })));
  },
};

const everyFile = async (directory: string): Promise<readonly string[]> =>
  (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

test('no file of a run contains a token, key, cookie or password, in any form', async () => {
  const server = createServer(talkative);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const directory = await temporaryDirectory();
  try {
    const target = {
      id: 'target-1',
      storage: 'kubernetes',
      variant: 'multi-user',
      origin,
      replicas: [origin],
      namespace: 'kfp',
      systemNamespace: 'kfp-system',
      sharedNamespace: 'kfp-shared',
      rest: {
        server: { origin },
        caller: { headers: { 'x-gateway': gatewayKey } },
        userHeader: 'kubeflow-userid',
        userPrefix: '',
        secrets: { KEY_X_GATEWAY: gatewayKey },
      },
      kubernetes: { origin },
      ownLabels: {},
      features: noFeatures,
      writesPerSecond: 100,
      manifestsSupplied: true,
    } as unknown as LentTarget;
    const { result, exchanges } = await executeScenario({
      scenario,
      lane: 'kubernetes/rest',
      catalogue,
      target,
      packages: { origin: 'http://127.0.0.1:9' } as unknown as PackageServer,
      seed: 1,
      salt: '',
      clientIdentity: () => Promise.resolve({ certificate: '', key: pem }),
      signal: new AbortController().signal,
    });
    const outcomes = result.checks.map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['failed', 'failed', 'error', 'blocked', 'recorded']);
    await keepExchanges(path.join(directory, 'exchanges'), scenario.name, 'kubernetes/rest', exchanges);

    const sample = sampleReport();
    const databaseUrl = `mysql://root:${password}@127.0.0.1:3306`;
    const report = assembleReport({
      run: {
        ...sample.run,
        command: withoutPasswords(['--database-url', databaseUrl, `--database-url=${databaseUrl}`, '--x', jwt]),
        deaths: [`a target died saying ${jwt}`],
      },
      scenarioSeconds: 1,
      options: sample.options,
      target: sample.target,
      environment: sample.environment,
      catalogue,
      areaTitles: new Map(),
      suite: sample.suite,
      declared: [],
      locations: new Map(),
      collected: {
        results: [result],
        differences: [],
        broken: [`a worker broke on ${databaseUrl} with ${jwt} and ${pem}`],
        brokenScenarios: [],
      },
      expected: [],
      whole: [],
    });
    await writeReport(report, directory);

    const log = path.join(await temporaryDirectory(), 'apiserver.log');
    const logged = [
      `Authorization: Bearer ${token}`,
      `map[Authorization:[Bearer ${token}] Cookie:[id=${cookie}] X-Api-Key:[${apiKey}]]`,
      `{"cookie":"id=${cookie}","x-api-key":"${apiKey}","token":"${token}"}`,
      `presented ${jwt}, ${base64(jwt)}`,
      `open root:${password}@tcp(127.0.0.1:3306)/mlpipeline IDENTIFIED BY '${password}'`,
      pem,
    ];
    await writeFile(log, logged.join('\n'));
    await copyRedacted(log, path.join(directory, 'apiserver.log'), [password]);

    const secrets = [token, cookie, apiKey, gatewayKey, password, jwt, privateKey];
    const forms = secrets.flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64url'),
      // The part of the encoding that does not depend on adjacent text.
      ...[0, 1, 2].map((offset) => base64(`${'-'.repeat(offset)}${secret}`).slice(offset === 0 ? 0 : 4, -4)),
    ]);
    const files = await everyFile(directory);
    expect(files.map((file) => path.basename(file)).toSorted()).toEqual([
      ...['SEC-01', 'SEC-02'].flatMap((id) =>
        ['html', 'sh'].map((kind) => `${id}.kubernetes-rest.everything-is-spilt.${kind}`),
      ),
      'apiserver.log',
      'ctrf.json',
      'everything-is-spilt.kubernetes-rest.jsonl',
      'junit.xml',
      'report.html',
      'report.json',
      'summary.md',
    ]);
    for (const file of files) {
      const bytes = await readFile(file);
      const found = forms.filter((form) => bytes.includes(form));
      expect({ file: path.basename(file), found }).toEqual({ file: path.basename(file), found: [] });
    }
    // The search proves something only if the credentials were in these files before redaction.
    const json = await readFile(path.join(directory, 'report.json'), 'utf8');
    for (const name of ['$TOKEN_ALICE', '$COOKIE', '$KEY', '$KEY_X_GATEWAY', '[token]', '[private key]'])
      expect(json).toContain(name);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
