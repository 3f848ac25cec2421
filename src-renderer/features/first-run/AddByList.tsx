import { Checkbox, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CameraId, WallId } from '#contract/words.ts';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { pictureInShort, VerdictWord } from '../../ui/ProbeVerdict.tsx';
import { StateWord } from '../../ui/StateWord.tsx';
import { faultTitle, useText } from '../../ui/text.ts';
import { canAdd, readCandidates, type Candidate } from './candidates.ts';
import { useCandidates } from './useCandidates.ts';

interface Props {
  onStep: (step: 'find' | 'check' | 'wall') => void;
  onBack: () => void;
  buildWall: (cameraIds: readonly CameraId[]) => Promise<WallId>;
  onDone: (wallId: WallId) => Promise<void>;
}

function Verdict({ candidate }: { candidate: Candidate }) {
  const text = useText();
  const { state } = candidate;
  switch (state.step) {
    case 'unusable':
      return <StateWord mark="warning">{text(`address.problem.${state.problem}`)}</StateWord>;
    case 'twin':
      return <StateWord mark="notice">{text('firstRun.twin')}</StateWord>;
    case 'waiting':
      return <StateWord mark="untested">{text('firstRun.waiting')}</StateWord>;
    case 'testing':
      return <StateWord mark="connecting">{text('firstRun.testing')}</StateWord>;
    case 'tested':
      return <VerdictWord result={state.result} />;
    case 'failed':
      return <StateWord mark="warning">{faultTitle(state.code)}</StateWord>;
    case 'added':
      return <StateWord mark="passed">{text('firstRun.added')}</StateWord>;
  }
}

/** RTSP addresses, pasted: one login for many, each tested one after another, then a wall of those that were picked. */
export function AddByList({ onStep, onBack, buildWall, onDone }: Props) {
  const text = useText();
  const [pasted, setPasted] = useState('');
  const [login, setLogin] = useState({ username: '', password: '' });
  const work = useCandidates(login);
  const { candidates, phase } = work;

  if (phase === 'typing') {
    const found = readCandidates(pasted);
    const usable = found.filter(canAdd).length;
    const begin = () => {
      onStep('check');
      work.test(found);
    };
    return (
      <>
        <h1>{text('firstRun.find.title')}</h1>
        <p className="cr-first-run-lead">{text('firstRun.find.lead')}</p>
        <section className="cr-card cr-first-run-form">
          <Textarea
            data-autofocus
            label={text('firstRun.addresses')}
            description={text('firstRun.addresses.hint')}
            placeholder={'rtsp://10.20.1.11/stream1, Platform 1 East\nrtsp://10.20.1.12/stream1, Platform 1 West'}
            classNames={{ input: 'cr-input cr-mono cr-ltr' }}
            rows={8}
            spellCheck={false}
            value={pasted}
            onChange={(event) => setPasted(event.currentTarget.value)}
          />
          <div className="cr-first-run-login">
            <TextInput
              label={text('firstRun.login.username')}
              leftSection={<Icon name="user" size={15} />}
              autoComplete="off"
              spellCheck={false}
              value={login.username}
              onChange={(event) => setLogin({ ...login, username: event.currentTarget.value })}
            />
            <PasswordInput
              label={text('firstRun.login.password')}
              leftSection={<Icon name="key" size={15} />}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': text('camera.password.show'), tabIndex: 0 }}
              value={login.password}
              onChange={(event) => setLogin({ ...login, password: event.currentTarget.value })}
            />
          </div>
        </section>
        <div className="cr-row cr-first-run-actions">
          <span className="cr-2 cr-grow" role="status">
            {found.length > 0 && text('firstRun.found', { count: usable, lines: formatNumber(found.length) })}
          </span>
          <button type="button" className="cr-button cr-button-large" onClick={onBack}>
            {text('action.back')}
          </button>
          <button type="button" className="cr-button cr-button-primary cr-button-large" disabled={usable === 0} onClick={begin}>
            {text('firstRun.test', { count: usable })}
          </button>
        </div>
      </>
    );
  }

  const picked = candidates.filter((candidate) => candidate.picked && canAdd(candidate));
  const testable = candidates.filter(({ state }) => state.step !== 'unusable' && state.step !== 'twin');
  const tested = testable.filter(({ state }) => state.step !== 'waiting' && state.step !== 'testing').length;
  const canBuild = phase === 'idle' && (picked.length > 0 || work.addedIds.length > 0);
  const add = () => {
    onStep('wall');
    void work.addAndBuild(buildWall, onDone).then((done) => {
      if (!done) onStep('check');
    });
  };
  const back = () => {
    work.stop();
    onStep('find');
  };
  return (
    <>
      <h1>{text('firstRun.check.title')}</h1>
      <p className="cr-first-run-lead">{text('firstRun.check.lead')}</p>
      <section className="cr-card cr-first-run-progress">
        <div className="cr-row">
          <strong role="status">
            {text('firstRun.progress', { done: formatNumber(tested), total: formatNumber(testable.length) })}
          </strong>
          <span className="cr-grow" />
          {phase === 'testing' && (
            <button type="button" className="cr-button cr-button-small" onClick={work.pause}>
              {text('action.stop')}
            </button>
          )}
          {phase === 'idle' && tested < testable.length && (
            <button type="button" className="cr-button cr-button-small" onClick={() => work.test(candidates)}>
              {text('firstRun.goOn')}
            </button>
          )}
        </div>
        <progress value={tested} max={testable.length} aria-label={text('firstRun.check.title')} />
      </section>
      <section className="cr-card cr-first-run-list">
        <table aria-label={text('firstRun.check.title')}>
          <thead>
            <tr>
              <th scope="col">
                <span className="cr-hidden">{text('firstRun.column.pick')}</span>
              </th>
              <th scope="col">{text('camera.address')}</th>
              <th scope="col">{text('camera.name')}</th>
              <th scope="col">{text('stream.picture')}</th>
              <th scope="col">{text('firstRun.column.verdict')}</th>
            </tr>
          </thead>
          <tbody>
            {candidates.map((candidate) => (
              <tr key={candidate.id}>
                <td>
                  <Checkbox
                    aria-label={text('firstRun.pick', { name: candidate.name === '' ? candidate.shown : candidate.name })}
                    disabled={!canAdd(candidate)}
                    checked={candidate.picked && candidate.address !== null}
                    onChange={(event) => work.change(candidate.id, { picked: event.currentTarget.checked })}
                  />
                </td>
                <td className="cr-mono cr-ltr" title={candidate.shown}>
                  {candidate.shown}
                </td>
                <td>
                  {candidate.address && (
                    <TextInput
                      aria-label={text('firstRun.nameOf', { address: candidate.shown })}
                      value={candidate.name}
                      maxLength={200}
                      onChange={(event) => work.change(candidate.id, { name: event.currentTarget.value })}
                    />
                  )}
                </td>
                <td className="cr-2">
                  {candidate.state.step === 'tested' && candidate.state.result.ok
                    ? pictureInShort(candidate.state.result.facts)
                    : ''}
                </td>
                <td>
                  <Verdict candidate={candidate} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="cr-row cr-first-run-actions">
        <span className="cr-2 cr-grow">
          {text('firstRun.picked', { picked: formatNumber(picked.length), total: formatNumber(candidates.length) })}
        </span>
        <button type="button" className="cr-button cr-button-large" disabled={phase === 'adding'} onClick={back}>
          {text('action.back')}
        </button>
        <button type="button" className="cr-button cr-button-primary cr-button-large" disabled={!canBuild} onClick={add}>
          {text(phase === 'adding' ? 'firstRun.adding' : 'firstRun.build', { count: picked.length + work.addedIds.length })}
        </button>
      </div>
    </>
  );
}
