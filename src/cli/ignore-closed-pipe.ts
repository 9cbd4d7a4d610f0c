/** Codes of a stream whose reader has gone: `head` that has seen enough, a terminal that was closed. */
const gone = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

/**
 * Who reads the output may go while a run lasts: it goes on, and its verdict is the exit code. Anything else that keeps
 * output from being written, a full disk for one, is told to `failed` once.
 */
export const ignoreClosedPipe = (
  streams: readonly NodeJS.EventEmitter[],
  failed: (cause: NodeJS.ErrnoException) => void,
): void => {
  let told = false;
  for (const stream of streams)
    stream.on('error', (cause: NodeJS.ErrnoException) => {
      if (told || gone.has(cause.code ?? '')) return;
      told = true;
      failed(cause);
    });
};
