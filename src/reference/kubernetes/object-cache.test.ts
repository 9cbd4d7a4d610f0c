import { describe, expect, it } from 'vitest';
import { ObjectCache, type CachedObject } from './object-cache.ts';

const object = (uid: string, name: string, resourceVersion: number, namespace = 'team'): CachedObject => ({
  uid,
  namespace,
  name,
  resourceVersion,
});

describe('ObjectCache', () => {
  it('keeps what was written when an older event or list comes later', () => {
    const cache = new ObjectCache();
    cache.put(object('u', 'n', 7));
    cache.put(object('u', 'n', 5));
    cache.replace([object('u', 'n', 5)], 6);
    expect(cache.get('u')?.resourceVersion).toBe(7);
  });

  it('keeps what was created after the list was taken, and drops what was deleted before it', () => {
    const cache = new ObjectCache();
    cache.put(object('old', 'a', 3));
    cache.put(object('new', 'b', 9));
    cache.replace([], 8);
    expect([cache.get('old'), cache.get('new')?.name]).toEqual([undefined, 'b']);
  });

  it('never shows a deleted object again, whatever comes late', () => {
    const cache = new ObjectCache();
    cache.put(object('u', 'n', 3));
    cache.remove('u');
    cache.put(object('u', 'n', 4));
    cache.replace([object('u', 'n', 4)], 4);
    expect([cache.get('u'), cache.named('team', 'n'), cache.size]).toEqual([undefined, undefined, 0]);
  });

  it('gives a name to its newest object, in whichever order both come', () => {
    const forward = new ObjectCache();
    forward.put(object('first', 'n', 3));
    forward.put(object('second', 'n', 6));
    const backward = new ObjectCache();
    backward.put(object('second', 'n', 6));
    backward.put(object('first', 'n', 3));
    for (const cache of [forward, backward]) {
      expect([cache.named('team', 'n')?.uid, cache.get('first')]).toEqual(['second', undefined]);
    }
  });

  it('tells listeners of removals and additions in pairs, so that indexes never leak', () => {
    const cache = new ObjectCache();
    const log: string[] = [];
    cache.listen({
      added: ({ uid, resourceVersion }) => log.push(`+${uid}${resourceVersion}`),
      removed: ({ uid, resourceVersion }) => log.push(`-${uid}${resourceVersion}`),
    });
    cache.put(object('a', 'n', 1));
    cache.put(object('a', 'n', 2));
    cache.put(object('b', 'n', 3));
    cache.remove('b');
    expect(log).toEqual(['+a1', '-a1', '+a2', '-a2', '+b3', '-b3']);
  });

  it('keeps namesakes of different namespaces apart, also when one of them goes', () => {
    const cache = new ObjectCache();
    cache.put(object('mine', 'n', 3, 'mine'));
    cache.put(object('yours', 'n', 6, 'yours'));
    expect([cache.size, cache.named('mine', 'n')?.uid, cache.named('yours', 'n')?.uid]).toEqual([2, 'mine', 'yours']);
    cache.remove('mine');
    expect([cache.named('mine', 'n'), cache.named('yours', 'n')?.uid]).toEqual([undefined, 'yours']);
  });

  it('forgets tombstones in the end', () => {
    let now = 0;
    const cache = new ObjectCache<CachedObject>(() => now);
    cache.remove('u');
    now = 11 * 60_000;
    cache.remove('other');
    cache.put(object('u', 'n', 1));
    expect(cache.get('u')).toBeDefined();
  });
});
