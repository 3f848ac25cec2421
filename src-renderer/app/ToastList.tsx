import { useEffect } from 'react';
import { useStore } from '../bridge/store.ts';
import { dismissToast, toasts, type Toast } from '../state/toasts.ts';
import { Icon } from '../ui/icons.tsx';
import { SeverityMark } from '../ui/SeverityMark.tsx';
import { useText } from '../ui/text.ts';
import './toast-list.css';

function ToastCard({ toast }: { toast: Toast }) {
  const text = useText();
  const { id, tone, expiresAt } = toast;
  useEffect(() => {
    if (expiresAt === null) return;
    const timer = setTimeout(() => dismissToast(id), Math.max(0, expiresAt - Date.now()));
    return () => clearTimeout(timer);
  }, [id, expiresAt]);
  return (
    <li className="cr-toast" role={tone === 'plain' ? 'status' : 'alert'}>
      <SeverityMark mark={tone === 'plain' ? 'passed' : tone} size={15} />
      <div className="cr-grow">
        <strong>{toast.title}</strong>
        {toast.text !== undefined && <p>{toast.text}</p>}
      </div>
      {toast.action && (
        <button type="button" className="cr-button cr-button-small" onClick={toast.action.run}>
          {toast.action.label}
        </button>
      )}
      <button
        type="button"
        className="cr-button cr-button-small cr-button-icon cr-button-quiet"
        aria-label={text('action.dismiss')}
        onClick={() => dismissToast(id)}
      >
        <Icon name="close" size={14} />
      </button>
    </li>
  );
}

export function ToastList() {
  const shown = useStore(toasts);
  return (
    <ol className="cr-toasts">
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </ol>
  );
}
