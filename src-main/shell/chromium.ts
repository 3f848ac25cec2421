/** What Chromium is told before it starts. */
import { app } from 'electron';

export function configureChromium(userDataDir: string | null): void {
  if (userDataDir !== null) app.setPath('userData', userDataDir);
  // Without it a page offers no candidate on loopback, and a computer with the network unplugged shows no picture.
  app.commandLine.appendSwitch('allow-loopback-in-peer-connection');
  // Pictures go on in a window that another one covers.
  app.commandLine.appendSwitch('disable-backgrounding-occluded-windows');
  app.commandLine.appendSwitch('disable-renderer-backgrounding');
  app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');
}
