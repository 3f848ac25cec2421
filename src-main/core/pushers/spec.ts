/** What makes two pushers of one camera the same. */
import { fingerprint } from '../fingerprint.ts';
import type { SourceRecord } from '../site/site-document.ts';

/** Null while the demo server, whose port is free to change, is not up. */
export function sourceUrlOf(source: SourceRecord, demoRtspBase: string | null): string | null {
  if (source.kind === 'rtsp') return source.url;
  return demoRtspBase === null ? null : `${demoRtspBase}/${source.scene}`;
}

/** Covers what makes a restart necessary. The password is in it by the name of its secret, which is new with every new password. */
export function specHashOf(source: SourceRecord, url: string, room: string): string {
  const login = source.kind === 'rtsp' ? [source.username, source.passwordSecret] : [];
  return fingerprint(JSON.stringify([url, room, ...login]));
}
