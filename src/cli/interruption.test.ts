import { afterEach, expect, test, vi } from 'vitest';
import { interruption } from './interruption.ts';

const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never);
vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterEach(() => {
  vi.useRealTimers();
  exit.mockClear();
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s aborts and leaves the end to the command', (name) => {
  using interrupted = interruption();
  process.emit(name, name);
  expect(interrupted.signal.aborted).toBe(true);
  expect(exit).not.toHaveBeenCalled();
});

test('the same Ctrl-C twice, passed on by npm, is one; a second Ctrl-C ends at once', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  using _ = interruption();
  process.emit('SIGINT', 'SIGINT');
  vi.advanceTimersByTime(300);
  process.emit('SIGINT', 'SIGINT');
  expect(exit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(900);
  process.emit('SIGINT', 'SIGINT');
  expect(exit).toHaveBeenCalledWith(130);
});

test('a report that is being written is not cut off', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  using interrupted = interruption();
  process.emit('SIGINT', 'SIGINT');
  interrupted.finish();
  vi.advanceTimersByTime(5_000);
  process.emit('SIGINT', 'SIGINT');
  expect(exit).not.toHaveBeenCalled();
});

test('nothing is listened to afterwards', () => {
  const before = process.listenerCount('SIGINT');
  interruption()[Symbol.dispose]();
  expect(process.listenerCount('SIGINT')).toBe(before);
});
