import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { lookForBucket } from './look-for-bucket.ts';

const lookedFor = async (bucket: string): Promise<readonly string[]> => {
  const lines: string[] = [];
  const logged = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  await lookForBucket(bucket, { info: logged('info'), warn: logged('warn'), error: logged('error') });
  return lines;
};

it('asks for the bucket once, and only logs an object store that does not answer', async () => {
  const asked: string[] = [];
  const store = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(403).end();
  });
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
  const bucket = `http://127.0.0.1:${(store.address() as AddressInfo).port}/mlpipeline`;
  expect(await lookedFor(bucket)).toEqual([`info the object store answers 403 for ${bucket}`]);
  expect(asked).toEqual(['HEAD /mlpipeline']);
  await new Promise((resolve) => {
    store.close(resolve);
    store.closeAllConnections();
  });
  expect(await lookedFor(bucket)).toEqual([expect.stringMatching(/^warn no answer .*ECONNREFUSED/)]);
});
