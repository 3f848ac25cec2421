import { useState, type ReactNode } from 'react';
import type { WallId } from '#contract/words.ts';
import { call } from '../../bridge/bridge.ts';
import { attempt, showFault } from '../../state/undo.ts';
import { Icon } from '../../ui/icons.tsx';
import { useText } from '../../ui/text.ts';
import { AddByList } from './AddByList.tsx';
import { Checks } from './Checks.tsx';
import carPark from './scenes/car-park.webp';
import loadingDock from './scenes/loading-dock.webp';
import northJunction from './scenes/north-junction.webp';
import platformEast from './scenes/platform-east.webp';
import ticketHall from './scenes/ticket-hall.webp';
import vehicleGate from './scenes/vehicle-gate.webp';
import './first-run.css';

/** Stills of the demo cameras, for decoration. */
const scenes = [platformEast, northJunction, vehicleGate, ticketHall, loadingDock, carPark];

const steps = ['start', 'find', 'check', 'wall'] as const;
type Step = (typeof steps)[number];

interface Props {
  /** The window's own buttons. */
  windowButtons: ReactNode;
  /** Lays out a wall for the cameras, in their order, and gives its id. */
  buildWall: (cameraIds: readonly string[]) => Promise<WallId>;
  onOpenWall: (wallId: WallId) => void;
}

/** From nothing to a wall on the screen. */
export function FirstRun({ windowButtons, buildWall, onOpenWall }: Props) {
  const text = useText();
  const [step, setStep] = useState<Step>('start');
  const [starting, setStarting] = useState(false);

  const finish = async (wallId: WallId) => {
    await call('settings.update', { firstRunDone: true });
    onOpenWall(wallId);
  };
  const startDemo = async () => {
    setStarting(true);
    try {
      const { wallId } = await call('demo.install');
      await finish(wallId);
    } catch (thrown) {
      showFault(thrown);
      setStarting(false);
    }
  };
  const skip = () => attempt(() => call('settings.update', { firstRunDone: true }));

  return (
    <div className="cr-first-run">
      <aside className="cr-first-run-side">
        <h2 className="cr-first-run-brand">{text('app.name')}</h2>
        <ol aria-label={text('firstRun.steps')}>
          {steps.map((name, index) => {
            const state = name === step ? 'now' : index < steps.indexOf(step) ? 'done' : 'later';
            return (
              <li key={name} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
                <i aria-hidden="true">{state === 'done' ? <Icon name="check" size={15} /> : index + 1}</i>
                <div>
                  <b>{text(`firstRun.step.${name}`)}</b>
                  <small>{text(`firstRun.step.${name}.hint`)}</small>
                </div>
              </li>
            );
          })}
        </ol>
        <span className="cr-grow" />
        <Checks />
      </aside>
      <div className="cr-first-run-main">
        <div className="cr-first-run-drag">{windowButtons}</div>
        <div className="cr-first-run-page">
          {step === 'start' ? (
            <>
              <h1>{text('firstRun.title')}</h1>
              <p className="cr-first-run-lead">{text('firstRun.lead')}</p>
              <section className="cr-card cr-first-run-demo">
                <div>
                  <h2>{text('firstRun.demo.title')}</h2>
                  <p>{text('firstRun.demo.text')}</p>
                  <button
                    type="button"
                    className="cr-button cr-button-primary cr-button-large"
                    disabled={starting}
                    onClick={() => void startDemo()}
                  >
                    <Icon name="play" size={17} />
                    {text(starting ? 'firstRun.demo.starting' : 'firstRun.demo.start')}
                  </button>
                </div>
                <div className="cr-first-run-scenes" aria-hidden="true">
                  {scenes.map((scene) => (
                    <img key={scene} src={scene} alt="" />
                  ))}
                </div>
              </section>
              <h2 className="cr-first-run-sub">{text('firstRun.add')}</h2>
              <button type="button" className="cr-card cr-first-run-source" onClick={() => setStep('find')}>
                <Icon name="rtsp" size={24} />
                <strong>{text('firstRun.rtsp.title')}</strong>
                <span>{text('firstRun.rtsp.text')}</span>
                <small>{text('firstRun.rtsp.hint')}</small>
              </button>
              <p className="cr-first-run-skip">
                <button type="button" className="cr-button cr-button-quiet" onClick={() => void skip()}>
                  {text('firstRun.skip')}
                </button>
              </p>
            </>
          ) : (
            <AddByList onStep={setStep} onBack={() => setStep('start')} buildWall={buildWall} onDone={finish} />
          )}
        </div>
      </div>
    </div>
  );
}
