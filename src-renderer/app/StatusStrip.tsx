import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTopic } from '../bridge/bridge.ts';
import { appInfo } from '../bridge/main-link.ts';
import { useStore } from '../bridge/store.ts';
import { formatMegabits, formatMs, formatNumber } from '../ui/format.ts';
import { SeverityMark } from '../ui/SeverityMark.tsx';
import { faultTitle, useText } from '../ui/text.ts';
import './status-strip.css';

/** What the tiles of this window measure together; null where nothing was measured. */
export interface StripFacts {
  live: number;
  total: number;
  medianDelayMs: number | null;
  p95DelayMs: number | null;
  receivedKbps: number | null;
}

function Notice({ label, hint }: { label: string; hint: string }) {
  return (
    <Tooltip label={hint} multiline w={320} events={{ hover: true, focus: true, touch: true }}>
      <span className="cr-strip-notice" tabIndex={0} aria-label={`${label}. ${hint}`}>
        <SeverityMark mark="notice" size={12} />
        {label}
      </span>
    </Tooltip>
  );
}

function MediaServer() {
  const text = useText();
  const engine = useTopic('engines').items['media-server'];
  if (!engine) return null;
  const severity = engine.status?.severity;
  const isBad = severity === 'critical' || severity === 'warning';
  return (
    <span
      data-severity={isBad ? severity : undefined}
      title={engine.status ? faultTitle(engine.status.code, engine.status.params) : undefined}
    >
      {isBad && <SeverityMark mark={severity} size={12} />}
      {text(`strip.mediaServer.${engine.state}`)}
    </span>
  );
}

export function StatusStrip({ facts }: { facts: StripFacts }) {
  const text = useText();
  const info = useStore(appInfo);
  const parts: ReactNode[] = [
    facts.total === 0
      ? text('strip.noTiles')
      : text('strip.live', { live: formatNumber(facts.live), total: formatNumber(facts.total) }),
    facts.medianDelayMs === null
      ? text('strip.noDelay')
      : text('strip.delay', { median: formatMs(facts.medianDelayMs), p95: formatMs(facts.p95DelayMs) }),
    facts.receivedKbps === null ? text('strip.noIn') : text('strip.in', { rate: formatMegabits(facts.receivedKbps) }),
  ];
  return (
    <footer className="cr-strip" aria-label={text('strip.label')}>
      {parts.map((part, index) => (
        <span key={index}>{part}</span>
      ))}
      <span className="cr-grow" />
      <MediaServer />
      {info?.testRuntime === true && <Notice label={text('strip.testRuntime')} hint={text('strip.testRuntime.hint')} />}
      {info?.sandboxed === false && <Notice label={text('strip.sandboxOff')} hint={text('strip.sandboxOff.hint')} />}
      {info?.secrets === 'sealed-file' && <Notice label={text('strip.secretsInFile')} hint={text('strip.secretsInFile.hint')} />}
    </footer>
  );
}
