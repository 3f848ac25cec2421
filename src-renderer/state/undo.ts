/** Commands that destroy, each with a way back for as long as main keeps it. */
import { asCallError, call } from '../bridge/bridge.ts';
import { faultNext, faultTitle, text } from '../ui/text.ts';
import { dismissToast, showToast } from './toasts.ts';

/** Shows any thrown value as a toast: what is wrong and what to do next. */
export function showFault(thrown: unknown): void {
  const { code, params } = asCallError(thrown);
  showToast({ tone: 'warning', title: faultTitle(code, params), text: faultNext(code, params) });
}

/** Runs a command and shows its failure. True when it worked. */
export async function attempt(command: () => Promise<unknown>): Promise<boolean> {
  try {
    await command();
    return true;
  } catch (thrown) {
    showFault(thrown);
    return false;
  }
}

/** Says what was removed and offers it back. */
export function offerUndo(title: string, { undoId, expiresAt }: { undoId: string; expiresAt: number }): void {
  const id = showToast({
    tone: 'plain',
    title,
    expiresAt,
    action: {
      label: text('action.undo'),
      run: () => {
        dismissToast(id);
        void attempt(() => call('site.undo', { undoId }));
      },
    },
  });
}
