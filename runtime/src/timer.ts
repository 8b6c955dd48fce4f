// Above it, setTimeout fires at once.
const maxTimeoutMs = 2 ** 31 - 1;

/**
 * Calls back once after `ms` (any number); returns how to stop it. Until then it keeps the process alive, also
 * with Infinity.
 */
export function startTimer(ms: number, callback: () => void): () => void {
  let left = ms;
  let timer: ReturnType<typeof setTimeout>;
  const arm = (): void => {
    const step = Math.min(left, maxTimeoutMs);
    left -= step;
    timer = setTimeout(left > 0 ? arm : callback, Math.max(step, 0));
  };
  arm();
  return () => clearTimeout(timer);
}
