import { describe, expect, it } from 'vitest';
import { readConfiguration } from './configuration.ts';

const read = (args: readonly string[], environment: Record<string, string> = {}) =>
  readConfiguration(args, { HOME: '/nonexistent', ...environment });

describe('readConfiguration', () => {
  it("takes the flags of KFP's server in all of Go's spellings", () => {
    const args = [
      '-httpPortFlag',
      ':1234',
      '--rpcPortFlag=:8887',
      '-logtostderr=true',
      '--collectMetricsFlag',
      '-v',
      '4',
    ];
    expect(read(args).http).toEqual({ host: '127.0.0.1', port: 1234 });
    expect(read(['--httpPortFlag=[::1]:1', '--address=0.0.0.0']).http).toEqual({ host: '::1', port: 1 });
    expect(read(['--httpPortFlag=:1', '--address', '0.0.0.0']).http).toEqual({ host: '0.0.0.0', port: 1 });
  });

  it('finds the database where KFP is told it is', () => {
    const { storage } = read([], {
      DBCONFIG_MYSQLCONFIG_HOST: 'db',
      DBCONFIG_MYSQLCONFIG_PORT: '3307',
      DBCONFIG_MYSQLCONFIG_PASSWORD: 'secret',
      DBCONFIG_MYSQLCONFIG_DBNAME: 'kfp',
      INITCONNECTIONTIMEOUT: '1m30s',
    });
    const database = {
      host: 'db',
      port: 3307,
      user: 'root',
      password: 'secret',
      database: 'kfp',
      startTimeoutMs: 90_000,
    };
    expect(storage).toEqual({ kind: 'database', database });
  });

  it('has a database in Kubernetes mode, and a bucket, if it is told where they are', () => {
    const args = ['--pipelinesStoreKubernetes', '--disableWebhook'];
    const environment = { DBCONFIG_MYSQLCONFIG_HOST: 'db', OBJECTSTORECONFIG_HOST: 'minio' };
    expect(read(args, environment)).toMatchObject({
      storage: { kind: 'kubernetes', database: { host: 'db', database: 'mlpipeline' } },
      bucket: 'http://minio/mlpipeline',
    });
    const bucket = {
      OBJECTSTORECONFIG_PORT: '9000',
      OBJECTSTORECONFIG_BUCKETNAME: 'kfp',
      OBJECTSTORECONFIG_SECURE: 'true',
    };
    expect(read([], { ...environment, ...bucket }).bucket).toBe('https://minio:9000/kfp');
    expect(read(args)).not.toHaveProperty('bucket');
    expect(read(args).storage).not.toHaveProperty('database');
  });

  it.each([
    ['3', 3_000],
    ['3s', 3_000],
    ['500ms', 500],
    ['2m', 120_000],
  ])('reads a time-out of %s', (text, milliseconds) => {
    expect(read([], { PIPELINE_URL_TIMEOUT: text }).packages.timeoutMs).toBe(milliseconds);
  });

  it('needs a certificate for webhooks unless they are off', () => {
    const kubernetes = '--pipelinesStoreKubernetes=true';
    expect(() => read([kubernetes])).toThrow('--webhookTLSCertPath');
    expect(read([kubernetes, '--disableWebhook'], { KUBECONFIG: '/k' }).storage).toEqual({
      kind: 'kubernetes',
      kubeconfigPath: '/k',
    });
  });

  it('takes the authority of the clients of webhooks from the flag or the variable', () => {
    const args = ['--pipelinesStoreKubernetes', '--webhookTLSCertPath=/c', '--webhookTLSKeyPath=/k'];
    const environment = { KUBECONFIG: '/k', WEBHOOK_CLIENT_CA_PATH: '/variable' };
    expect(read(args, environment).storage).toMatchObject({ webhook: { clientCaPath: '/variable' } });
    const flag = read([...args, '--webhookClientCAPath=/flag'], environment);
    expect(flag.storage).toMatchObject({ webhook: { clientCaPath: '/flag' } });
  });

  it("takes KFP's variables for many users, an empty prefix for none, and flags over variables of our own", () => {
    expect(read([], { MULTIUSER: 'false' })).not.toHaveProperty('multiUser');
    expect(read([], { MULTIUSER: 'true', KUBECONFIG: '/k' }).multiUser).toEqual({
      identity: {
        userHeader: 'x-goog-authenticated-user-email',
        userPrefix: 'accounts.google.com:',
        audience: 'pipelines.kubeflow.org',
      },
      sharedRead: false,
      requireNamespace: false,
      sharedPipelines: 'namespace',
      sharedNamespace: 'kubeflow-shared-pipelines',
      kubeconfigPath: '/k',
    });
    const variables = {
      MULTIUSER: 'true',
      KUBEFLOW_USERID_HEADER: 'Kubeflow-UserID',
      KUBEFLOW_USERID_PREFIX: '',
      KUBEFLOW_GROUPS_HEADER: 'Groups',
      SHARED_PIPELINES: 'namespace',
      SHARED_PIPELINES_NAMESPACE: 'shared',
    };
    expect(read(['--shared-pipelines=cluster'], variables).multiUser).toMatchObject({
      identity: { userHeader: 'kubeflow-userid', userPrefix: '', groupsHeader: 'groups' },
      sharedPipelines: 'cluster',
      sharedNamespace: 'shared',
    });
  });

  it.each<[string, readonly string[], Record<string, string>?]>([
    ['an unknown flag', ['--nope']],
    ['an argument that is no flag', ['serve']],
    ['a flag without its value', ['--httpPortFlag']],
    ['a port that is none', ['--httpPortFlag=:99999']],
    ['a switch with another value', ['--disableWebhook=maybe']],
    ['samples', ['--sampleconfig=x']],
    ['a user header that is no name', [], { MULTIUSER: 'true', KUBEFLOW_USERID_HEADER: 'a header' }],
    ['shared pipelines of a third kind', ['--shared-pipelines=both'], { MULTIUSER: 'true' }],
    ['shared pipelines in what is no namespace', ['--shared-pipelines-namespace=-'], { MULTIUSER: 'true' }],
    ['a variable that is no boolean', [], { BLOCK_V1_PIPELINES: 'maybe' }],
    ['a variable that is no duration', [], { PIPELINE_URL_TIMEOUT: 'soon' }],
  ])('refuses %s', (_title, args, environment) => {
    expect(() => read(args, environment)).toThrow(expect.objectContaining({ name: 'FlagError' }));
  });
});
