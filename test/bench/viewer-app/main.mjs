// An empty window with what WebRTC over loopback needs; the bench fills it.
import { app, BrowserWindow, session } from 'electron';

app.commandLine.appendSwitch('allow-loopback-in-peer-connection');
app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');
app.whenReady().then(() => {
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === 'media');
  const window = new BrowserWindow({ width: 960, height: 600, webPreferences: { backgroundThrottling: false } });
  void window.loadURL('about:blank');
});
