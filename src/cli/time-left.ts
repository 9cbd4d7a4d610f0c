const shortestSeconds = 10;
const smallestShare = 0.05;

/**
 * `about 4 min left`, if the rest takes as long for each unit as what is done; undefined as long as too little is done to
 * say so, and where nothing is left.
 */
export const timeLeft = (seconds: number, done: number, total: number): string | undefined => {
  if (done >= total || seconds < shortestSeconds || done < total * smallestShare) return undefined;
  const minutes = Math.round(((seconds / done) * (total - done)) / 60);
  return minutes < 1 ? 'less than a minute left' : `about ${minutes} min left`;
};
