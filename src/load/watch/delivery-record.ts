import { positionOf, type ExpectedObjects } from './expected-objects.ts';

/** An event of a watch, as far as it is judged. */
export interface Delivery {
  readonly type: string;
  readonly name: string;
  readonly uid: string;
  /** Unix milliseconds, of a whole second. */
  readonly createdAt: number;
}

/** What one watcher received. Positions are those of the expected objects. */
export interface Received {
  /** ADDED events by position. */
  readonly counts: Uint16Array<ArrayBuffer>;
  /** Unix milliseconds of the first one; 0: none. */
  readonly deliveredAt: Float64Array<ArrayBuffer>;
  /** Positions whose name came with another uid than before: the object was deleted and created again. */
  readonly recreated: readonly number[];
  /** ADDED events of the prefix whose index is not expected. */
  readonly unexpected: number;
  readonly unexpectedExamples: readonly string[];
  /** Events of any kind. */
  readonly events: number;
}

/** Notes what several watchers of one collection receive. Needs some 20 bytes for each object and watcher. */
export interface DeliveryRecord {
  add(watcher: number, delivery: Delivery, receivedAt: number): void;
  /** Whether every watcher has received each of the first `count` objects. */
  isComplete(count: number): boolean;
  received(): readonly Received[];
  /** Unix milliseconds by position; 0: unknown. */
  readonly createdAt: Float64Array<ArrayBuffer>;
}

/** More examples tell nothing new, and a wrong range would yield as many as there are objects. */
const mostExamples = 10;

export const deliveryRecord = (expected: ExpectedObjects, watchers: number): DeliveryRecord => {
  const { count } = expected;
  const createdAt = new Float64Array(count);
  // All watchers see the same objects.
  const uids: (string | undefined)[] = Array.from({ length: count });
  const all = Array.from({ length: watchers }, () => ({
    counts: new Uint16Array(count),
    deliveredAt: new Float64Array(count),
    recreated: [] as number[],
    unexpected: 0,
    unexpectedExamples: [] as string[],
    events: 0,
    delivered: 0,
  }));
  return {
    createdAt,
    add: (watcher, { type, name, uid, createdAt: created }, receivedAt) => {
      const own = all[watcher];
      if (own === undefined) throw new RangeError(`watcher ${watcher} of ${watchers}`);
      own.events += 1;
      if (type !== 'ADDED') return;
      const position = positionOf(expected, name);
      if (position === 'foreign') return;
      if (position === 'beyond') {
        own.unexpected += 1;
        if (own.unexpectedExamples.length < mostExamples) own.unexpectedExamples.push(name);
        return;
      }
      uids[position] ??= uid;
      if (uids[position] !== uid) {
        own.recreated.push(position);
        return;
      }
      own.counts[position] = (own.counts[position] ?? 0) + 1;
      if (own.counts[position] !== 1) return;
      own.delivered += 1;
      own.deliveredAt[position] = receivedAt;
      createdAt[position] = created;
    },
    isComplete: (wanted) =>
      all.every(
        ({ delivered, counts }) => delivered >= wanted && counts.subarray(0, wanted).every((received) => received > 0),
      ),
    received: () => all.map(({ delivered: _, ...received }) => received),
  };
};
