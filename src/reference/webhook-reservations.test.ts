import { describe, expect, it } from 'vitest';
import { HELD_MS, Reservations } from './webhook-reservations.ts';

const pipeline = { namespace: 'team', uid: 'p' };

function start() {
  let time = 1_000;
  const reservations = new Reservations(() => time);
  return {
    reserve: (objectName: string, versionName = 'v1') => reservations.reserve(pipeline, versionName, objectName),
    expects: () => reservations.expects(pipeline),
    wait: (ms: number) => void (time += ms),
  };
}

describe('a version name', () => {
  it('is held for one object, and for seconds', () => {
    const { reserve, expects, wait } = start();
    expect([reserve('a'), reserve('b'), reserve('a'), expects()]).toEqual([true, false, true, true]);
    wait(HELD_MS);
    expect([expects(), reserve('b')]).toEqual([false, true]);
  });

  it('is not held longer by who asks again and again', () => {
    const { reserve, expects, wait } = start();
    for (let elapsed = 0; elapsed < HELD_MS; elapsed += HELD_MS / 4) {
      reserve('forged');
      wait(HELD_MS / 4);
    }
    expect([expects(), reserve('forged'), reserve('other-forged'), expects(), reserve('meant')]).toEqual([
      false,
      true,
      true,
      false,
      true,
    ]);
  });

  it('is not held anew by an object that takes another name in between', () => {
    const { reserve, expects } = start();
    reserve('forged');
    reserve('forged', 'v2');
    reserve('forged');
    expect([reserve('meant'), expects()]).toEqual([true, false]);
  });

  it('is held again when all that is forgotten', () => {
    const { reserve, wait } = start();
    reserve('a');
    wait(60_000);
    expect([reserve('b'), reserve('c')]).toEqual([true, false]);
  });
});
