import { useMemo } from 'react';
import { useSettings } from '../../state/site.ts';
import { formatNumber, formatSpan } from '../../ui/format.ts';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { faultNext, faultTitle, useText, type Text } from '../../ui/text.ts';
import { useNow } from '../../ui/useNow.ts';
import type { Alarm } from './alarm.ts';
import { quietTilesOf } from './attention.ts';
import { tryAgain } from './commands.ts';
import type { TileView } from './tile-view.ts';
import { board, useAlarms, useTiles } from './wall-board.ts';
import { brokenMeasure, cameraLabel, staleText, stateMark, stateWord } from './wording.ts';
import './attention.css';

interface Props {
  /** Opens the editor of a camera's address and login. */
  onEditCamera: (cameraId: string) => void;
  /** Shows the camera on the wall, or where it is described. */
  onShowCamera: (cameraId: string) => void;
}

function subjectOf({ camera, tile, device, consequences, id }: Alarm, text: Text): string {
  if (device !== null) {
    const count = consequences.length;
    return device === 'demo'
      ? text('wall.attention.demoCameras', { count })
      : text('wall.attention.camerasAt', { count, device });
  }
  if (tile) return cameraLabel(tile);
  if (camera) return cameraLabel(camera);
  if (id.startsWith('media-server ')) return text('wall.attention.engine.media-server');
  if (id.startsWith('demo-cameras ')) return text('wall.attention.engine.demo-cameras');
  return text('wall.attention.site');
}

/** The sentence after the state's word: which measure, or what is the cause and what to do. */
function explanation({ tile, code, params, acknowledged }: Alarm): string {
  if (tile?.state === 'degraded') return tile.broken.map((measure) => brokenMeasure(measure, tile)).join(', ');
  // Who has seen it has read what to do.
  if (code !== null) return acknowledged ? faultTitle(code, params) : `${faultTitle(code, params)} ${faultNext(code, params)}`;
  return tile ? staleText(tile) : '';
}

/** A login that was refused is corrected, everything else is tried again. */
const needsLogin = ({ code }: Alarm) =>
  code === 'CAMERA_LOGIN_REFUSED' || code === 'CAMERA_LOGIN_HELD' || code === 'CAMERA_FORBIDDEN';

function AlarmItem({ alarm, now, onEditCamera, onShowCamera }: Props & { alarm: Alarm; now: number }) {
  const text = useText();
  const operator = useSettings()?.operatorName ?? '';
  const { camera } = alarm;
  return (
    <li className="cr-alarm-item" data-severity={alarm.severity} data-acknowledged={alarm.acknowledged || undefined}>
      <SeverityMark mark={alarm.severity} size={16} label={text(`severity.${alarm.severity}`)} />
      <h3>
        {camera ? (
          <button
            type="button"
            className="cr-alarm-subject cr-ellipsis"
            title={text('wall.attention.show')}
            onClick={() => onShowCamera(camera.id)}
          >
            {subjectOf(alarm, text)}
          </button>
        ) : (
          <span className="cr-ellipsis">{subjectOf(alarm, text)}</span>
        )}
        <time>{formatSpan(now - alarm.since)}</time>
      </h3>
      <p>
        {alarm.state !== null && <strong>{text(`tile.state.${alarm.state}`)}. </strong>}
        {explanation(alarm)}
        {alarm.device === null &&
          alarm.consequences.length > 0 &&
          ` ${text('wall.attention.consequences', { count: alarm.consequences.length })}`}
      </p>
      <div className="cr-alarm-actions">
        {camera &&
          (needsLogin(alarm) ? (
            <button type="button" className="cr-button cr-button-small" onClick={() => onEditCamera(camera.id)}>
              {text('wall.attention.password')}
            </button>
          ) : (
            <button type="button" className="cr-button cr-button-small" onClick={() => tryAgain(camera.id)}>
              {text('wall.attention.retry')}
            </button>
          ))}
        {alarm.acknowledged ? (
          <span className="cr-alarm-seen">
            {operator === '' ? text('wall.attention.seen') : text('wall.attention.seenBy', { name: operator })}
          </span>
        ) : (
          <button type="button" className="cr-button cr-button-small" onClick={() => board.acknowledge(alarm.id)}>
            {text('wall.attention.acknowledge')}
          </button>
        )}
      </div>
    </li>
  );
}

function QuietItem({ tile }: { tile: TileView }) {
  return (
    <li>
      <SeverityMark mark={stateMark(tile)} size={14} />
      <span className="cr-ellipsis">{cameraLabel(tile)}</span>
      <span className="cr-3">{stateWord(tile)}</span>
    </li>
  );
}

/** What needs a person, most pressing first; below it what is known and needs nobody. */
export function AttentionList(props: Props) {
  const text = useText();
  const alarms = useAlarms();
  const tiles = useTiles();
  const now = useNow(1000);
  const quiet = useMemo(() => quietTilesOf(tiles), [tiles]);
  return (
    <div className="cr-attention">
      <h2 className="cr-panel-head">
        {text('wall.attention')}
        <span className="cr-3">{alarms.length > 0 && formatNumber(alarms.length)}</span>
      </h2>
      <div className="cr-scroll">
        {alarms.length === 0 && <p className="cr-panel-note">{text('wall.attention.none')}</p>}
        <ul>
          {alarms.map((alarm) => (
            <AlarmItem key={alarm.id} alarm={alarm} now={now} {...props} />
          ))}
        </ul>
        {quiet.length > 0 && (
          <>
            <h3 className="cr-panel-sub">{text('wall.attention.quiet')}</h3>
            <ul className="cr-quiet">
              {quiet.map((tile) => (
                <QuietItem key={tile.cameraId} tile={tile} />
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}
