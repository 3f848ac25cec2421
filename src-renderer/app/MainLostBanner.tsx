import { mainLostSince } from '../bridge/main-link.ts';
import { useStore } from '../bridge/store.ts';
import { formatTime } from '../ui/format.ts';
import { SeverityMark } from '../ui/SeverityMark.tsx';
import { useText } from '../ui/text.ts';

/** Main is lost: said at once and as long as it lasts. The pictures need no main and go on. */
export function MainLostBanner() {
  const text = useText();
  const since = useStore(mainLostSince);
  if (since === null) return null;
  return (
    <p className="cr-main-lost" role="alert">
      <SeverityMark mark="critical" size={15} inverse label={text('severity.critical')} />
      {text('app.lost', { time: formatTime(since) })}
    </p>
  );
}
