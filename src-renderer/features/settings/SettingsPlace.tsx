import { Select, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Settings } from '#contract/views.ts';
import { call, useTopic } from '../../bridge/bridge.ts';
import { useSettings, useSite } from '../../state/site.ts';
import { attempt, offerUndo, showFault } from '../../state/undo.ts';
import { Icon } from '../../ui/icons.tsx';
import { useText } from '../../ui/text.ts';
import { About } from './About.tsx';
import { SavedText } from './SavedText.tsx';
import './settings-place.css';

function Row({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <div className="cr-setting">
      <div className="cr-grow">
        <div>{title}</div>
        {hint !== undefined && <small>{hint}</small>}
      </div>
      {children}
    </div>
  );
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="cr-card cr-settings-card">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

const save = (change: Partial<Settings>) => attempt(() => call('settings.update', change));

function DemoSite({ hasDemo }: { hasDemo: boolean }) {
  const text = useText();
  const remove = async () => {
    try {
      offerUndo(text('settings.demo.removed'), await call('demo.remove'));
    } catch (thrown) {
      showFault(thrown);
    }
  };
  return hasDemo ? (
    <button type="button" className="cr-button cr-button-small cr-button-danger" onClick={() => void remove()}>
      <Icon name="trash" size={14} />
      {text('settings.demo.remove')}
    </button>
  ) : (
    <button type="button" className="cr-button cr-button-small" onClick={() => void attempt(() => call('demo.install'))}>
      <Icon name="play" size={14} />
      {text('settings.demo.install')}
    </button>
  );
}

/** How should it behave? Every change is saved at once; what could not be saved stays as it was and is said. */
export function SettingsPlace() {
  const text = useText();
  const site = useSite();
  const settings = useSettings();
  const walls = Object.values(useTopic('walls').items);
  return (
    <>
      <div className="cr-place-head">
        <h1>{text('place.settings')}</h1>
        {settings && <span className="cr-3">{text('settings.workstation', { name: settings.workstationName })}</span>}
      </div>
      <div className="cr-scroll cr-settings">
        <div className="cr-settings-cards">
          {site && (
            <Card title={text('settings.site')}>
              <Row title={text('settings.siteName')} hint={text('settings.siteName.hint')}>
                <SavedText
                  label={text('settings.siteName')}
                  value={site.name}
                  maxLength={100}
                  required
                  save={(name) => call('site.rename', { name })}
                />
              </Row>
              <Row title={text('settings.demo')} hint={text('settings.demo.hint')}>
                <DemoSite hasDemo={site.hasDemo} />
              </Row>
            </Card>
          )}
          {settings && (
            <>
              <Card title={text('settings.thisWorkstation')}>
                <Row title={text('settings.workstationName')} hint={text('settings.workstationName.hint')}>
                  <SavedText
                    label={text('settings.workstationName')}
                    value={settings.workstationName}
                    maxLength={100}
                    required
                    save={(workstationName) => call('settings.update', { workstationName })}
                  />
                </Row>
                <Row title={text('settings.operatorName')} hint={text('settings.operatorName.hint')}>
                  <SavedText
                    label={text('settings.operatorName')}
                    value={settings.operatorName}
                    maxLength={100}
                    save={(operatorName) => call('settings.update', { operatorName })}
                  />
                </Row>
                <Row title={text('settings.startWall')} hint={text('settings.startWall.hint')}>
                  <Select
                    className="cr-setting-field"
                    aria-label={text('settings.startWall')}
                    placeholder={text('settings.startWall.first')}
                    clearable
                    value={settings.startWallId}
                    onChange={(startWallId) => void save({ startWallId })}
                    data={walls.map(({ id, name }) => ({ value: id, label: name }))}
                  />
                </Row>
                <Row title={text('settings.showStats')} hint={text('settings.showStats.hint')}>
                  <Switch
                    aria-label={text('settings.showStats')}
                    checked={settings.showStats}
                    onChange={(event) => void save({ showStats: event.currentTarget.checked })}
                  />
                </Row>
                <Row title={text('settings.singleKeys')} hint={text('settings.singleKeys.hint')}>
                  <Switch
                    aria-label={text('settings.singleKeys')}
                    checked={settings.singleKeyShortcuts}
                    onChange={(event) => void save({ singleKeyShortcuts: event.currentTarget.checked })}
                  />
                </Row>
              </Card>
              <Card title={text('settings.about')}>
                <About />
              </Card>
            </>
          )}
        </div>
      </div>
    </>
  );
}
