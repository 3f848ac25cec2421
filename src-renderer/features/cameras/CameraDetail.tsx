import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { PusherView } from '#contract/views.ts';
import { call } from '../../bridge/bridge.ts';
import { useProbe } from '../../state/probe.ts';
import { attempt, offerUndo, showFault } from '../../state/undo.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { formatCameraNumber, formatDateTime, formatMs, formatNumber, formatSpan } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { ProbeRunning } from '../../ui/ProbeRunning.tsx';
import { ProbeVerdict, streamRows } from '../../ui/ProbeVerdict.tsx';
import { StateWord } from '../../ui/StateWord.tsx';
import { textOr, useText } from '../../ui/text.ts';
import { useNow } from '../../ui/useNow.ts';
import type { CameraRow } from './camera-rows.ts';
import { SwitchOffDialog } from './SwitchOffDialog.tsx';
import './camera-detail.css';

interface Props {
  row: CameraRow;
  onClose: () => void;
  onEdit: () => void;
  onShowOnWall: () => void;
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="cr-detail-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="cr-facts">
      {rows.map(([word, value]) => (
        <div key={word} className="cr-fact">
          <dt>{word}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What a person can do about the camera now, and what is wrong with it. */
function Situation({ row }: { row: CameraRow }) {
  const text = useText();
  const now = useNow(1000);
  const { camera, pusher, situation } = row;
  const { off } = camera;
  if (off) {
    return (
      <p className="cr-2">
        {text(off.until === null ? 'camera.offBy' : 'camera.offByUntil', {
          by: off.by === '' ? text('camera.someone') : off.by,
          reason: off.reason === '' ? text('camera.noReason') : off.reason,
          until: off.until === null ? '' : formatDateTime(off.until),
        })}
      </p>
    );
  }
  const { status } = situation;
  if (!status || !pusher) return null;
  const facts = [
    text('fault.since', { span: formatSpan(now - status.since) }),
    pusher.attempt > 0 ? text('fault.attempt', { number: formatNumber(pusher.attempt) }) : null,
    pusher.nextTryAt === null ? null : text('fault.nextTry', { span: formatSpan(pusher.nextTryAt - now) }),
  ].filter((fact) => fact !== null);
  return (
    <FaultNote
      code={status.code}
      params={status.params}
      severity={status.severity === 'none' ? 'notice' : status.severity}
      facts={facts.join(' ')}
    >
      <button
        type="button"
        className="cr-button cr-button-small"
        onClick={() => void attempt(() => call('camera.retry', { id: camera.id }))}
      >
        <Icon name="refresh" size={14} />
        {text('action.retry')}
      </button>
    </FaultNote>
  );
}

function Running({ pusher }: { pusher: PusherView }) {
  const text = useText();
  const legs = pusher.delay;
  const span = (leg: { p50: number; p95: number } | null | undefined) =>
    leg ? text('delay.medianP95', { median: formatMs(leg.p50), p95: formatMs(leg.p95) }) : text('value.noData');
  return (
    <>
      {pusher.delivery && (
        <Section title={text('detail.delivery')}>
          <StateWord
            mark={
              ({ passthrough: 'passed', transcode: 'notice', refused: 'warning', undecided: 'untested' } as const)[
                pusher.delivery.mode
              ]
            }
          >
            {text(`verdict.${pusher.delivery.mode}.title`)}
          </StateWord>
          <p className="cr-2">{pusher.delivery.reason}</p>
        </Section>
      )}
      {pusher.facts && (
        <Section title={text('detail.stream')}>
          <Facts rows={streamRows(pusher.facts)} />
        </Section>
      )}
      <Section title={text('detail.delay')}>
        <Facts
          rows={[
            [text('delay.cameraToPusher'), span(legs?.cameraToArrivalMs)],
            [text('delay.insidePusher'), span(legs?.arrivalToDepartureMs)],
            [text('delay.toMediaServer'), formatMs(legs?.toSfuMs ?? null)],
          ]}
        />
      </Section>
      <Section title={text('detail.pusher')}>
        <p className="cr-2">{textOr('pusher.reason.unknown', pusher.reason.key, pusher.reason.params)}</p>
        <Facts
          rows={[
            [text('pusher.host'), pusher.hostId],
            [text('pusher.generation'), formatNumber(pusher.generation)],
            [text('pusher.since'), formatDateTime(pusher.since)],
            [text('pusher.attempts'), formatNumber(pusher.attempt)],
          ]}
        />
      </Section>
    </>
  );
}

/** Looks at the camera now with its stored login. */
function TestNow({ row }: { row: CameraRow }) {
  const text = useText();
  const { state, start, cancel } = useProbe();
  const { source } = row.camera;
  if (source.kind !== 'rtsp') return null;
  return (
    <Section title={text('detail.test')}>
      {state.step === 'running' ? (
        <ProbeRunning startedAt={state.startedAt} onCancel={cancel} />
      ) : (
        <div>
          <button type="button" className="cr-button cr-button-small" onClick={() => start({ url: source.url })}>
            <Icon name="activity" size={14} />
            {text('detail.testNow')}
          </button>
        </div>
      )}
      {state.step === 'done' && <ProbeVerdict result={state.result} />}
      {state.step === 'failed' && <FaultNote code={state.error.code} params={state.error.params} announce />}
    </Section>
  );
}

/** Everything known of one camera, and what can be done with it. */
export function CameraDetail({ row, onClose, onEdit, onShowOnWall }: Props) {
  const text = useText();
  const [switchingOff, setSwitchingOff] = useState(false);
  const { camera, pusher, situation } = row;
  const { source } = camera;
  const name = `${formatCameraNumber(camera.number)} ${camera.name}`;

  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    // Before a dialog's own listener, which is added later and takes the dialog away: one Esc closes one thing.
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && document.querySelector('[role=dialog]') === null) close.current();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);

  const remove = async () => {
    try {
      const undo = await call('camera.remove', { ids: [camera.id] });
      offerUndo(text('camera.removed', { name }), undo);
    } catch (thrown) {
      showFault(thrown);
    }
  };
  const addressRows: (readonly [string, ReactNode])[] =
    source.kind === 'demo'
      ? [[text('camera.address'), text('camera.demoScene', { scene: source.scene })]]
      : [
          [
            text('camera.address'),
            <span key="address" className="cr-mono cr-ltr">
              {source.url}
            </span>,
          ],
          [text('camera.username'), source.username === '' ? text('value.none') : source.username],
          [text('camera.password'), text(source.hasPassword ? 'camera.password.stored' : 'value.none')],
        ];

  return (
    <aside className="cr-detail" aria-label={name}>
      <header>
        <span className="cr-mono cr-3">{formatCameraNumber(camera.number)}</span>
        <h2 className="cr-ellipsis cr-grow">{camera.name}</h2>
        <button
          type="button"
          className="cr-button cr-button-small cr-button-icon cr-button-quiet"
          aria-label={text('action.close')}
          onClick={onClose}
        >
          <Icon name="close" size={15} />
        </button>
      </header>
      <div className="cr-scroll">
        <section className="cr-detail-section">
          <StateWord mark={situation.mark}>{text(`camera.state.${situation.word}`)}</StateWord>
          <Situation row={row} />
          <div className="cr-detail-actions">
            <button type="button" className="cr-button cr-button-small" onClick={onShowOnWall}>
              <Icon name="wall" size={14} />
              {text('camera.showOnWall')}
            </button>
            <button type="button" className="cr-button cr-button-small" onClick={onEdit}>
              <Icon name="pencil" size={14} />
              {text('camera.edit')}
            </button>
            {camera.off ? (
              <button
                type="button"
                className="cr-button cr-button-small"
                onClick={() => void attempt(() => call('camera.switchOn', { id: camera.id }))}
              >
                <Icon name="play" size={14} />
                {text('camera.switchOn')}
              </button>
            ) : (
              <button type="button" className="cr-button cr-button-small" onClick={() => setSwitchingOff(true)}>
                <Icon name="off" size={14} />
                {text('camera.switchOff')}
              </button>
            )}
            <button type="button" className="cr-button cr-button-small cr-button-danger" onClick={() => void remove()}>
              <Icon name="trash" size={14} />
              {text('action.remove')}
            </button>
          </div>
        </section>
        <Section title={text('detail.camera')}>
          <Facts
            rows={[
              ...addressRows,
              [text('camera.zone'), row.zoneName],
              [text('camera.alwaysOn'), text(camera.alwaysOn ? 'value.yes' : 'value.no')],
            ]}
          />
        </Section>
        {pusher && <Running pusher={pusher} />}
        <TestNow row={row} />
      </div>
      {switchingOff && <SwitchOffDialog camera={camera} onClose={() => setSwitchingOff(false)} />}
    </aside>
  );
}
