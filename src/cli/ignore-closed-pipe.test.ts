import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { ignoreClosedPipe } from './ignore-closed-pipe.ts';

const failing = (code: string) => Object.assign(new Error(code), { code });

test('a closed reader is ignored, and any other write failure is reported once', () => {
  const stream = new EventEmitter();
  const failed = vi.fn<() => void>();
  ignoreClosedPipe([stream], failed);
  stream.emit('error', failing('EPIPE'));
  stream.emit('error', failing('ERR_STREAM_DESTROYED'));
  expect(failed).not.toHaveBeenCalled();
  stream.emit('error', failing('ENOSPC'));
  stream.emit('error', failing('ENOSPC'));
  expect(failed).toHaveBeenCalledOnce();
});
