import { Checkbox, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { useState, type ChangeEvent, type SubmitEvent } from 'react';
import type { CameraView } from '#contract/words.ts';
import { asCallError, call, useTopic, type CallError } from '../../bridge/bridge.ts';
import { useProbe } from '../../state/probe.ts';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { formatCameraNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { ProbeRunning } from '../../ui/ProbeRunning.tsx';
import { ProbeVerdict } from '../../ui/ProbeVerdict.tsx';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { faultNext, faultTitle, useText } from '../../ui/text.ts';
import {
  addInput,
  formOf,
  lacksPassword,
  probeInput,
  problemsOf,
  updateInput,
  withAddress,
  type CameraForm,
} from './camera-form.ts';
import './camera-dialog.css';

/** The wall a new camera can be shown on, and the layout it must grow to for that. */
interface WallOffer {
  wallName: string;
  growsTo: string | null;
}

interface Props {
  /** Null: a new one. */
  camera: CameraView | null;
  wallOffer: WallOffer | null;
  onClose: () => void;
  onSaved: (camera: CameraView, showOnWall: boolean) => void;
}

const urlFaults = ['URL_INVALID', 'CAMERA_URL_TAKEN'];

export function CameraDialog({ camera, wallOffer, onClose, onSaved }: Props) {
  const text = useText();
  const { items: cameras } = useTopic('cameras');
  const { items: zones } = useTopic('zones');
  const [form, setForm] = useState(() => formOf(camera));
  const [shown, setShown] = useState(wallOffer !== null);
  const [submitted, setSubmitted] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const [busy, setBusy] = useState(false);
  const probe = useProbe();

  const isDemo = camera?.source.kind === 'demo';
  const willLosePassword = form.password === '' && camera?.source.kind === 'rtsp' && camera.source.hasPassword;
  const others = Object.values(cameras).filter(({ id }) => id !== camera?.id);
  const otherNames = others.map(({ name }) => name);
  const problems = problemsOf(form, others);
  const zoneList = Object.values(zones);
  const set = (change: Partial<CameraForm>) => {
    setForm((now) => ({ ...now, ...change }));
    setError(null);
  };
  /** What a test found is not true of another address or login. */
  const setDoor = (change: Partial<CameraForm>) => {
    set(change);
    probe.cancel();
  };
  const settle = (): CameraForm => {
    const settled = withAddress(form, form.url, otherNames);
    setForm(settled);
    return settled;
  };

  const onUrl = (event: ChangeEvent<HTMLInputElement>) => {
    const url = event.currentTarget.value;
    const pasted = (event.nativeEvent as InputEvent).inputType === 'insertFromPaste';
    setError(null);
    probe.cancel();
    setForm((now) => (pasted ? withAddress(now, url, otherNames) : { ...now, url }));
  };
  const test = () => {
    const settled = settle();
    setSubmitted(true);
    if (problemsOf(settled, others).url === null) probe.start({ ...probeInput(settled, camera), seconds: 5 });
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const settled = isDemo ? form : settle();
    setSubmitted(true);
    const found = problemsOf(settled, others);
    if (found.name || (!isDemo && (found.url !== null || found.twin !== null))) return;
    setBusy(true);
    try {
      const saved = camera
        ? await call('camera.update', updateInput(settled, camera))
        : await call('camera.add', addInput(settled));
      onSaved(saved, shown);
    } catch (thrown) {
      setError(asCallError(thrown));
      setBusy(false);
    }
  };

  const isUrlFault = error !== null && urlFaults.includes(error.code);
  const urlError = (): string | null => {
    if (isUrlFault) return `${faultTitle(error.code, error.params)} ${faultNext(error.code, error.params)}`;
    if (problems.twin) {
      return text('fault.CAMERA_URL_TAKEN.title', {
        name: `${formatCameraNumber(problems.twin.number)} ${problems.twin.name}`,
      });
    }
    return submitted && problems.url ? text(`address.problem.${problems.url}`) : null;
  };

  return (
    <Dialog title={text(camera ? 'cameraDialog.edit' : 'cameraDialog.add')} onClose={onClose} width={600}>
      <form className="cr-stack" noValidate onSubmit={(event) => void submit(event)}>
        {!isDemo && (
          <>
            <TextInput
              data-autofocus
              required
              withAsterisk={false}
              label={text('camera.address')}
              description={text('camera.address.hint')}
              placeholder="rtsp://10.20.1.11:554/stream1"
              classNames={{ input: 'cr-input cr-mono cr-ltr' }}
              spellCheck={false}
              autoComplete="off"
              value={form.url}
              error={urlError()}
              onChange={onUrl}
              onBlur={() => form.url !== '' && settle()}
            />
            {form.loginMoved && (
              <p className="cr-dialog-note" role="status">
                <SeverityMark mark="notice" size={14} />
                <span>
                  {text('address.loginMoved')}
                  {form.reserved.length > 0 && ` ${text('address.reserved', { characters: form.reserved.join(' ') })}`}
                </span>
              </p>
            )}
            <div className="cr-dialog-pair">
              <TextInput
                label={text('camera.username')}
                spellCheck={false}
                autoComplete="off"
                value={form.username}
                onChange={(event) => setDoor({ username: event.currentTarget.value })}
              />
              <PasswordInput
                label={text('camera.password')}
                error={willLosePassword ? text('camera.password.willBeRemoved') : null}
                description={lacksPassword(form, camera) ? text('camera.password.typeToTest') : null}
                autoComplete="new-password"
                placeholder={form.password === null ? text('camera.password.stored') : undefined}
                value={form.password ?? ''}
                visibilityToggleButtonProps={{ 'aria-label': text('camera.password.show'), tabIndex: 0 }}
                onChange={(event) => setDoor({ password: event.currentTarget.value })}
              />
            </div>
          </>
        )}
        <div className="cr-dialog-pair">
          <TextInput
            {...(isDemo ? { 'data-autofocus': true } : {})}
            required
            withAsterisk={false}
            label={text('camera.name')}
            maxLength={200}
            value={form.name}
            error={submitted && problems.name ? text('cameraDialog.nameMissing') : null}
            onChange={(event) => set({ name: event.currentTarget.value, nameTouched: true })}
          />
          {zoneList.length > 1 && (
            <Select
              label={text('camera.zone')}
              allowDeselect={false}
              value={form.zoneId ?? zoneList[0]?.id ?? null}
              onChange={(zoneId) => set({ zoneId })}
              data={zoneList.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </div>
        <Switch
          label={text('camera.alwaysOn')}
          description={text('camera.alwaysOn.hint')}
          checked={form.alwaysOn}
          onChange={(event) => set({ alwaysOn: event.currentTarget.checked })}
        />
        {camera === null && wallOffer && (
          <Checkbox
            label={text(wallOffer.growsTo === null ? 'cameraDialog.show' : 'cameraDialog.showGrow', {
              wall: wallOffer.wallName,
              layout: wallOffer.growsTo ?? '',
            })}
            checked={shown}
            onChange={(event) => setShown(event.currentTarget.checked)}
          />
        )}
        {probe.state.step === 'running' && <ProbeRunning startedAt={probe.state.startedAt} onCancel={probe.cancel} />}
        {probe.state.step === 'done' && <ProbeVerdict result={probe.state.result} />}
        {probe.state.step === 'failed' && <FaultNote code={probe.state.error.code} params={probe.state.error.params} announce />}
        {error && !isUrlFault && <FaultNote code={error.code} params={error.params} announce />}
        <DialogActions>
          {!isDemo && (
            <button type="button" className="cr-button" disabled={probe.state.step === 'running'} onClick={test}>
              <Icon name="activity" size={15} />
              {text('cameraDialog.test')}
            </button>
          )}
          <span className="cr-grow" />
          <button type="button" className="cr-button" onClick={onClose}>
            {text('action.cancel')}
          </button>
          <button type="submit" className="cr-button cr-button-primary" disabled={busy}>
            {text(camera ? 'action.save' : 'action.add')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
