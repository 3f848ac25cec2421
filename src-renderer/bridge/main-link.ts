/** Whether main still answers: asked again and again, because a hung process says nothing by itself. */
import type { AppInfo } from '#contract/calls.ts';
import { createStore } from './store.ts';
import { call } from './bridge.ts';

/** What main says of itself; null until it has answered once. */
export const appInfo = createStore<AppInfo | null>(null);
/** Unix milliseconds of the first question that was not answered; null while main answers. */
export const mainLostSince = createStore<number | null>(null);

const ASK_EVERY_MS = 3000;
const ANSWER_WITHIN_MS = 3000;

/** Returns a function that ends the watch. */
export function watchMain(askEveryMs = ASK_EVERY_MS, answerWithinMs = ANSWER_WITHIN_MS): () => void {
  let ended = false;
  let timer: ReturnType<typeof setTimeout>;

  const ask = async () => {
    const askedAt = Date.now();
    let deadline: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<null>((resolve) => {
      deadline = setTimeout(() => resolve(null), answerWithinMs);
    });
    const answer = await Promise.race([call('app.info').catch(() => null), silence]);
    clearTimeout(deadline);
    if (ended) return;
    if (answer) {
      // The facts do not change while main lives; a new start of main has a new start time.
      appInfo.set((known) => (known?.startedAt === answer.startedAt ? known : answer));
      mainLostSince.set(null);
    } else {
      mainLostSince.set((since) => since ?? askedAt);
    }
    timer = setTimeout(() => void ask(), askEveryMs);
  };
  void ask();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
