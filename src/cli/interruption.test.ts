import { afterEach, expect, test, vi } from 'vitest';
import { interruption } from './interruption.ts';

const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never);
vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterEach(() => {
  vi.useRealTimers();
  exit.mockClear();
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s aborts the signal and does not exit the process', (name) => {
  using interrupted = interruption();
  process.emit(name, name);
  expect(interrupted.signal.aborted).toBe(true);
  expect(exit).not.toHaveBeenCalled();
});

test('a duplicate Ctrl-C forwarded by npm is ignored; a second Ctrl-C exits at once', () => {
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

test('a second signal does not exit while the report is written', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  using interrupted = interruption();
  process.emit('SIGINT', 'SIGINT');
  interrupted.finish();
  vi.advanceTimersByTime(5_000);
  process.emit('SIGINT', 'SIGINT');
  expect(exit).not.toHaveBeenCalled();
});

test('dispose removes the signal handlers', () => {
  const before = process.listenerCount('SIGINT');
  interruption()[Symbol.dispose]();
  expect(process.listenerCount('SIGINT')).toBe(before);
});
