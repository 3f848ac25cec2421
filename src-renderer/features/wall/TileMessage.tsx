import type { ReactNode } from 'react';
import { Icon } from '../../ui/icons.tsx';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { useText } from '../../ui/text.ts';
import { connectSteps } from './tile-cause.ts';
import type { TileView } from './tile-view.ts';
import { causeText, countingAge, lastPictureText, offText, staleText, stateWord } from './wording.ts';

interface Props {
  view: TileView;
  onEditCamera: (cameraId: string) => void;
}

/** The four steps that lead to a first picture; the proof after it is told in words alone. */
function Steps({ view }: { view: TileView }) {
  const at = connectSteps.indexOf(view.step);
  return (
    <div className="cr-tile-steps" aria-hidden="true">
      {connectSteps.slice(0, 4).map((step, index) => (
        <i key={step} data-step={index < at ? 'done' : index === at ? 'now' : 'later'} />
      ))}
    </div>
  );
}

/** What lies over, or instead of, the picture; null where the picture speaks for itself. */
export function TileMessage({ view, onEditCamera }: Props): ReactNode {
  const text = useText();
  const age = countingAge(view.ageSeconds ?? 0);
  switch (view.state) {
    case 'live':
    case 'degraded':
      return null;
    case 'connecting': {
      if (view.step === 'proof') return null;
      const cause = causeText(view);
      return (
        <div className="cr-tile-message" data-back="flat">
          <strong>{stateWord(view)}</strong>
          <Steps view={view} />
          <span>{text(`tile.step.${view.step}`, { age })}</span>
          {cause !== null && <span className="cr-tile-cause">{cause}</span>}
        </div>
      );
    }
    case 'stale':
    case 'frozen':
      return (
        <div className="cr-tile-message" data-back="dim">
          <span className="cr-tile-age cr-ltr">{age}</span>
          <span>{view.state === 'frozen' ? text('tile.frozen') : staleText(view)}</span>
        </div>
      );
    case 'no-signal':
      return (
        <div className="cr-tile-message" data-back="hatch">
          <strong>
            <SeverityMark mark="critical" size={16} />
            {stateWord(view)}
          </strong>
          <span className="cr-tile-cause">{causeText(view) ?? text('tile.cause.unknown')}</span>
          <span>{lastPictureText(view)}</span>
        </div>
      );
    case 'not-authorised':
      return (
        <div className="cr-tile-message" data-back="hatch">
          <strong>
            <Icon name="lock" size={16} />
            {stateWord(view)}
          </strong>
          <span className="cr-tile-cause">{causeText(view)}</span>
          {view.cause?.code.startsWith('CAMERA_') === true && (
            <button type="button" className="cr-tile-button" onClick={() => onEditCamera(view.cameraId)}>
              {text('tile.action.password')}
            </button>
          )}
        </div>
      );
    case 'off':
      return (
        <div className="cr-tile-message" data-back="flat">
          <strong>
            <SeverityMark mark="off" size={15} />
            {stateWord(view)}
          </strong>
          <span>{offText(view)}</span>
          <span>{view.off?.reason}</span>
        </div>
      );
    case 'decode-limited':
      return (
        <div className="cr-tile-figures" data-always>
          {text('tile.still')}
        </div>
      );
  }
}
