import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { parseAcknowledgements, readAcknowledgements } from './acknowledgements.ts';

test('the lines that k6 prints have an index and an instant, whatever is around them', () => {
  const line = (index: number) =>
    `time="2026-12-01T13:00:00Z" level=info msg="acknowledged ${index} 17${index}" source=console\n`;
  expect([...parseAcknowledgements(line(20) + line(21))]).toEqual([
    [20, 1720],
    [21, 1721],
  ]);
});

test('a script that printed nothing acknowledged nothing', async () => {
  expect(await readAcknowledgements(path.join(await temporaryDirectory(), 'none'))).toEqual(new Map());
});
