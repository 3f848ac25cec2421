import { Loader } from '@mantine/core';
import { formatSpan } from './format.ts';
import { useText } from './text.ts';
import { useNow } from './useNow.ts';

/** A test is running: how long already, and a way to stop waiting for it. */
export function ProbeRunning({ startedAt, onCancel }: { startedAt: number; onCancel: () => void }) {
  const text = useText();
  const now = useNow(1000);
  return (
    <div className="cr-row" role="status">
      <Loader size={14} />
      <span className="cr-grow">{text('probe.running', { span: formatSpan(now - startedAt) })}</span>
      <button type="button" className="cr-button cr-button-small" onClick={onCancel}>
        {text('action.cancel')}
      </button>
    </div>
  );
}
