import { openPlace } from '../state/place.ts';
import { useSettings, useSite } from '../state/site.ts';
import { formatDay, formatNumber, formatTime } from '../ui/format.ts';
import { Icon } from '../ui/icons.tsx';
import { SeverityMark } from '../ui/SeverityMark.tsx';
import { useText } from '../ui/text.ts';
import { useNow } from '../ui/useNow.ts';
import { WindowButtons } from './WindowButtons.tsx';
import './top-bar.css';

export interface AlarmCounts {
  critical: number;
  warning: number;
}

/** How many things need a person; they are listed beside the wall. */
function Alarms({ counts }: { counts: AlarmCounts }) {
  const text = useText();
  const button = (severity: 'critical' | 'warning') => {
    const number = counts[severity];
    if (number === 0) return null;
    return (
      <button
        type="button"
        className="cr-alarm"
        data-severity={severity}
        aria-label={text(`top.${severity}`, { count: number })}
        onClick={() => openPlace('wall')}
      >
        <SeverityMark mark={severity} size={15} inverse />
        {formatNumber(number)}
      </button>
    );
  };
  return (
    <div className="cr-alarms" role="status" aria-label={text('top.alarms')}>
      {counts.critical + counts.warning === 0 && <span className="cr-3">{text('top.noAlarms')}</span>}
      {button('critical')}
      {button('warning')}
    </div>
  );
}

function Clock() {
  const now = useNow(1000);
  return (
    <>
      <span className="cr-top-day cr-3">{formatDay(now)}</span>
      <time className="cr-clock cr-ltr">{formatTime(now)}</time>
    </>
  );
}

/** The window has no frame of its own: this bar is what it is moved by. */
export function TopBar({ alarms, onSearch }: { alarms: AlarmCounts; onSearch: () => void }) {
  const text = useText();
  const site = useSite();
  const settings = useSettings();
  const operator = settings?.operatorName ?? '';
  return (
    <header className="cr-top">
      <div className="cr-brand">
        <i aria-hidden="true">
          <b />
          <b />
          <b />
          <b />
        </i>
        <span className="cr-ellipsis">{site?.name ?? text('app.name')}</span>
        <span className="cr-brand-workstation cr-ellipsis">{settings?.workstationName}</span>
      </div>
      <button type="button" className="cr-search" onClick={onSearch}>
        <Icon name="search" size={15} />
        <span className="cr-grow cr-ellipsis">{text('top.search')}</span>
        <kbd className="cr-kbd">{text('key.palette')}</kbd>
      </button>
      <Alarms counts={alarms} />
      <Clock />
      <span className="cr-operator" title={operator === '' ? text('top.noOperator') : text('top.operator', { name: operator })}>
        <Icon name="user" size={15} />
        {operator === '' ? text('top.noOperator') : operator}
      </span>
      <WindowButtons />
    </header>
  );
}
