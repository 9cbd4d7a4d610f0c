const intervalMs = 250;

/** Interrupts this process when its parent has been killed, since no other process would end it. */
export const endWithParent = (): void => {
  const parent = process.ppid;
  const clock = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(clock);
    process.kill(process.pid, 'SIGTERM');
  }, intervalMs);
  clock.unref();
};
