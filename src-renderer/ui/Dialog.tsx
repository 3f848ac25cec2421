import { Modal } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useText } from './text.ts';
import './dialog.css';

interface Props {
  title: string;
  onClose: () => void;
  /** CSS pixels. */
  width?: number;
  children: ReactNode;
}

/** A dialog: focus stays inside, Esc closes it, and focus goes back to where it came from. Mount it to open it. */
export function Dialog({ title, onClose, width = 560, children }: Props) {
  const text = useText();
  const [origin] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (origin instanceof HTMLElement && origin.isConnected) origin.focus({ preventScroll: true });
    },
    [origin],
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={width}
      closeButtonProps={{ 'aria-label': text('action.close') }}
      classNames={{ content: 'cr-dialog', header: 'cr-dialog-head', title: 'cr-dialog-title', body: 'cr-dialog-body' }}
      overlayProps={{ backgroundOpacity: 0.5, color: '#000' }}
    >
      {children}
    </Modal>
  );
}

/** The row of buttons at a dialog's end. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="cr-dialog-actions">{children}</div>;
}
