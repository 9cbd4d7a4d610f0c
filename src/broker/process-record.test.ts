import { expect, test } from 'vitest';
import { ProcessRecord } from './process-record.ts';

const blindness = new Error('GET /api/v1/namespaces/kfp/pods with 503');

/** A record of one process, whose identity and visibility the test chooses. */
const recordOf = () => {
  const seen: { identity: string; failure?: Error | undefined } = { identity: 'pod-1' };
  const record = new ProcessRecord('target k8s-1', {
    replicas: ['http://127.0.0.1:9'],
    process: async () => {
      if (seen.failure !== undefined) throw seen.failure;
      return { identity: seen.identity, running: true };
    },
  });
  return { record, seen };
};
const unknown =
  'whether target k8s-1 was restarted before its processes could be seen is not known: GET /api/v1/namespaces/kfp/pods with 503';

// Why: after a first look that failed, the next one took what it found for known: a restart in between was not seen.
test('that the processes could not be seen at first is kept, once, by the look that sees them', async () => {
  const { record, seen } = recordOf();
  seen.failure = blindness;
  await record.accept();
  expect(record.take()).toEqual([]);
  delete seen.failure;
  seen.identity = 'pod-2';
  await record.look();
  expect(record.take()).toEqual([unknown]);
  expect(record.disturbed).toBe(true);
  await record.look();
  expect(record.take()).toEqual([]);
});

// Why: the look before a replacement failed, and the processes after it were taken for known.
test('that the processes could not be seen before a replacement is kept', async () => {
  const { record, seen } = recordOf();
  await record.accept();
  seen.failure = blindness;
  await record.replace(async () => {
    delete seen.failure;
    seen.identity = 'pod-3';
  });
  await record.look();
  expect(record.take()).toEqual([unknown]);
});

test('a replacement whose processes are seen before and afterwards leaves nothing to tell', async () => {
  const { record, seen } = recordOf();
  await record.accept();
  await record.replace(async () => void (seen.identity = 'pod-2'));
  await record.look();
  expect(record.take()).toEqual([]);
  expect(record.disturbed).toBe(false);
});

test('a look that fails is no loss: the next one compares with what was seen before', async () => {
  const { record, seen } = recordOf();
  await record.accept();
  seen.failure = blindness;
  await expect(record.look()).rejects.toThrow(blindness);
  delete seen.failure;
  seen.identity = 'pod-2';
  await record.look();
  expect(record.take()).toEqual([
    'target k8s-1 was restarted, and the harness had not asked for it: replica 1 was pod-1, now it is pod-2',
  ]);
});
