/** Pauses between two questions, at first and at most. */
const MIN_PAUSE_MS = 10;
const MAX_PAUSE_MS = 50;

/**
 * Resolves as soon as the condition holds. The test's own timeout is the limit. It asks less and less often, because
 * each question takes time of a core from what is waited for.
 */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let pauseMs = MIN_PAUSE_MS; !(await condition()); pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 1.1))
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
}
