import { expect, test } from 'vitest';
import { withoutSignalHandlers } from './without-signal-handlers.ts';

test('signal handlers added by `open` are removed, and earlier ones stay', async () => {
  const ours = () => {};
  const theirs = () => process.exit();
  process.on('SIGINT', ours);
  try {
    const opened = await withoutSignalHandlers(async () => {
      process.once('SIGINT', theirs).once('SIGTERM', theirs);
      return 'opened';
    });
    expect(opened).toBe('opened');
    expect(process.listeners('SIGINT')).toContain(ours);
    expect([...process.listeners('SIGINT'), ...process.listeners('SIGTERM')]).not.toContain(theirs);
  } finally {
    process.off('SIGINT', ours).off('SIGINT', theirs).off('SIGTERM', theirs);
  }
});
