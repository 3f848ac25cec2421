import { Dialog } from '../../ui/Dialog.tsx';
import { useText, type TextKey } from '../../ui/text.ts';
import { keyBindings } from './keys.ts';
import './keys-dialog.css';

/** Keys that a place reads by itself, because they belong to what is selected there. */
export interface PlaceKey {
  keys: readonly string[];
  does: TextKey;
}

/** Every key of the control room. Mount it to open it. */
export function KeysDialog({ wallKeys, onClose }: { wallKeys: readonly PlaceKey[]; onClose: () => void }) {
  const text = useText();
  const rows = (list: readonly PlaceKey[]) => (
    <dl className="cr-keys">
      {list.map(({ keys, does }) => (
        <div key={does}>
          <dt>{text(does)}</dt>
          <dd>
            {keys.map((key, index) => (
              <kbd key={index} className="cr-kbd">
                {key}
              </kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
  return (
    <Dialog title={text('keys.title')} onClose={onClose} width={640}>
      <h3 className="cr-keys-head">{text('keys.everywhere')}</h3>
      {rows(
        keyBindings.map(({ command, sequence }) => ({
          keys: sequence.map((key) => key.replace('+', ' ')),
          does: `command.${command}`,
        })),
      )}
      {wallKeys.length > 0 && (
        <>
          <h3 className="cr-keys-head">{text('keys.wall')}</h3>
          {rows(wallKeys)}
        </>
      )}
    </Dialog>
  );
}
