const intervalMs = 250;

/** Interrupts this process when its parent has been killed: nobody would end it then. */
export const endWithParent = (): void => {
  const parent = process.ppid;
  const clock = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(clock);
    process.kill(process.pid, 'SIGTERM');
  }, intervalMs);
  clock.unref();
};
