import { describe, expect, it } from 'vitest';
import { uploadBody, multipartHeaders, startMultiUserServer } from '../testing/fake-multi-user-server.ts';

describe('shared pipelines', () => {
  const upload = ['POST', '/pipelines/upload?name=s', uploadBody, multipartHeaders] as const;

  it('in database mode are every user’s to read and the system’s to write (SHR-01, SHR-02, SHR-03)', async () => {
    await using server = await startMultiUserServer('database', ['admin * kubeflow pipelines', 'eve * team pipelines']);
    const { send } = server;
    expect((await send('eve', ...upload)).status).toBe(403);
    expect((await send('eve', 'POST', '/pipelines', '{"name":"s"}')).status).toBe(403);
    const { status, body } = await send(
      'admin',
      'POST',
      '/pipelines/upload?name=s&namespace=-',
      uploadBody,
      multipartHeaders,
    );
    expect([status, body.namespace]).toEqual([200, undefined]);
    expect((await send('eve', 'GET', '/pipelines')).body).toMatchObject({ pipelines: [{ name: 's' }], total_size: 1 });
    expect((await send('eve', 'GET', `/pipelines/${body.pipeline_id}/versions`)).status).toBe(200);
    expect((await send('eve', 'GET', '/pipelines/names/s')).status).toBe(200);
    expect((await send('eve', 'DELETE', `/pipelines/${body.pipeline_id}`)).status).toBe(403);
    expect((await send(undefined, 'GET', `/pipelines/${body.pipeline_id}`)).status).toBe(401);
  });

  it('in Kubernetes mode are those of their namespace, under its ordinary rights (SHR-04, SHR-05, SHR-06, SHR-08)', async () => {
    const shared = 'kubeflow-shared-pipelines';
    await using server = await startMultiUserServer('kubernetes', [
      `admin * ${shared} pipelines`,
      `admin * ${shared} pipelineversions`,
      `alice list ${shared} pipelines`,
      'eve * team pipelines',
    ]);
    const { send } = server;
    expect((await send('admin', ...upload)).body).toMatchObject({ namespace: shared });
    for (const url of [
      '/pipelines',
      '/pipelines?namespace=',
      '/pipelines?namespace=-',
      `/pipelines?namespace=${shared}`,
    ]) {
      expect((await send('alice', 'GET', url)).body).toMatchObject({ pipelines: [{ name: 's' }], total_size: 1 });
      expect((await send('eve', 'GET', url)).status).toBe(403);
    }
    expect((await send('eve', 'GET', '/pipelines/names/p')).status).toBe(403);
    expect((await send('eve', ...upload)).status).toBe(403);
  });

  it('in Kubernetes mode may be cluster-scoped, with rights of their own', async () => {
    await using server = await startMultiUserServer('kubernetes', ['admin *  sharedpipelines'], {
      sharedPipelines: 'cluster',
    });
    const { send, asked } = server;
    expect((await send('admin', 'POST', '/pipelines', '{"name":"s"}')).body).not.toHaveProperty('namespace');
    expect((await send('eve', 'GET', '/pipelines')).status).toBe(403);
    expect(asked.every((attributes) => attributes.namespace === undefined)).toBe(true);
  });
});
