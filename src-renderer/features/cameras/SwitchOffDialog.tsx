import { Select, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import type { CameraView } from '#contract/words.ts';
import { asCallError, call, type CallError } from '../../bridge/bridge.ts';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { formatCameraNumber } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';

const HOUR_MS = 3_600_000;
const lengths = { hour: HOUR_MS, shift: 8 * HOUR_MS, day: 24 * HOUR_MS, open: null } as const;
type Length = keyof typeof lengths;
const isLength = (value: string | null): value is Length => value !== null && value in lengths;

/** Planned silence: who, why and until when, so that it is no fault. */
export function SwitchOffDialog({ camera, onClose }: { camera: CameraView; onClose: () => void }) {
  const text = useText();
  const [reason, setReason] = useState('');
  const [length, setLength] = useState<Length>('open');
  const [error, setError] = useState<CallError | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const lasts = lengths[length];
      await call('camera.switchOff', { id: camera.id, reason: reason.trim(), until: lasts === null ? null : Date.now() + lasts });
      onClose();
    } catch (thrown) {
      setError(asCallError(thrown));
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={text('switchOff.title', { name: `${formatCameraNumber(camera.number)} ${camera.name}` })}
      onClose={onClose}
      width={440}
    >
      <form className="cr-stack" onSubmit={(event) => void submit(event)}>
        <p className="cr-2">{text('switchOff.text')}</p>
        <TextInput
          data-autofocus
          label={text('switchOff.reason')}
          placeholder={text('switchOff.reason.example')}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Select
          label={text('switchOff.until')}
          allowDeselect={false}
          value={length}
          onChange={(value) => isLength(value) && setLength(value)}
          data={Object.keys(lengths).map((value) => ({ value, label: text(`switchOff.until.${value as Length}`) }))}
        />
        {error && <FaultNote code={error.code} params={error.params} announce />}
        <DialogActions>
          <button type="button" className="cr-button" onClick={onClose}>
            {text('action.cancel')}
          </button>
          <button type="submit" className="cr-button cr-button-primary" disabled={busy}>
            {text('camera.switchOff')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
