/** The contract over Electron's IPC: calls and topics, each sender checked first. */
import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { channels } from '#contract/bridge.ts';
import { AppError, type Result } from '#contract/faults.ts';
import { topicNames, type TopicName } from '#contract/names.ts';
import type { Dispatch } from '../core/calls/dispatcher.ts';
import type { LogPort } from '../core/ports.ts';
import type { TopicHub, TopicSubscription } from '../core/topics.ts';
import type { AppWindow, Windows } from './windows.ts';

export interface ContractBindingOptions {
  dispatch: Dispatch;
  topics: TopicHub;
  windows: Windows;
  log: LogPort;
}

/** More than any page of ours opens; a page that asks for more is not ours any more. */
const subscriptionsAllowed = 200;

export function bindContract({ dispatch, topics, windows, log }: ContractBindingOptions): void {
  /** By page, then by the page's own number for the subscription. */
  const subscriptions = new Map<number, Map<number, TopicSubscription>>();

  const senderOf = (event: IpcMainEvent | IpcMainInvokeEvent): AppWindow | null => {
    const window = windows.ofSender(event.sender, event.senderFrame);
    if (window === null)
      log.write('warn', 'shell', 'a message from nobody of ours was dropped', { url: event.senderFrame?.url ?? '' });
    return window;
  };

  ipcMain.handle(channels.call, async (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
    const window = senderOf(event);
    if (window === null || typeof name !== 'string') return { ok: false, error: new AppError('NOT_ALLOWED').shape };
    return dispatch(name, input, { windowId: window.id, role: window.role });
  });

  ipcMain.on(channels.subscribe, (event, id: unknown, topic: unknown) => {
    if (senderOf(event) === null || !isId(id) || !isTopic(topic)) return;
    const contents = event.sender;
    const ofPage = subscriptions.get(contents.id) ?? endWithPage(contents);
    if (ofPage.has(id) || ofPage.size >= subscriptionsAllowed) return;
    const subscription = topics.subscribe(topic, (message) => {
      if (!contents.isDestroyed() && !contents.isCrashed()) contents.send(channels.topic, id, message);
    });
    ofPage.set(id, subscription);
  });

  ipcMain.on(channels.taken, (event, id: unknown) => {
    if (senderOf(event) !== null && isId(id)) subscriptions.get(event.sender.id)?.get(id)?.taken();
  });

  ipcMain.on(channels.unsubscribe, (event, id: unknown) => {
    if (senderOf(event) === null || !isId(id)) return;
    subscriptions.get(event.sender.id)?.get(id)?.end();
    subscriptions.get(event.sender.id)?.delete(id);
  });

  /** A page that loads anew, crashes or goes takes its subscriptions along. */
  function endWithPage(contents: WebContents): Map<number, TopicSubscription> {
    const ofPage = new Map<number, TopicSubscription>();
    const id = contents.id;
    subscriptions.set(id, ofPage);
    const endAll = (): void => {
      for (const subscription of ofPage.values()) subscription.end();
      ofPage.clear();
    };
    contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) endAll();
    });
    contents.on('render-process-gone', endAll);
    contents.once('destroyed', () => {
      endAll();
      subscriptions.delete(id);
    });
    return ofPage;
  }
}

const isId = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value);
const isTopic = (value: unknown): value is TopicName => topicNames.some((name) => name === value);
