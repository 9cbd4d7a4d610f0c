import { expect, test } from 'vitest';
import { LeaseBook } from './lease-book.ts';
import type { PoolMember } from './pool-member.ts';

const key = 'kubernetes-default';
const memberOf = (id: string): PoolMember => ({ address: { id } }) as PoolMember;
const never = new AbortController().signal;

/** A book whose two exclusive targets are both lent. */
const fullBook = async (signal = never) => {
  const book = new LeaseBook(signal);
  for (const id of ['one', 'two']) book.lend(id, { key, disruptive: false, permit: (await book.reserve(key)).permit });
  return book;
};

test('a third borrower waits and gets the returned target', async () => {
  const book = await fullBook();
  const third = book.reserve(key);
  const member = memberOf('one');
  book.endLoan('one', member);
  expect((await third).idle).toBe(member);
  expect(book.loanOf('one')).toBeUndefined();
});

test('the end of a target allows another to start', async () => {
  const book = await fullBook();
  const third = book.reserve(key);
  book.endLoan('two');
  expect((await third).idle).toBeUndefined();
});

test('the limit applies to each kind of target separately', async () => {
  const book = await fullBook();
  expect((await book.reserve('database-default')).idle).toBeUndefined();
});

test('the end of the pool ends the wait', async () => {
  const over = new AbortController();
  const book = await fullBook(over.signal);
  const third = book.reserve(key);
  over.abort(new Error('the targets are ended'));
  await expect(third).rejects.toThrow('the targets are ended');
});

test('a lease is closed once', () => {
  const book = new LeaseBook(never);
  const id = book.open({ target: 'one', disruptive: false });
  expect(book.close(id)).toEqual({ target: 'one', disruptive: false });
  expect(book.close(id)).toBeUndefined();
});
