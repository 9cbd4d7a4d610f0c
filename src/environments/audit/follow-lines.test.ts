import { appendFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { followLines } from './follow-lines.ts';

const following = async () => {
  const directory = await temporaryDirectory();
  const file = path.join(directory, 'audit.log');
  const follower = followLines(file);
  const seen: string[] = [];
  return {
    file,
    write: (text: string | Buffer) => appendFile(file, text),
    rotate: (time: string) => rename(file, path.join(directory, `audit-${time}.log`)),
    drop: (time: string) => rm(path.join(directory, `audit-${time}.log`)),
    read: async () => {
      seen.length = 0;
      await follower.readNew(
        (line) => seen.push(line),
        () => seen.push('lost'),
      );
      return [...seen];
    },
    [Symbol.asyncDispose]: () => follower[Symbol.asyncDispose](),
  };
};

test('returns each line once, and an incomplete line when it is complete', async () => {
  await using log = await following();
  expect(await log.read()).toEqual([]);
  const [half, otherHalf] = [Buffer.from('ä').subarray(0, 1), Buffer.from('ä').subarray(1)];
  await log.write(Buffer.concat([Buffer.from('one\ntwo\nthr'), half]));
  expect(await log.read()).toEqual(['one', 'two']);
  await log.write(Buffer.concat([otherHalf, Buffer.from('\n')]));
  expect(await log.read()).toEqual(['thrä']);
  expect(await log.read()).toEqual([]);
});

test('reads lines that are longer than one chunk', async () => {
  await using log = await following();
  const long = 'x'.repeat(3_000_000);
  await log.write(`${long}\nshort\n`);
  expect(await log.read()).toEqual([long, 'short']);
});

test('continues after a rotation without losing a line', async () => {
  await using log = await following();
  await log.write('one\n');
  expect(await log.read()).toEqual(['one']);
  await log.write('two\n');
  await log.rotate('2026-01-01T00-00-00.000');
  await log.write('three\n');
  expect(await log.read()).toEqual(['two', 'three']);
});

test('reports lost lines if a file was created and removed between two reads', async () => {
  await using log = await following();
  await log.write('one\n');
  expect(await log.read()).toEqual(['one']);
  await log.rotate('2026-01-01T00-00-00.000');
  await log.write('never seen\n');
  await log.rotate('2026-01-01T00-00-01.000');
  await log.drop('2026-01-01T00-00-00.000');
  await log.write('three\n');
  expect(await log.read()).toEqual(['lost', 'three']);
});
