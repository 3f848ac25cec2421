import { call, useTopic } from '../../bridge/bridge.ts';
import { appInfo } from '../../bridge/main-link.ts';
import { useStore } from '../../bridge/store.ts';
import { attempt } from '../../state/undo.ts';
import { formatDateTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { useText } from '../../ui/text.ts';

/** What runs here, and where its log lies. */
export function About() {
  const text = useText();
  const info = useStore(appInfo);
  const mediaServer = useTopic('engines').items['media-server'];
  if (!info) return <p className="cr-3">{text('value.noData')}</p>;
  const rows = [
    [text('about.version'), info.version],
    [text('about.electron'), text('about.electron.value', { electron: info.electron, chromium: info.chromium })],
    [text('about.runtime'), text(info.testRuntime ? 'about.runtime.test' : 'about.runtime.official')],
    [text('about.sandbox'), text(info.sandboxed ? 'about.sandbox.on' : 'about.sandbox.off')],
    [text('about.secrets'), text(`about.secrets.${info.secrets}`)],
    [text('about.mediaServer'), mediaServer?.version ?? text('value.noData')],
    [text('about.platform'), info.platform],
    [text('about.startedAt'), formatDateTime(info.startedAt)],
    [text('about.logs'), info.logDir],
    [text('about.licence'), text('about.licence.value')],
  ] as const;
  return (
    <div className="cr-about">
      <dl className="cr-facts">
        {rows.map(([word, value]) => (
          <div key={word} className="cr-fact">
            <dt>{word}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="cr-3">{text('about.notices')}</p>
      <div>
        <button type="button" className="cr-button cr-button-small" onClick={() => void attempt(() => call('app.revealLogs'))}>
          <Icon name="folder" size={14} />
          {text('about.openLogs')}
        </button>
      </div>
    </div>
  );
}
