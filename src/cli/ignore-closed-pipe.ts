/** Error codes of a stream whose reader has closed it: `head` that has exited, a terminal that was closed. */
const closedCodes = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

/**
 * A run continues when the reader of its output closes the pipe, since its verdict is the exit code. Any other write failure,
 * such as a full disk, is reported to `failed` once.
 */
export const ignoreClosedPipe = (
  streams: readonly NodeJS.EventEmitter[],
  failed: (cause: NodeJS.ErrnoException) => void,
): void => {
  let reported = false;
  for (const stream of streams)
    stream.on('error', (cause: NodeJS.ErrnoException) => {
      if (reported || closedCodes.has(cause.code ?? '')) return;
      reported = true;
      failed(cause);
    });
};
