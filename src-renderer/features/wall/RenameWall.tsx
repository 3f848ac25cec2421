import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Wall } from '#contract/words.ts';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { useText } from '../../ui/text.ts';
import { saveWall } from './useWall.ts';

export function RenameWall({ wall, onClose }: { wall: Wall; onClose: () => void }) {
  const text = useText();
  const [name, setName] = useState(wall.name);
  const save = () => {
    onClose();
    void saveWall({ ...wall, name: name.trim() });
  };
  return (
    <Dialog title={text('wall.renameTitle')} onClose={onClose} width={420}>
      <form
        className="cr-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') save();
        }}
      >
        <TextInput
          data-autofocus
          label={text('wall.name')}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <DialogActions>
          <button type="button" className="cr-button" onClick={onClose}>
            {text('action.cancel')}
          </button>
          <button type="submit" className="cr-button cr-button-primary" disabled={name.trim() === ''}>
            {text('action.save')}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
