import { describe, expect, it } from 'vitest';
import { readCredentials } from './credentials.ts';

const identity = { userHeader: 'kubeflow-userid', userPrefix: 'idp:', groupsHeader: 'groups', audience: 'a' };
const read = (headers: readonly string[], overrides = {}) => readCredentials(headers, { ...identity, ...overrides });
const latin1 = (text: string) => Buffer.from(text).toString('latin1');

describe('readCredentials', () => {
  it('takes the user after the prefix, with the groups of the groups header', () => {
    expect(read(['Kubeflow-UserID', 'idp:system:serviceaccount:a:b', 'Groups', 'one, two,,one'])).toEqual({
      kind: 'user',
      caller: { user: 'system:serviceaccount:a:b', groups: ['one', 'two', 'system:authenticated'] },
    });
  });

  it('reads names as the UTF-8 that they are, and leaves no character out that is part of them', () => {
    expect(read(['kubeflow-userid', latin1('idp:Jürgen 🚀')])).toMatchObject({ caller: { user: 'Jürgen 🚀' } });
    expect(read(['kubeflow-userid', latin1('idp:\u00a0admin')])).toMatchObject({ caller: { user: '\u00a0admin' } });
    expect(read(['kubeflow-userid', 'idp:a', 'groups', latin1('\u00a0admins')])).toMatchObject({
      caller: { groups: ['\u00a0admins', 'system:authenticated'] },
    });
  });

  it('believes no groups header where none is configured, nor one beside a token', () => {
    const { groupsHeader: _, ...without } = identity;
    expect(readCredentials(['kubeflow-userid', 'idp:a', 'groups', 'admins'], without)).toMatchObject({
      caller: { groups: ['system:authenticated'] },
    });
    expect(read(['authorization', 'Bearer t', 'groups', 'admins'])).toEqual({ kind: 'token', token: 't' });
  });

  it.each<[string, readonly string[], object?]>([
    ['nothing', []],
    ['two users', ['kubeflow-userid', 'idp:a', 'KUBEFLOW-USERID', 'idp:b']],
    ['two users and a token', ['kubeflow-userid', 'idp:a', 'kubeflow-userid', 'idp:a', 'authorization', 'Bearer t']],
    ['an empty user', ['kubeflow-userid', ''], { userPrefix: '' }],
    ['blanks for a user', ['kubeflow-userid', ' \t '], { userPrefix: '' }],
    ['a prefix alone', ['kubeflow-userid', 'idp:']],
    ['a prefix and blanks', ['kubeflow-userid', 'idp:  ']],
    ['a user without the prefix', ['kubeflow-userid', 'a']],
    ['an empty user and a token', ['kubeflow-userid', '', 'authorization', 'Bearer t']],
    ['a user that is not UTF-8', ['kubeflow-userid', 'idp:\xff']],
    ['a user of 100 kB', ['kubeflow-userid', `idp:${'x'.repeat(100_000)}`]],
    ['two groups headers', ['kubeflow-userid', 'idp:a', 'groups', 'one', 'groups', 'admins']],
    ['groups of 100 kB', ['kubeflow-userid', 'idp:a', 'groups', 'x'.repeat(100_000)]],
    ['so many headers that node may have dropped some', ['kubeflow-userid', 'idp:a', ...Array<string>(1998).fill('x')]],
    ['two authorizations', ['authorization', 'Bearer t', 'authorization', 'Bearer u']],
    ['a password', ['authorization', 'Basic YTpi']],
    ['an empty token', ['authorization', 'Bearer ']],
    ['a token with blanks', ['authorization', 'Bearer a b']],
    ['two tokens joined by a proxy', ['authorization', 'Bearer a,Bearer b']],
    ['a token of 100 kB', ['authorization', `Bearer ${'x'.repeat(100_000)}`]],
  ])('finds nobody in %s, and repeats nothing of it', (_title, headers, overrides) => {
    expect(() => read(headers, overrides)).toThrow(
      expect.objectContaining({ kind: 'unauthenticated', message: expect.not.stringMatching(/x{9}|YTpi|admins/) }),
    );
  });
});
