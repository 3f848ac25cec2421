import { Component, type ReactNode } from 'react';
import { formatTime } from '../ui/format.ts';
import { SeverityMark } from '../ui/SeverityMark.tsx';
import { text } from '../ui/text.ts';
import './error-boundary.css';

interface Incident {
  id: string;
  at: number;
  message: string;
}

/** Keeps a failure in one part of the window to that part, and says what happened in words that can be passed on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { incident: Incident | null }> {
  override state = { incident: null as Incident | null };

  static getDerivedStateFromError(thrown: unknown): { incident: Incident } {
    const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    return { incident: { id: crypto.randomUUID().slice(0, 8), at: Date.now(), message } };
  }

  override render() {
    const { incident } = this.state;
    if (!incident) return this.props.children;
    return (
      <section className="cr-crashed" role="alert">
        <h2>
          <SeverityMark mark="critical" size={18} label={text('severity.critical')} />
          {text('app.crashed.title')}
        </h2>
        <p>{text('app.crashed.text')}</p>
        <p className="cr-3">{text('app.crashed.incident', { id: incident.id, time: formatTime(incident.at) })}</p>
        <pre className="cr-mono cr-ltr">{incident.message}</pre>
        <div>
          <button type="button" className="cr-button cr-button-primary" onClick={() => this.setState({ incident: null })}>
            {text('app.crashed.again')}
          </button>
        </div>
      </section>
    );
  }
}
