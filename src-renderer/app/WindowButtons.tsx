import { call } from '../bridge/bridge.ts';
import { attempt } from '../state/undo.ts';
import { Icon } from '../ui/icons.tsx';
import { useText } from '../ui/text.ts';
import './window-buttons.css';

/** The frameless window's own buttons. */
export function WindowButtons() {
  const text = useText();
  const button = (
    name: 'window.minimize' | 'window.toggleMaximize' | 'window.close',
    label: string,
    icon: 'minus' | 'maximize' | 'close',
  ) => (
    <button type="button" aria-label={label} data-window-button={name} onClick={() => void attempt(() => call(name))}>
      <Icon name={icon} size={icon === 'maximize' ? 12 : 14} />
    </button>
  );
  return (
    <div className="cr-window-buttons">
      {button('window.minimize', text('top.minimize'), 'minus')}
      {button('window.toggleMaximize', text('top.maximize'), 'maximize')}
      {button('window.close', text('top.close'), 'close')}
    </div>
  );
}
