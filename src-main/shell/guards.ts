/** What pages may not do, whatever script they run: leave, open, embed, capture, or talk to anybody else. */
import { app, type Session } from 'electron';
import type { LogPort } from '../core/ports.ts';
import { isAppUrl } from './app-origin.ts';

/** Locks every page that will ever exist. */
export function lockNavigation(log: LogPort): void {
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (what: string) => (event: { preventDefault(): void; url?: string }) => {
      if (what === 'navigate' && isAppUrl(event.url ?? '')) return;
      event.preventDefault();
      log.write('warn', 'shell', `a page was kept from doing this: ${what}`, { url: event.url ?? '' });
    };
    contents.on('will-navigate', refuse('navigate'));
    contents.on('will-redirect', refuse('navigate'));
    contents.on('will-frame-navigate', refuse('navigate'));
    contents.on('will-attach-webview', refuse('embed a page'));
    contents.setWindowOpenHandler(({ url }) => {
      log.write('warn', 'shell', 'a page was kept from opening a window', { url });
      return { action: 'deny' };
    });
  });
}

/** `media` passes the check, for our origin alone: without it Chromium hides its network interfaces from WebRTC where there is
 * no default route. No request is ever granted, so no camera or microphone of this computer can be opened. */
export function lockPermissions(session: Session): void {
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin) => permission === 'media' && isAppUrl(requestingOrigin),
  );
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setDevicePermissionHandler(() => false);
}

/** Lets pages reach their own files and the media server, nothing else.
 * @param mediaServerUrl where it listens; null while it does not */
export function lockNetwork(session: Session, mediaServerUrl: () => string | null, log: LogPort): void {
  // Pages go on trying while it is started again, at the place where it was.
  let lastUrl: string | null = null;
  session.webRequest.onBeforeRequest((details, answer) => {
    lastUrl = mediaServerUrl() ?? lastUrl;
    const allowed = mayRequest(details.url, lastUrl);
    if (!allowed) log.write('warn', 'shell', 'a page was kept from a request', { url: details.url });
    answer({ cancel: !allowed });
  });
}

const localSchemes = ['app:', 'blob:', 'data:', 'devtools:'];

export function mayRequest(url: string, mediaServerUrl: string | null): boolean {
  const asked = new URL(url);
  if (localSchemes.includes(asked.protocol)) return true;
  return mediaServerUrl !== null && asked.host === new URL(mediaServerUrl).host;
}
