/** Says yes so many times a second at most; the others are not sampled, so that tracing costs the same under any load. */
export function createRate(perSecond: number): (now: number) => boolean {
  let second = 0;
  let left = 0;
  return (now) => {
    const current = Math.floor(now / 1000);
    if (current !== second) {
      second = current;
      left = perSecond;
    }
    left -= 1;
    return left >= 0;
  };
}
