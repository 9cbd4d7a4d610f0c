/** A time limit for an operation; must be disposed of when the operation ends. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Aborts with a TimeoutError after the given time, or with the reason of `outer`. AbortSignal.any with
 * AbortSignal.timeout would be equivalent, but it costs more than sending a small request and stays registered on
 * `outer` until garbage collection.
 */
export const deadline = (milliseconds: number, outer?: AbortSignal): Deadline => {
  const controller = new AbortController();
  const expired = () => controller.abort(new DOMException(`no answer within ${milliseconds / 1000} s`, 'TimeoutError'));
  const timer = setTimeout(expired, milliseconds);
  const aborted = () => controller.abort(outer?.reason);
  if (outer?.aborted) aborted();
  outer?.addEventListener('abort', aborted, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', aborted);
    },
  };
};
