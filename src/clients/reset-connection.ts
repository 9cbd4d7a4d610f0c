import type { Socket } from 'node:net';

/**
 * Ends a connection with a reset. One whose own end was already sent is closed in order: the system refuses the reset
 * (EINVAL), and Node would keep the socket for ever and never end the process.
 */
export const resetConnection = (socket: Socket): void => {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
};
